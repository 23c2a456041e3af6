import Evidence

/// The values at which the influence of a number is looked at.
struct NumberStep: Sendable {
  /// A tenth less and a tenth more.
  static let share = 0.1

  var value: Double
  var low: Double
  var high: Double

  /// A tenth to both sides; nil for 0, of which a tenth is nothing.
  static func tenth(of value: Double) -> NumberStep? {
    guard value != 0 else { return nil }
    return NumberStep(value: value, low: value * (1 - share), high: value * (1 + share))
  }

  /// The range that the record allows, or states as its uncertainty in the form `2 to 8`; nil where it does neither.
  static func range(of record: EvidenceRecord, value: Double) -> NumberStep? {
    if let allowed = record.allowed {
      return NumberStep(value: value, low: allowed.lowerBound, high: allowed.upperBound)
    }
    let words = (record.uncertainty ?? "").split(separator: " ")
    guard words.count == 3, words[1] == "to", let low = Double(words[0]), let high = Double(words[2]), low < high
    else { return nil }
    return NumberStep(value: value, low: low, high: high)
  }
}
