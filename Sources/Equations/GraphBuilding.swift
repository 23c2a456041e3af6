/// The constructors of nodes. They fold constants and remove what changes no bit: x + 0, x · 1, x · 0, x / 1, - -x.
///
/// Nothing is reassociated, distributed or fused: a sum of many terms keeps its order from left to right, and the
/// operands of commutative operations are sorted only so that equal expressions are found. Signs are moved outward
/// (−x · y is −(x · y)), which rounding does not notice.
extension Graph {
  package mutating func constant(_ value: Double) -> Node { intern(.constant, payload: value.bitPattern) }
  package mutating func parameter(_ slot: Int) -> Node { intern(.parameter, payload: UInt64(slot)) }
  package mutating func input(_ slot: Int) -> Node { intern(.input, payload: UInt64(slot)) }
  package mutating func state(_ slot: Int) -> Node { intern(.state, payload: UInt64(slot)) }
  package mutating func hoisted(_ slot: Int) -> Node { intern(.hoisted, payload: UInt64(slot)) }
  package mutating func held(_ slot: Int) -> Node { intern(.held, payload: UInt64(slot)) }
  package mutating func delayed(_ slot: Int) -> Node { intern(.delayed, payload: UInt64(slot)) }
  package mutating func delayedSlope(_ slot: Int) -> Node { intern(.delayedSlope, payload: UInt64(slot)) }
  package mutating func time() -> Node { intern(.time) }

  /// An operation of one operand.
  package mutating func unary(_ operation: Operation, _ a: Node) -> Node {
    if let value = ConstantFolding.value(operation, constantValue(of: a)) { return constant(value) }
    switch operation {
    case .negate:
      if let inner = negated(a) { return inner }
      if self.operation(of: a) == .subtract { return subtract(operand(1, of: a), operand(0, of: a)) }
    case .absolute:
      if let inner = negated(a) { return unary(.absolute, inner) }
      if self.operation(of: a) == .absolute { return a }
    case .not:
      if self.operation(of: a) == .not { return operand(0, of: a) }
    default: break
    }
    return intern(operation, a)
  }

  package mutating func negate(_ a: Node) -> Node { unary(.negate, a) }

  package mutating func add(_ a: Node, _ b: Node) -> Node {
    if let value = folded(.add, a, b) { return constant(value) }
    if constantValue(of: a) == 0 { return b }
    if constantValue(of: b) == 0 { return a }
    if let inner = negated(b) { return subtract(a, inner) }
    if let inner = negated(a) { return subtract(b, inner) }
    return sorted(.add, a, b)
  }

  package mutating func subtract(_ a: Node, _ b: Node) -> Node {
    if let value = folded(.subtract, a, b) { return constant(value) }
    if constantValue(of: b) == 0 { return a }
    if constantValue(of: a) == 0 { return negate(b) }
    if let inner = negated(b) { return add(a, inner) }
    return intern(.subtract, a, b)
  }

  package mutating func multiply(_ a: Node, _ b: Node) -> Node {
    if let value = folded(.multiply, a, b) { return constant(value) }
    switch (constantValue(of: a), constantValue(of: b)) {
    case (1, _): return b
    case (_, 1): return a
    case (-1, _): return negate(b)
    case (_, -1): return negate(a)
    default: break
    }
    switch (negated(a), negated(b)) {
    case (let a?, let b?): return multiply(a, b)
    case (let a?, nil): return negate(multiply(a, b))
    case (nil, let b?): return negate(multiply(a, b))
    default: return sorted(.multiply, a, b)
    }
  }

  package mutating func divide(_ a: Node, _ b: Node) -> Node {
    if let value = folded(.divide, a, b) { return constant(value) }
    switch constantValue(of: b) {
    case 1: return a
    case -1: return negate(a)
    default: break
    }
    switch (negated(a), negated(b)) {
    case (let a?, let b?): return divide(a, b)
    case (let a?, nil): return negate(divide(a, b))
    case (nil, let b?): return negate(divide(a, b))
    default: return intern(.divide, a, b)
    }
  }

  /// x to a whole-number power. Powers 0, 1, 2 and −1 become 1, x, x · x and 1 / x.
  package mutating func integerPower(_ a: Node, _ exponent: Int) -> Node {
    switch exponent {
    case 0: return constant(1)
    case 1: return a
    case 2: return multiply(a, a)
    case -1: return divide(constant(1), a)
    default: break
    }
    if let value = ConstantFolding.value(.integerPower, constantValue(of: a), exponent: exponent) {
      return constant(value)
    }
    return intern(.integerPower, a, payload: UInt64(bitPattern: Int64(exponent)))
  }

  /// The largest magnitude of a constant exponent that is computed by multiplication.
  package static let largestIntegerPower = 64

  /// x to the power y; constant whole exponents up to ``largestIntegerPower`` are multiplied out.
  package mutating func power(_ a: Node, _ b: Node) -> Node {
    if let exponent = constantValue(of: b), exponent == exponent.rounded(),
      exponent.magnitude <= Double(Graph.largestIntegerPower)
    {
      return integerPower(a, Int(exponent))
    }
    if constantValue(of: a) == 1 { return a }
    return intern(.power, a, b)
  }

  package mutating func minimum(_ a: Node, _ b: Node) -> Node { extremum(.minimum, a, b) }
  package mutating func maximum(_ a: Node, _ b: Node) -> Node { extremum(.maximum, a, b) }

  /// less, lessOrEqual or equal; a condition.
  package mutating func compare(_ operation: Operation, _ a: Node, _ b: Node) -> Node {
    if let value = folded(operation, a, b) { return constant(value) }
    return operation == .equal ? sorted(.equal, a, b) : intern(operation, a, b)
  }

  /// and, or: of two conditions (constants 1 and 0 are the conditions true and false).
  package mutating func logical(_ operation: Operation, _ a: Node, _ b: Node) -> Node {
    if let value = folded(operation, a, b) { return constant(value) }
    // What is left of a constant operand is the neutral one.
    if constantValue(of: a) != nil { return b }
    if constantValue(of: b) != nil { return a }
    return a == b ? a : sorted(operation, a, b)
  }

  /// `a` where the condition holds, otherwise `b`.
  package mutating func select(_ condition: Node, _ a: Node, _ b: Node) -> Node {
    if let known = constantValue(of: condition) { return known != 0 ? a : b }
    if a == b { return a }
    if operation(of: condition) == .not { return select(operand(0, of: condition), b, a) }
    return intern(.select, condition, a, b)
  }

  /// The same operation on other operands, folded; the way in which pruning rebuilds a graph.
  mutating func rebuild(_ operation: Operation, _ operands: (Node, Node, Node), payload: UInt64) -> Node {
    let (a, b, c) = operands
    switch operation {
    case .constant, .parameter, .input, .state, .time, .hoisted, .held, .delayed, .delayedSlope:
      return intern(operation, payload: payload)
    case .integerPower: return integerPower(a, Int(Int64(bitPattern: payload)))
    case .add: return add(a, b)
    case .subtract: return subtract(a, b)
    case .multiply: return multiply(a, b)
    case .divide: return divide(a, b)
    case .power:
      // Not `power`: an exponent that only replacement made a whole constant keeps the operation, and so the bits.
      return constantValue(of: a) == 1 || constantValue(of: b) == 0 ? constant(1) : intern(.power, a, b)
    case .minimum, .maximum: return extremum(operation, a, b)
    case .less, .lessOrEqual, .equal: return compare(operation, a, b)
    case .and, .or: return logical(operation, a, b)
    case .select: return select(a, b, c)
    default: return unary(operation, a)
    }
  }

  private func folded(_ operation: Operation, _ a: Node, _ b: Node) -> Double? {
    ConstantFolding.value(operation, constantValue(of: a), constantValue(of: b))
  }

  private mutating func extremum(_ operation: Operation, _ a: Node, _ b: Node) -> Node {
    if let value = folded(operation, a, b) { return constant(value) }
    return a == b ? a : sorted(operation, a, b)
  }

  private mutating func sorted(_ operation: Operation, _ a: Node, _ b: Node) -> Node {
    a.index <= b.index ? intern(operation, a, b) : intern(operation, b, a)
  }

  /// x when the node is −x.
  private func negated(_ node: Node) -> Node? {
    operation(of: node) == .negate ? operand(0, of: node) : nil
  }
}
