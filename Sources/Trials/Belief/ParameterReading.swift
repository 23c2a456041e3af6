import Diagnostics

/// Reads the parameters of one part of the trial layer and their ranges.
struct ParameterReading {
  private let parameters: TrialParameters
  private let part: String

  init(_ parameters: TrialParameters, part: String) {
    self.parameters = parameters
    self.part = part
  }

  /// - Throws: `InputError` for a name that is not there or a value outside its range.
  func value(_ name: String, _ range: ClosedRange<Double>) throws -> Double {
    let value = try parameters.value("\(part).\(name)")
    guard range.contains(value) else {
      throw InputError(
        "the trial parameter \"\(part).\(name)\" is \(value)",
        hint: "it must lie within \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func error(_ problem: String) -> InputError { InputError(problem) }
}
