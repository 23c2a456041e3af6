/// exp: range reduction x = n·ln 2 + r, |r| ≤ ln 2 / 2, and the Taylor polynomial of degree 13 (truncation 4e-18).
///
/// Below 1.5 ulp in the normal range; gradual underflow is kept by scaling in two steps.
enum Exponential {
  static let ln2High = 0x1.62e42fefa39efp-1
  static let ln2Low = 0x1.abc9e3b39803fp-56
  /// Adding it to a number below 2^51 rounds that number to an integer in the low bits.
  static let roundingMagic = 0x1.8p52

  /// n (as a number and as an integer) and r.
  struct Reduced {
    var count: Integer
    var countReal: Real
    var remainder: Real
  }

  static func reduce(_ b: inout KernelBuilder, _ x: Real) -> Reduced {
    let magic = b.constant(roundingMagic)
    let log2e = b.constant(1.4426950408889634)
    let shifted = b.fma(x, log2e, magic)
    let countReal = b.subtract(shifted, magic)
    let shiftedBits = b.bits(of: shifted)
    let magicBits = b.integer(Int64(bitPattern: roundingMagic.bitPattern))
    let count = b.integer(.subtract, shiftedBits, magicBits)
    let high = b.constant(-ln2High)
    let low = b.constant(-ln2Low)
    let coarse = b.fma(countReal, high, x)
    let remainder = b.fma(countReal, low, coarse)
    return Reduced(count: count, countReal: countReal, remainder: remainder)
  }

  /// exp(r) − 1 for |r| ≤ 0.35.
  static func expMinusOne(_ b: inout KernelBuilder, _ r: Real) -> Real {
    var factorial = 1.0
    var coefficients: [Double] = []
    for k in 1...13 {
      factorial *= Double(k)
      if k >= 2 { coefficients.append(1 / factorial) }
    }
    let q = b.polynomial(coefficients, at: r)
    let square = b.multiply(r, r)
    return b.fma(square, q, r)
  }

  /// 2^n for an integer within the exponent range of normal numbers.
  static func powerOfTwo(_ b: inout KernelBuilder, _ n: Integer) -> Real {
    let bias = b.integer(1023)
    let shift = b.integer(52)
    let biased = b.integer(.add, n, bias)
    let bits = b.integer(.shiftLeft, biased, shift)
    return b.real(ofBits: bits)
  }

  /// exp(x + correction) where the correction is tiny against x (the low part of an extended argument).
  static func build(_ b: inout KernelBuilder, _ x: Real, correction: Real? = nil) -> Real {
    let highest = b.constant(710)
    let lowest = b.constant(-746)
    let above = b.compare(.less, highest, x)
    let capped = b.select(above, highest, x)
    let below = b.compare(.less, capped, lowest)
    let argument = b.select(below, lowest, capped)
    let reduced = reduce(&b, argument)
    let remainder = correction.map { b.add(reduced.remainder, $0) } ?? reduced.remainder
    let one = b.constant(1)
    let tail = expMinusOne(&b, remainder)
    let mantissa = b.add(one, tail)
    let oneBit = b.integer(1)
    let half = b.integer(.shiftRightSigned, reduced.count, oneBit)
    let rest = b.integer(.subtract, reduced.count, half)
    let firstScale = powerOfTwo(&b, half)
    let secondScale = powerOfTwo(&b, rest)
    let scaled = b.multiply(mantissa, firstScale)
    return b.multiply(scaled, secondScale)
  }
}

extension KernelBuilder {
  /// c₀ + c₁x + c₂x² + …, by Horner's rule with fused operations.
  mutating func polynomial(_ coefficients: [Double], at x: Real) -> Real {
    var sum = constant(coefficients[coefficients.count - 1])
    for c in coefficients.dropLast().reversed() {
      let next = constant(c)
      sum = fma(sum, x, next)
    }
    return sum
  }

  /// eˣ.
  package mutating func exponential(_ x: Real) -> Real {
    routine("exp", [x]) { Exponential.build(&$0, $1[0]) }
  }
}
