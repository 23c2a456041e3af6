package import Diagnostics
package import Files

/// What a virtual patient must be like before any treatment, in quantities of the model.
package struct PlausibleRanges: Sendable {
  package struct Range: Sendable {
    /// A state, rule's variable or other observable of the model.
    package var observable: String
    package var minimum: Double?
    package var maximum: Double?
    package var place: SourcePlace
  }

  package var ranges: [Range]
  /// How long the model runs without treatment before it is looked at, in hours.
  package var settleHours: Double
  /// How many draws one patient has at most.
  package var attemptLimit: Int
  var text: SourceText

  /// Reads `{settle: 7 days, attempts: 100, ranges: {madrs: {min: 20, max: 45}}}`.
  package init(_ value: YAMLValue) throws {
    let fields = try value.mapping("\"plausible\"", keys: ["settle", "attempts", "ranges"])
    settleHours = try fields["settle"].map { try StudyProtocol.duration($0, "\"settle\"") * 24 } ?? 0
    attemptLimit =
      try fields["attempts"]?.integer("\"attempts\"", in: 1...PatientDrawing.attemptLimit) ?? 100
    let list = try fields.required("ranges")
    ranges = try list.entries("\"ranges\"").map { entry in
      let limits = try entry.value.mapping("a range", keys: ["min", "max"])
      let (minimum, maximum) = (try limits["min"]?.number("\"min\""), try limits["max"]?.number("\"max\""))
      if minimum == nil, maximum == nil { throw entry.value.error("a range has a \"min\", a \"max\" or both") }
      if let minimum, let maximum, minimum >= maximum { throw entry.value.error("\"min\" must be below \"max\"") }
      return Range(observable: entry.key, minimum: minimum, maximum: maximum, place: entry.keyPlace)
    }
    guard !ranges.isEmpty else { throw list.error("\"ranges\" is empty") }
    text = value.source
  }

  /// Why values, one for each range, are not plausible; nil when they are.
  func refusal(_ values: [Double]) -> String? {
    for (range, value) in zip(ranges, values) {
      if !value.isFinite { return "\(range.observable) is not a finite number" }
      let text = "\(range.observable) \(PlainText.number(value))"
      if let minimum = range.minimum, value < minimum { return "\(text), below \(PlainText.number(minimum))" }
      if let maximum = range.maximum, value > maximum { return "\(text), above \(PlainText.number(maximum))" }
    }
    return nil
  }
}
