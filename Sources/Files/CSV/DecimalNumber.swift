#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads decimal numbers from bytes, right to the last bit: the double nearest to what is written, ties to even, as
/// the C library's `strtod` gives it in the C locale.
///
/// A number of at most 19 digits times 10^k with |k| at most 27 is rounded from an exact product or quotient of whole
/// numbers; the rest goes to the C library.
enum DecimalNumber {
  private static let powersOfFive: [UInt64] = (0..<27).reduce(into: [1]) { powers, _ in
    powers.append(powers[powers.count - 1] * 5)
  }
  /// So many digits always fit into 64 bits.
  private static let digitLimit = 19

  /// The number at the start of `bytes[start...]`, and where it ends; nil when no number of digits starts there.
  ///
  /// - Complexity: O(digits).
  static func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (value: Double, end: Int)? {
    var index = start
    let end = bytes.count
    var isNegative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var number: UInt64 = 0
    var exponent = 0
    var digits = 0
    var hasDigits = false
    var isExact = true
    while index < end, let digit = digit(bytes[index]) {
      hasDigits = true
      if digits < digitLimit {
        number = number &* 10 &+ digit
        if number > 0 { digits += 1 }
      } else {
        isExact = false
      }
      index += 1
    }
    if index < end, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < end, let digit = digit(bytes[index]) {
        hasDigits = true
        if digits < digitLimit {
          number = number &* 10 &+ digit
          if number > 0 { digits += 1 }
          exponent -= 1
        } else {
          isExact = false
        }
        index += 1
      }
    }
    guard hasDigits else { return nil }
    if let (power, next) = power(bytes, from: index) {
      exponent += power
      index = next
    }
    let magnitude =
      number == 0 && isExact
      ? 0 : (isExact ? rounded(number, exponent) : nil) ?? byLibrary(bytes, start..<index).magnitude
    return (isNegative ? -magnitude : magnitude, index)
  }

  /// Of a field that may be `nan`, `inf` or `infinity` in any case, with a sign; nil for other texts.
  static func special(_ text: String) -> Double? {
    let isNegative = text.hasPrefix("-")
    let word = (isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text).lowercased()
    switch word {
    case "nan": return .nan
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    default: return nil
    }
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    let value = byte &- UInt8(ascii: "0")
    return value < 10 ? UInt64(value) : nil
  }

  /// `e-12` and the like. An `e` without digits belongs to no number.
  private static func power(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (power: Int, end: Int)? {
    var index = start
    guard index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    index += 1
    var isNegative = false
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var power = 0
    let first = index
    while index < bytes.count, let digit = digit(bytes[index]) {
      // Beyond that it makes no difference which power it is.
      power = min(power * 10 + Int(digit), 1 << 40)
      index += 1
    }
    return index > first ? (isNegative ? -power : power, index) : nil
  }

  /// number · 10^exponent, rounded once; nil outside the range of this method.
  private static func rounded(_ number: UInt64, _ exponent: Int) -> Double? {
    guard abs(exponent) < powersOfFive.count else { return nil }
    if exponent >= 0 {
      let product = number.multipliedFullWidth(by: powersOfFive[exponent])
      let shift = product.high > 0 ? product.high.leadingZeroBitCount : 64 + product.low.leadingZeroBitCount
      let top =
        shift < 64
        ? product.high << UInt64(shift) | (shift > 0 ? product.low >> UInt64(64 - shift) : 0)
        : product.low << UInt64(shift - 64)
      let rest = shift < 64 ? product.low << UInt64(shift) : 0
      return rounded(top, hasRest: rest != 0, power: 64 - shift + exponent)
    }
    let divisor = powersOfFive[-exponent]
    let (shift, divisorShift) = (number.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let (dividend, scaled) = (number << UInt64(shift), divisor << UInt64(divisorShift))
    let isLarge = dividend >= scaled
    let division = scaled.dividingFullWidth(isLarge ? (dividend >> 1, dividend << 63) : (dividend, 0))
    return rounded(
      division.quotient, hasRest: division.remainder != 0,
      power: divisorShift - shift - 64 + (isLarge ? 1 : 0) + exponent)
  }

  /// top · 2^power, with `top`'s highest bit set and a rest of less than its lowest bit behind it.
  private static func rounded(_ top: UInt64, hasRest: Bool, power: Int) -> Double {
    var kept = top >> 11
    let dropped = top & 0x7FF
    if dropped > 0x400 || dropped == 0x400 && (hasRest || kept & 1 == 1) { kept += 1 }
    return Double(kept) * Double(bitPattern: UInt64(1023 + power + 11) << 52)
  }

  private static func byLibrary(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double {
    var text = bytes[range].map { CChar(bitPattern: $0) }
    text.append(0)
    return strtod(text, nil)
  }
}
