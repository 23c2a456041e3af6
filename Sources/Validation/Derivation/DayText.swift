/// Numbers and days in sentences.
enum DayText {
  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e12 { return String(Int(value)) }
    return "\((value * 1e4).rounded() / 1e4)"
  }

  /// `day 3`, `days 0, 3, 7`, `26 days from 0 to 175`
  static func days(_ days: [Double]) -> String {
    guard let first = days.first, let last = days.last, days.count > 1 else {
      return "day \(number(days.first ?? 0))"
    }
    if days.count > 12 { return "\(days.count) days from \(number(first)) to \(number(last))" }
    return "days \(days.map(number).joined(separator: ", "))"
  }

  /// `baseline`, `day 7`, `2 h`
  static func visit(_ day: Double) -> String {
    if day == 0 { return "baseline" }
    return abs(day) < 1 ? "\(number((day * 24 * 10).rounded() / 10)) h" : "day \(number(day))"
  }
}
