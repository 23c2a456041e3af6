/// A rating scale: graded items over a latent severity, and how their sum is read.
///
/// Severity is counted in standard deviations of outpatients with major depression over all stages of treatment: 0 is
/// their mean, higher is worse. All scales here count upwards with severity. Values and sources: `Models/scales`.
package struct Scale: Sendable, Hashable {
  package enum Reporter: String, Sendable, CaseIterable {
    case clinician
    /// The subject, without a rater.
    case subject
  }

  /// `MADRS`, `HAM-D17`
  package var id: String
  package var title: String
  /// Other spellings; case, blanks and hyphens make no difference.
  package var aliases: [String] = []
  /// At most eight capital letters and digits: PARAMCD in tables. Items add two digits.
  package var code: String
  package var reporter: Reporter
  package var items: [ScaleItem]
  /// The highest score that counts as remission; nil: none is agreed on.
  package var remission: Double?
  /// What the scale measures besides severity, by name; scales of the same domain have it in common. Nil: its own.
  package var domain: String?
  /// Standard deviation of that over people, in severity.
  package var trait = 0.0
  /// Standard deviation of what is the scale's own and new at each visit, in severity.
  package var occasion = 0.0
  /// The scale of which this one adds up some items; nil: it stands alone.
  package var whole: String?

  package init(id: String, title: String, code: String, reporter: Reporter, items: [ScaleItem]) {
    self.id = id
    self.title = title
    self.code = code
    self.reporter = reporter
    self.items = items
  }

  /// The lowest sum of items.
  package var lowest: Double { Double(items.reduce(0) { $0 + $1.lowest }) }
  /// The highest sum of items.
  package var highest: Double { Double(items.reduce(0) { $0 + $1.highest }) }

  /// The name of an item in tables, from 0: `MADRS01`.
  package func code(ofItem item: Int) -> String { code + (item < 9 ? "0" : "") + "\(item + 1)" }

  /// The mean sum of items at a severity: the test characteristic curve.
  package func expectedScore(severity: Double) -> Double {
    items.reduce(0) { $0 + $1.expectedScore(severity: severity) }
  }

  /// The variance of the sum at a severity; items are independent there.
  package func variance(severity: Double) -> Double {
    items.reduce(0) { $0 + $1.variance(severity: severity) }
  }
}
