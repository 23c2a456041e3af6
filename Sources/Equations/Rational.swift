/// A ratio of 64-bit whole numbers in lowest terms; operations tell when they overflow.
struct Rational: Equatable {
  var numerator: Int
  var denominator: Int

  static let zero = Rational(numerator: 0, denominator: 1)
  static let one = Rational(numerator: 1, denominator: 1)

  private init(numerator: Int, denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private init?(reducing numerator: Int, _ denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0 ? -1 : 1)
    self.init(numerator: numerator / divisor, denominator: denominator / divisor)
  }

  /// The ratio with the smallest denominator up to 1000 that equals the number to its last digit; nil if none does.
  init?(_ value: Double) {
    guard value.isFinite, value.magnitude < 1e12 else { return nil }
    for denominator in 1...1000 {
      let numerator = (value * Double(denominator)).rounded()
      if numerator / Double(denominator) == value {
        self.init(reducing: Int(numerator), denominator)
        return
      }
    }
    return nil
  }

  var negated: Rational? { numerator == .min ? nil : Rational(numerator: -numerator, denominator: denominator) }

  func adding(_ other: Rational) -> Rational? {
    let (left, a) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (right, b) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (sum, c) = left.addingReportingOverflow(right)
    let (product, d) = denominator.multipliedReportingOverflow(by: other.denominator)
    return a || b || c || d ? nil : Rational(reducing: sum, product)
  }

  func multiplied(by other: Rational) -> Rational? {
    let (top, a) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (bottom, b) = denominator.multipliedReportingOverflow(by: other.denominator)
    return a || b ? nil : Rational(reducing: top, bottom)
  }

  func divided(by other: Rational) -> Rational? {
    other.numerator == 0 ? nil : Rational(reducing: other.denominator, other.numerator).flatMap(multiplied)
  }
}

/// Euclid's algorithm; never negative, and 0 only for two zeros.
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a.magnitude, b.magnitude)
  while b != 0 { (a, b) = (b, a % b) }
  return Int(clamping: a)
}
