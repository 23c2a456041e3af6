/// Who published a trial.
package struct TrialSource: Sendable, Hashable {
  package var firstAuthor: String?
  package var year: Int?
  package var journal: String?
  package var doi: String?

  package init(firstAuthor: String?, year: Int?, journal: String?, doi: String?) {
    self.firstAuthor = firstAuthor
    self.year = year
    self.journal = journal
    self.doi = doi
  }

  /// `Berman 2000`; the year alone where nobody is named, and nothing where neither is.
  package var short: String {
    let name = firstAuthor.map { String($0.prefix { $0 != " " }) }
    return [name, year.map(String.init)].compactMap { $0 }.joined(separator: " ")
  }
}
