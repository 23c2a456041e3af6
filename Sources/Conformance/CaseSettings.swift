import Diagnostics
import Files

/// What a case of the SBML Test Suite asks for: `NNNNN-settings.txt`.
package struct CaseSettings: Sendable {
  package var start: Double
  package var duration: Double
  package var steps: Int
  /// Names of the columns, in the order of the settings.
  package var variables: [String]
  /// A value passes within `absolute + relative · |expected|`.
  package var absolute: Double
  package var relative: Double
  /// Species whose amount is asked for, and those whose concentration is.
  package var amounts: Set<String>
  package var concentrations: Set<String>

  /// Times of the rows: `steps + 1`, at equal distances.
  package var times: [Double] {
    (0...steps).map { start + duration * (Double($0) / Double(steps)) }
  }

  /// - Throws: `FileError`; ``ConformanceError`` for a setting that is missing or makes no sense.
  package init(path: String) throws {
    var table: [String: String] = [:]
    for line in try TextFile.read(path).lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      table[Self.trimmed(parts[0])] = Self.trimmed(parts[1])
    }
    func text(_ key: String) throws(ConformanceError) -> String {
      guard let value = table[key] else { throw .missingSetting(key, file: path) }
      return value
    }
    func number(_ key: String, from least: Double) throws(ConformanceError) -> Double {
      let value = try text(key)
      guard let number = Double(value), number.isFinite, number >= least else {
        throw .badSetting(key, value: value, file: path)
      }
      return number
    }
    func names(_ key: String) throws(ConformanceError) -> [String] {
      try text(key).split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
    }
    start = try number("start", from: 0)
    duration = try number("duration", from: 0)
    let steps = try number("steps", from: 1)
    guard steps == steps.rounded(), steps <= 1e7 else {
      throw ConformanceError.badSetting("steps", value: try text("steps"), file: path)
    }
    self.steps = Int(steps)
    variables = try names("variables")
    absolute = try number("absolute", from: 0)
    relative = try number("relative", from: 0)
    amounts = Set(try names("amount"))
    concentrations = Set(try names("concentration"))
  }

  static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
