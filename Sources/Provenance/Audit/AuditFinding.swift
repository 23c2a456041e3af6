package import Diagnostics

/// One thing that is wrong between the library's numbers and their evidence.
package struct AuditFinding: Sendable {
  package enum Cause: Sendable, Hashable {
    /// A constant that no record tells about.
    case noRecord(String)
    /// A number in a YAML file that no rule of coverage speaks of.
    case noRule(Double, way: String)
    /// A number inside a formula.
    case noName(Double)
    case outside(String, Double, allowed: ClosedRange<Double>)
    case differs(String, Double, recorded: Double)
    /// From memory, and no report would say so.
    case noFlag(String)
    case unusedRecord(String)
    /// A rule of coverage that nothing in the library meets.
    case idleRule(String)
  }

  package var cause: Cause
  package var place: SourcePlace
  /// The nearest right thing.
  package var hint: String?

  package var explanation: Explanation { Explanation(problem, at: place, hint: hint) }

  private var problem: String {
    switch cause {
    case .noRecord(let name): "\"\(name)\" has no evidence record"
    case .noRule(let value, let way):
      "no rule says which evidence record the number \(plain(value)) at \"\(way)\" needs"
    case .noName(let value): "the number \(plain(value)) inside a formula has no name and so no evidence record"
    case .outside(let name, let value, let range):
      "\"\(name)\" is \(plain(value)), its record allows \(plain(range.lowerBound)) to \(plain(range.upperBound))"
    case .differs(let name, let value, let recorded):
      "\"\(name)\" is \(plain(value)), its record says \(plain(recorded))"
    case .noFlag(let name): "\"\(name)\" is from memory, and its record has no flag for the reports"
    case .unusedRecord(let id): "the evidence record \"\(id)\" is used nowhere"
    case .idleRule(let what): "the rule for \"\(what)\" meets nothing in the library"
    }
  }

  private func plain(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
