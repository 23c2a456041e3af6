/// tanh x = t/(t + 2) with t = e^{2|x|} − 1, which keeps its accuracy at small x.
enum HyperbolicTangent {
  static func build(_ b: inout KernelBuilder, _ x: Real) -> Real {
    let zero = b.constant(0)
    let one = b.constant(1)
    let two = b.constant(2)
    let size = b.absolute(x)
    let saturation = b.constant(22)
    let isLarge = b.compare(.less, saturation, size)
    let bounded = b.select(isLarge, saturation, size)
    let doubled = b.multiply(two, bounded)
    let reduced = Exponential.reduce(&b, doubled)
    let fraction = Exponential.expMinusOne(&b, reduced.remainder)
    let scale = Exponential.powerOfTwo(&b, reduced.count)
    let scaleMinusOne = b.subtract(scale, one)
    let t = b.fma(scale, fraction, scaleMinusOne)
    let denominator = b.add(t, two)
    let quotient = b.divide(t, denominator)
    let limited = b.select(isLarge, one, quotient)
    let negative = b.negate(limited)
    let isNegative = b.compare(.less, x, zero)
    let signed = b.select(isNegative, negative, limited)
    let isZero = b.compare(.equal, x, zero)
    let keepsZero = b.select(isZero, x, signed)
    let isNumber = b.compare(.equal, x, x)
    return b.select(isNumber, keepsZero, x)
  }
}

extension KernelBuilder {
  /// The hyperbolic tangent.
  package mutating func hyperbolicTangent(_ x: Real) -> Real {
    routine("tanh", [x]) { HyperbolicTangent.build(&$0, $1[0]) }
  }
}
