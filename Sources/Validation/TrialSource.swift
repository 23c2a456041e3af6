/// Who published a trial.
package struct TrialSource: Sendable, Hashable {
  package var firstAuthor: String
  package var year: Int
  package var journal: String
  package var doi: String?

  package init(firstAuthor: String, year: Int, journal: String, doi: String?) {
    self.firstAuthor = firstAuthor
    self.year = year
    self.journal = journal
    self.doi = doi
  }

  /// `Berman 2000`
  package var short: String { "\(firstAuthor.prefix { $0 != " " }) \(year)" }
}
