import Diagnostics
import Formulas
import Networks

/// Turns formulas into nodes of a graph; functions of the model are inlined, shared by their arguments' nodes.
struct FormulaTranslator {
  /// How deep formulas and calls may nest.
  static let greatestDepth = 256
  /// How many nodes a model's equations may have: functions that call others twice can ask for any number.
  static let largestGraph = 500_000

  private struct Call: Hashable {
    var function: Int
    var arguments: [Node]
    var time: Node
  }

  /// What names mean: the model's quantities at one moment, or the arguments of a function.
  struct Scope {
    var time: Node
    /// What uses of `delay` and `rateOf` are.
    var courses: [Formula: Node] = [:]
    var node: (String) throws -> Node
  }

  private let functions: [FunctionDefinition]
  private let functionIndex: [String: Int]
  private var made: [Call: Node] = [:]

  init(functions: [FunctionDefinition]) {
    self.functions = functions
    functionIndex = Dictionary(functions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Complexity: linear in the formula's size plus, once per set of argument nodes, each called function's size.
  mutating func node(
    _ formula: Formula, in scope: Scope, place: SourcePlace?, graph: inout Graph, depth: Int = 0
  ) throws -> Node {
    guard depth < FormulaTranslator.greatestDepth * 2 else {
      throw EquationError.nestedTooDeeply(FormulaTranslator.label(formula), place)
    }
    // Long chains, a − b + c − …, nest on the left: go down that side without recursion.
    var pending: [(operation: Operator, others: ArraySlice<Formula>)] = []
    var innermost = formula
    while case .apply(let operation, let operands) = innermost, let first = operands.first,
      operation != .delay, operation != .rateOf
    {
      pending.append((operation, operands.dropFirst()))
      innermost = first
    }
    var result: Node
    switch innermost {
    case .number(let value): result = graph.constant(value)
    case .symbol(let name): result = try scope.node(name)
    case .time: result = scope.time
    case .apply(.delay, _), .apply(.rateOf, _):
      guard let course = scope.courses[innermost] else { throw EquationError.courseInAFunction(place) }
      result = course
    case .apply(let operation, _): result = FormulaTranslator.apply(operation, [], &graph)
    case .call(let name, let operands):
      let nodes = try operands.map { try node($0, in: scope, place: place, graph: &graph, depth: depth + 1) }
      result = try call(name, nodes, time: scope.time, place: place, graph: &graph, depth: depth)
    }
    for (operation, others) in pending.reversed() {
      var nodes = [result]
      for operand in others {
        nodes.append(try node(operand, in: scope, place: place, graph: &graph, depth: depth + 1))
      }
      result = FormulaTranslator.apply(operation, nodes, &graph)
    }
    return result
  }

  private mutating func call(
    _ name: String, _ arguments: [Node], time: Node, place: SourcePlace?, graph: inout Graph, depth: Int
  ) throws -> Node {
    guard let index = functionIndex[name] else {
      let hint = NearestName.hint(name, among: functions.map(\.id))
      throw EquationError.unknownFunction(name, nearest: hint, place)
    }
    let function = functions[index]
    guard function.arguments.count == arguments.count else {
      throw EquationError.wrongArgumentCount(
        function: name, expected: function.arguments.count, given: arguments.count, place)
    }
    let key = Call(function: index, arguments: arguments, time: time)
    if let known = made[key] { return known }
    guard graph.nodeCount < FormulaTranslator.largestGraph else {
      throw EquationError.tooLarge(function: name, function.place ?? place)
    }
    let bound = Dictionary(zip(function.arguments, arguments), uniquingKeysWith: { first, _ in first })
    let scope = Scope(time: time) { symbol in
      guard let node = bound[symbol] else {
        let hint = NearestName.hint(symbol, among: function.arguments)
        throw EquationError.unknownName(symbol, nearest: hint, function.place ?? place)
      }
      return node
    }
    // A call counts eight levels: mutual recursion ends long before the stack does.
    let result = try node(function.body, in: scope, place: function.place ?? place, graph: &graph, depth: depth + 8)
    made[key] = result
    return result
  }

  static func label(_ formula: Formula) -> String {
    switch formula {
    case .call(let name, _): name
    case .apply(let operation, _): operation.rawValue
    case .symbol(let name): name
    case .number(let value): "\(value)"
    case .time: "time"
    }
  }

  /// One operator on translated operands. Terms of a sum or product keep their order from left to right.
  private static func apply(_ operation: Operator, _ nodes: [Node], _ graph: inout Graph) -> Node {
    switch operation {
    case .add: return chain(nodes, &graph, asNumber) { $0.add($1, $2) }
    case .multiply: return chain(nodes, &graph, asNumber) { $0.multiply($1, $2) }
    case .min: return chain(nodes, &graph, asNumber) { $0.minimum($1, $2) }
    case .max: return chain(nodes, &graph, asNumber) { $0.maximum($1, $2) }
    case .and: return chain(nodes, &graph, asCondition) { $0.logical(.and, $1, $2) }
    case .or: return chain(nodes, &graph, asCondition) { $0.logical(.or, $1, $2) }
    case .true: return graph.constant(1)
    case .false: return graph.constant(0)
    case .piecewise: return piecewise(nodes, &graph)
    default: break
    }
    let a = graph.number(nodes[0])
    switch operation {
    case .log10: return graph.divide(graph.unary(.logarithm, a), graph.constant(2.302585092994045684))
    case .not: return graph.unary(.not, graph.condition(nodes[0]))
    default: break
    }
    if let unary = unaryOperations[operation] { return graph.unary(unary, a) }
    let b = graph.number(nodes[1])
    switch operation {
    case .subtract: return graph.subtract(a, b)
    case .divide: return graph.divide(a, b)
    case .power: return graph.power(a, b)
    case .quotient: return quotient(a, b, &graph)
    case .remainder: return graph.subtract(a, graph.multiply(b, quotient(a, b, &graph)))
    case .less: return graph.compare(.less, a, b)
    case .lessOrEqual: return graph.compare(.lessOrEqual, a, b)
    case .greater: return graph.compare(.less, b, a)
    case .greaterOrEqual: return graph.compare(.lessOrEqual, b, a)
    case .notEqual: return graph.unary(.not, graph.compare(.equal, a, b))
    default: return graph.compare(.equal, a, b)
    }
  }

  private static let unaryOperations: [Operator: Operation] = [
    .negate: .negate, .exp: .exponential, .ln: .logarithm, .sqrt: .squareRoot, .abs: .absolute, .floor: .floor,
    .ceil: .ceiling, .factorial: .factorial, .sin: .sine, .cos: .cosine, .tan: .tangent, .asin: .arcSine,
    .acos: .arcCosine, .atan: .arcTangent, .sinh: .hyperbolicSine, .cosh: .hyperbolicCosine,
    .tanh: .hyperbolicTangent, .asinh: .areaSine, .acosh: .areaCosine, .atanh: .areaTangent,
  ]

  private static func asNumber(_ graph: inout Graph, _ node: Node) -> Node { graph.number(node) }
  private static func asCondition(_ graph: inout Graph, _ node: Node) -> Node { graph.condition(node) }

  private static func chain(
    _ nodes: [Node], _ graph: inout Graph, _ convert: (inout Graph, Node) -> Node,
    _ combine: (inout Graph, Node, Node) -> Node
  ) -> Node {
    var result = convert(&graph, nodes[0])
    for node in nodes.dropFirst() { result = combine(&graph, result, convert(&graph, node)) }
    return result
  }

  /// value1, condition1, value2, condition2, …, otherwise; NaN where no condition holds and there is no otherwise.
  private static func piecewise(_ nodes: [Node], _ graph: inout Graph) -> Node {
    var result = nodes.count % 2 == 1 ? graph.number(nodes[nodes.count - 1]) : graph.constant(.nan)
    for index in stride(from: (nodes.count / 2 - 1) * 2, through: 0, by: -2) {
      result = graph.select(graph.condition(nodes[index + 1]), graph.number(nodes[index]), result)
    }
    return result
  }

  /// The whole part of a / b, toward zero.
  private static func quotient(_ a: Node, _ b: Node, _ graph: inout Graph) -> Node {
    let ratio = graph.divide(a, b)
    let isNegative = graph.compare(.less, ratio, graph.constant(0))
    return graph.select(isNegative, graph.unary(.ceiling, ratio), graph.unary(.floor, ratio))
  }
}

extension Graph {
  /// A condition used as a number counts 1 or 0.
  mutating func number(_ node: Node) -> Node {
    operation(of: node).isCondition ? select(node, constant(1), constant(0)) : node
  }

  /// A number used as a condition holds unless it is 0.
  mutating func condition(_ node: Node) -> Node {
    operation(of: node).isCondition || constantValue(of: node) != nil
      ? node : unary(.not, compare(.equal, node, constant(0)))
  }
}
