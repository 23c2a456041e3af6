/// sin and cos: x = n·π/2 + r with π/2 in three parts, and Taylor polynomials on |r| ≤ π/4.
///
/// Below 2 ulp of the larger of |result| and 2⁻⁵³ for |x| ≤ 10⁶; beyond, the C library is called.
enum Trigonometric {
  static let limit = 1e6
  static let halfPi: [Double] = [0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110]

  static func build(_ b: inout KernelBuilder, _ x: Real, quarterTurns: Int64, rare: ExternalFunction) -> Real {
    let size = b.absolute(x)
    let limit = b.constant(Self.limit)
    let isLarge = b.compare(.less, limit, size)
    let zero = b.constant(0)
    let argument = b.select(isLarge, zero, x)

    let magic = b.constant(Exponential.roundingMagic)
    let perQuarter = b.constant(0.6366197723675814)
    let shifted = b.fma(argument, perQuarter, magic)
    let n = b.subtract(shifted, magic)
    var r = argument
    for part in halfPi {
      let negative = b.constant(-part)
      r = b.fma(n, negative, r)
    }
    let square = b.multiply(r, r)

    var factorial = 1.0
    var sineCoefficients: [Double] = []
    var cosineCoefficients: [Double] = []
    for k in 1...17 {
      factorial *= Double(k)
      let sign = (k / 2) % 2 == 0 ? 1.0 : -1.0
      if k % 2 == 1, k >= 3 { sineCoefficients.append(sign / factorial) }
      if k % 2 == 0, k >= 4 { cosineCoefficients.append(sign / factorial) }
    }
    let sineTail = b.polynomial(sineCoefficients, at: square)
    let cube = b.multiply(square, r)
    let sine = b.fma(cube, sineTail, r)
    let cosineTail = b.polynomial(cosineCoefficients, at: square)
    let fourth = b.multiply(square, square)
    let minusHalf = b.constant(-0.5)
    let one = b.constant(1)
    let halved = b.multiply(square, minusHalf)
    // 1 − r²/2 rounds; what it loses is added with the tail.
    let lead = b.add(one, halved)
    let back = b.subtract(one, lead)
    let lost = b.add(back, halved)
    let rest = b.fma(fourth, cosineTail, lost)
    let cosine = b.add(lead, rest)

    let shiftedBits = b.bits(of: shifted)
    let turns = b.integer(quarterTurns)
    let quadrant = b.integer(.add, shiftedBits, turns)
    let oneBit = b.integer(1)
    let twoBit = b.integer(2)
    let zeroBits = b.integer(0)
    let oddBits = b.integer(.and, quadrant, oneBit)
    let isEven = b.compare(.equal, oddBits, zeroBits)
    let signBits = b.integer(.and, quadrant, twoBit)
    let isPositive = b.compare(.equal, signBits, zeroBits)
    let value = b.select(isEven, sine, cosine)
    let negative = b.negate(value)
    let signed = b.select(isPositive, value, negative)
    return b.external(rare, x, where: isLarge, otherwise: signed)
  }
}

extension KernelBuilder {
  package mutating func sine(_ x: Real) -> Real {
    routine("sin", [x]) { Trigonometric.build(&$0, $1[0], quarterTurns: 0, rare: .sine) }
  }
  package mutating func cosine(_ x: Real) -> Real {
    routine("cos", [x]) { Trigonometric.build(&$0, $1[0], quarterTurns: 1, rare: .cosine) }
  }
  /// sin over cos: below 4 ulp for |x| ≤ 10⁶, away from the poles.
  package mutating func tangent(_ x: Real) -> Real {
    let numerator = sine(x)
    let denominator = cosine(x)
    return divide(numerator, denominator)
  }
}
