package import Populations

/// Numbers as a reader wants them: few digits, the same digits everywhere, no dependence on the locale.
package enum NumberText {
  /// `value` with a fixed number of decimals; `–` for what is not finite. Halves are rounded away from zero.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    let scaled = (abs(value) * powerOfTen(decimals)).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(Int(scaled))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// `value` rounded to `digits` significant decimal digits, so that its shortest description is short.
  package static func rounded(_ value: Double, digits: Int) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let places = digits - 1 - decimalExponent(abs(value))
    guard abs(places) <= 22 else { return value }
    return places >= 0
      ? (value * powerOfTen(places)).rounded() / powerOfTen(places)
      : (value / powerOfTen(-places)).rounded() * powerOfTen(-places)
  }

  /// Two to three significant digits: `185`, `18.7`, `1.13`, `0.72`, `0.021`; tiny numbers in powers of ten.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value != 0, abs(value) < 0.001 { return "\(rounded(value, digits: 2))" }
    return fixed(value, decimals: decimals(for: abs(value)))
  }

  /// `185 (140–240)`: the median and its 5 to 95 % range with common decimals; the median alone when all three read the
  /// same; `–` when nothing was summarised.
  ///
  /// - Parameter mostDecimals: a bound on the decimals, which otherwise follow the size of the numbers.
  package static func interval(_ interval: Interval, mostDecimals: Int = 3) -> String {
    guard interval.count > 0, interval.median.isFinite else { return "–" }
    let places = min(mostDecimals, decimals(for: max(abs(interval.low), abs(interval.high), abs(interval.median))))
    let (median, low, high) = (
      fixed(interval.median, decimals: places), fixed(interval.low, decimals: places),
      fixed(interval.high, decimals: places)
    )
    return low == median && high == median ? median : "\(median) (\(low)–\(high))"
  }

  /// A fraction as a whole percentage, without the sign.
  package static func percent(_ fraction: Double) -> String { fixed(fraction * 100, decimals: 0) }

  /// A whole number in groups of three digits: `1,234,567`.
  package static func grouped(_ number: Int) -> String {
    var text = ""
    for (position, digit) in String(number.magnitude).reversed().enumerated() {
      if position > 0, position % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// Decimals that leave two to three significant digits of a magnitude.
  static func decimals(for magnitude: Double) -> Int {
    guard magnitude.isFinite, magnitude > 0 else { return 0 }
    switch decimalExponent(magnitude) {
    case 2...: return 0
    case 1: return 1
    case 0: return 2
    case -1: return 2
    default: return 3
    }
  }

  /// The exponent of the leading decimal digit, by comparison with exact powers of ten.
  private static func decimalExponent(_ magnitude: Double) -> Int {
    var exponent = 0
    if magnitude >= 1 {
      while exponent < 308, magnitude >= powerOfTen(exponent + 1) { exponent += 1 }
    } else {
      while exponent > -320, magnitude * powerOfTen(-exponent) < 1 { exponent -= 1 }
    }
    return exponent
  }

  /// Exact up to 10^22.
  private static func powerOfTen(_ exponent: Int) -> Double {
    exponent < exactPowers.count ? exactPowers[exponent] : (0..<exponent).reduce(1) { product, _ in product * 10 }
  }

  private static let exactPowers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { product, _ in product * 10 }
  }
}
