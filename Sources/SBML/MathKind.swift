/// What a node of libSBML's expression trees is: the values of its `ASTNodeType_t` that SBML's MathML can give.
enum MathKind: Int {
  case times = 42
  case plus = 43
  case minus = 45
  case divide = 47
  case caret = 94
  case integer = 256
  case real, realWithExponent, rational
  case name, avogadro, time
  case exponentialE, falseConstant, pi, trueConstant
  case lambda, call
  case abs, arccos, arccosh, arccot, arccoth, arccsc, arccsch, arcsec, arcsech, arcsin, arcsinh, arctan, arctanh
  case ceiling, cos, cosh, cot, coth, csc, csch, delay, exp, factorial, floor, ln, log, piecewise, power, root
  case sec, sech, sin, sinh, tan, tanh
  case and, not, or, xor
  case equal, greaterOrEqual, greater, lessOrEqual, less, notEqual
  case max = 320
  case min, quotient, rateOf, remainder, implies
  /// A function that a package defines, such as a distribution.
  case foreignFunction = 400
  /// An empty element.
  case nothing = 9999
}
