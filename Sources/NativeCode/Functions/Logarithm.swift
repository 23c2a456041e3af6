/// ln: x = 2ᵏ·m with m in [√½, √2), s = (m − 1)/(m + 1), ln m = 2 artanh s by its series to s²³.
enum Logarithm {
  /// ln of a positive normal or subnormal number, before special values are mended.
  struct Parts {
    /// k as a number
    var exponent: Real
    var s: Real
    /// What division left over: ln m = 2 (s + sLow) + tail.
    var sLow: Real
    /// 2 s³/3 + 2 s⁵/5 + …
    var tail: Real
  }

  static func split(_ b: inout KernelBuilder, _ x: Real) -> Parts {
    let smallest = b.constant(Double.leastNormalMagnitude)
    let zero = b.constant(0)
    let isSubnormal = b.compare(.less, x, smallest)
    let lift = b.constant(0x1p54)
    let lifted = b.multiply(x, lift)
    let normal = b.select(isSubnormal, lifted, x)
    let lowering = b.constant(-54)
    let exponentShift = b.select(isSubnormal, lowering, zero)

    let bits = b.bits(of: normal)
    let rootHalf = b.integer(Int64(bitPattern: (0.5).squareRoot().bitPattern))
    let mantissaBits = b.integer(52)
    let offset = b.integer(.subtract, bits, rootHalf)
    let k = b.integer(.shiftRightSigned, offset, mantissaBits)
    let kShifted = b.integer(.shiftLeft, k, mantissaBits)
    let reducedBits = b.integer(.subtract, bits, kShifted)
    let m = b.real(ofBits: reducedBits)

    let magicBits = b.integer(Int64(bitPattern: Exponential.roundingMagic.bitPattern))
    let magic = b.constant(Exponential.roundingMagic)
    let kBits = b.integer(.add, k, magicBits)
    let kMagic = b.real(ofBits: kBits)
    let kReal = b.subtract(kMagic, magic)
    let exponent = b.add(kReal, exponentShift)

    let one = b.constant(1)
    let two = b.constant(2)
    let f = b.subtract(m, one)
    let d = b.add(f, two)
    let s = b.divide(f, d)
    // s·d differs from f by rounding: the remainder over d is the low part of s.
    let dShort = b.subtract(d, two)
    let dLow = b.subtract(f, dShort)
    let negativeS = b.negate(s)
    let residual = b.fma(negativeS, d, f)
    let fullResidual = b.fma(negativeS, dLow, residual)
    let sLow = b.divide(fullResidual, d)

    let square = b.multiply(s, s)
    let series = b.polynomial((1...11).map { 2 / Double(2 * $0 + 1) }, at: square)
    let cube = b.multiply(square, s)
    let tail = b.multiply(cube, series)
    return Parts(exponent: exponent, s: s, sLow: sLow, tail: tail)
  }

  /// Mends the results of arguments that are zero, negative, infinite or NaN.
  static func mend(_ b: inout KernelBuilder, _ x: Real, _ result: Real) -> Real {
    let zero = b.constant(0)
    let infinity = b.constant(.infinity)
    let minusInfinity = b.constant(-.infinity)
    let nan = b.constant(.nan)
    let isFinite = b.compare(.less, x, infinity)
    let isPositive = b.compare(.less, zero, x)
    let isZero = b.compare(.equal, x, zero)
    let isNegative = b.compare(.less, x, zero)
    let finite = b.select(isFinite, result, x)
    let positive = b.select(isPositive, finite, x)
    let withZero = b.select(isZero, minusInfinity, positive)
    return b.select(isNegative, nan, withZero)
  }

  static func build(_ b: inout KernelBuilder, _ x: Real) -> Real {
    let parts = split(&b, x)
    let high = b.constant(Exponential.ln2High)
    let low = b.constant(Exponential.ln2Low)
    let two = b.constant(2)
    let small = b.fma(parts.exponent, low, parts.tail)
    let correction = b.fma(two, parts.sLow, small)
    let lead = b.fma(two, parts.s, correction)
    // For k = 0 the large part vanishes and `lead` is the result.
    let result = b.fma(parts.exponent, high, lead)
    return mend(&b, x, result)
  }
}

extension KernelBuilder {
  /// The natural logarithm: −∞ at 0, NaN below.
  package mutating func logarithm(_ x: Real) -> Real {
    routine("ln", [x]) { Logarithm.build(&$0, $1[0]) }
  }
}
