/// A node of the expression graph.
package struct Node: Hashable, Sendable {
  package let index: Int32
  package init(index: Int32) { self.index = index }
}

/// What a node computes. Each case is one fixed sequence of machine operations in every back end, in one order, so
/// that interpreter and generated code agree to the bit.
package enum Operation: UInt8, Hashable, Sendable {
  // leaves: `payload` of the node is the slot, or the bit pattern of the constant
  case constant
  /// A value given per patient.
  case parameter
  /// A value that is piecewise constant in time and changes at inputs only.
  case input
  case state
  case time
  /// A value computed once per patient from parameters (the result of hoisting).
  case hoisted
  /// The value of a switch at the start of the solver's step, held over the step (``EquationSystem/Switch``).
  case held
  /// The value of a delayed expression, and how fast it changes (``EquationSystem/Delay``).
  case delayed, delayedSlope

  // one operand
  case negate, absolute, squareRoot, exponential, logarithm
  case sine, cosine, tangent, arcSine, arcCosine, arcTangent
  case hyperbolicSine, hyperbolicCosine, hyperbolicTangent
  case areaSine, areaCosine, areaTangent
  case floor, ceiling, factorial
  /// Operand to the power `payload` (an Int), by multiplication.
  case integerPower
  case not

  // two operands
  case add, subtract, multiply, divide, power, minimum, maximum
  case less, lessOrEqual, equal, and, or

  /// condition, value if it holds, value otherwise
  case select

  /// Whether the node is a condition (usable by not, and, or, select only).
  package var isCondition: Bool {
    switch self {
    case .not, .less, .lessOrEqual, .equal, .and, .or: true
    default: false
    }
  }
}
