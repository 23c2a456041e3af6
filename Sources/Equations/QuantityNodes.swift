import Diagnostics
import Formulas
import Networks

/// Makes the nodes of a network's quantities, each once, in the order of their dependence.
///
/// Every quantity has six meanings: its value and its rate of change, while time runs, at the start and before it. What
/// has no rule was before the start what its initial assignment says of that time. A constant that is computed from
/// others means its value at the start in all.
struct QuantityNodes {
  enum Moment: Int {
    case running, start, past
  }
  enum Aspect: Int {
    case value, rate
  }
  struct Goal {
    var quantity: Int
    var aspect: Aspect = .value
    var moment: Moment
    var key: Int { quantity * 6 + aspect.rawValue * 3 + moment.rawValue }
  }
  private enum Mark { case untouched, open, done }

  let table: QuantityTable
  var graph = Graph()
  var translator: FormulaTranslator
  /// Delays that were met and whose nodes are not made yet, by slot.
  var delays = DelayList()
  private let expansion: CourseExpansion
  private var nodes: [Node?]
  private var marks: [Mark]
  /// Slot of the quantity's leaf: a parameter, an input or a state (of a fast reaction: its extent), by role.
  let slots: [Int]
  private let runningTime: Node
  private let startTime: Node

  init(table: QuantityTable, slots: [Int], functions: [FunctionDefinition]) {
    self.table = table
    self.slots = slots
    translator = FormulaTranslator(functions: functions)
    expansion = CourseExpansion(functions: functions)
    nodes = Array(repeating: nil, count: table.quantities.count * 6)
    marks = Array(repeating: .untouched, count: table.quantities.count * 6)
    runningTime = graph.time()
    startTime = graph.constant(0)
  }

  /// The node of a quantity: of a species' concentration or amount, as its name means it.
  mutating func node(of quantity: Int, at moment: Moment) throws -> Node {
    try node(of: Goal(quantity: quantity, moment: moment))
  }

  mutating func node(of goal: Goal) throws -> Node {
    if let known = nodes[goal.key] { return known }
    var stack = [goal]
    do {
      while let current = stack.last {
        if marks[current.key] == .untouched {
          marks[current.key] = .open
          let waiting = try dependencies(of: current).filter { marks[$0.key] != .done }
          if let circle = waiting.first(where: { marks[$0.key] == .open }) { throw loop(circle, stack) }
          stack += waiting.reversed()
          if !waiting.isEmpty { continue }
        }
        stack.removeLast()
        guard marks[current.key] == .open else { continue }
        nodes[current.key] = try make(current)
        marks[current.key] = .done
      }
    } catch {
      for goal in stack where marks[goal.key] == .open { marks[goal.key] = .untouched }
      throw error
    }
    return known(goal)
  }

  /// The node of a formula over quantities.
  mutating func node(_ formula: Formula, at moment: Moment, place: SourcePlace?) throws -> Node {
    for goal in try goals(of: formula, moment, place) { _ = try node(of: goal) }
    return try translate(formula, moment, place)
  }

  /// The total of a species: its name's value times the compartment's size where the name means a concentration.
  mutating func startAmount(of index: Int) throws -> Node {
    let quantity = table.quantities[index]
    if case .amount(let amount) = quantity.start { return graph.constant(amount) }
    let value = graph.number(try node(of: index, at: .start))
    guard let compartment = table.compartment(of: index) else { return value }
    return graph.multiply(value, graph.number(try node(of: compartment, at: .start)))
  }

  /// Names that a quantity depends on at once while time runs, for the matching of algebraic rules.
  func runningDependencies(of quantity: Int) throws -> [Int] {
    try dependencies(of: Goal(quantity: quantity, moment: .running)).filter { $0.moment == .running }.map(\.quantity)
  }

  func dependencies(of goal: Goal) throws -> [Goal] {
    if goal.aspect == .rate { return try rateDependencies(of: goal) }
    let quantity = table.quantities[goal.quantity]
    func goals(_ formula: Formula) throws -> [Goal] { try self.goals(of: formula, goal.moment, quantity.place) }
    switch (quantity.role, goal.moment) {
    case (.parameter, _), (.rate, .running), (.algebraic, .running): return []
    case (.algebraic(let formula), .start):
      return try goals(formula).filter { $0.quantity != goal.quantity } + guessGoals(of: goal.quantity)
    case (.algebraic, .past): return [Goal(quantity: goal.quantity, moment: .start)]
    case (.assignment(let formula), _), (.law(let formula), _): return try goals(formula)
    case (.solved(let formula), _): return try goals(formula).filter { $0.quantity != goal.quantity }
    case (.constant, .running), (.constant, .past): return [Goal(quantity: goal.quantity, moment: .start)]
    case (.input, .running):
      return table.compartmentOfHeldAmount(goal.quantity).map { [Goal(quantity: $0, moment: .running)] } ?? []
    case (.amount, .running):
      let size = table.compartment(of: goal.quantity).map { [Goal(quantity: $0, moment: .running)] } ?? []
      guard let fast = table.fastTerms[goal.quantity] else { return size }
      return try size + counts(of: fast, for: goal.quantity, .running)
    case (_, .start), (_, .past):
      switch quantity.start {
      case .formula(let formula): return try goals(formula)
      case .amount: return table.compartment(of: goal.quantity).map { [Goal(quantity: $0, moment: goal.moment)] } ?? []
      case .none, .value: return []
      }
    }
  }

  private mutating func make(_ goal: Goal) throws -> Node {
    if goal.aspect == .rate { return try makeRate(goal) }
    let quantity = table.quantities[goal.quantity]
    let slot = slots[goal.quantity]
    switch (quantity.role, goal.moment) {
    case (.parameter, _): return graph.parameter(slot)
    case (.rate, .running), (.algebraic, .running): return graph.state(slot)
    case (.input, .running):
      let held = graph.input(slot)
      guard let compartment = table.compartmentOfHeldAmount(goal.quantity) else { return held }
      return graph.divide(held, graph.number(known(compartment, .running)))
    case (.assignment(let formula), _), (.law(let formula), _):
      return try translate(formula, goal.moment, quantity.place)
    case (.solved(let formula), _): return try solve(formula, for: goal)
    case (.constant, .running), (.constant, .past): return known(goal.quantity, .start)
    case (.amount, .running):
      var amount = graph.state(slot)
      if let shift = try fastShift(of: goal.quantity) { amount = graph.add(amount, shift) }
      guard let compartment = table.compartment(of: goal.quantity) else { return amount }
      return graph.divide(amount, graph.number(known(compartment, .running)))
    case (.algebraic(let formula), .start): return try settle(formula, for: goal)
    case (.algebraic, .past): return known(goal.quantity, .start)
    case (_, .start), (_, .past):
      switch quantity.start {
      case .value(let value): return graph.constant(value)
      case .formula(let formula): return try translate(formula, goal.moment, quantity.place)
      case .amount(let amount):
        guard let compartment = table.compartment(of: goal.quantity) else { return graph.constant(amount) }
        return graph.divide(graph.constant(amount), graph.number(known(compartment, goal.moment)))
      case .none:
        // A species that is given nothing is not there.
        if case .species = quantity.kind { return graph.constant(0) }
        throw EquationError.noValue(quantity.name, quantity.place)
      }
    }
  }

  func known(_ goal: Goal) -> Node { nodes[goal.key] ?? startTime }

  func known(_ quantity: Int, _ moment: Moment) -> Node { known(Goal(quantity: quantity, moment: moment)) }

  /// Before the start the leaf stands for the time that is meant.
  func time(at moment: Moment) -> Node { moment == .start ? startTime : runningTime }

  /// What a formula's node needs: values of the names in it, rates of the names in `rateOf`. What is delayed has its
  /// nodes made later, so that a quantity may depend on its own past.
  func goals(of formula: Formula, _ moment: Moment, _ place: SourcePlace?) throws -> [Goal] {
    var seen: Set<Int> = []
    var result: [Goal] = []
    func add(_ goal: Goal) { if seen.insert(goal.key).inserted { result.append(goal) } }
    var pending = [(formula: try expansion.expanded(formula, place), moment: moment)]
    while let (formula, moment) = pending.popLast() {
      switch formula {
      case .number, .time: break
      case .symbol(let name): add(Goal(quantity: try table.find(name, place), moment: moment))
      case .apply(.rateOf, let operands):
        add(Goal(quantity: try rateTarget(operands, place), aspect: .rate, moment: moment))
      case .apply(.delay, let operands):
        if isImmediate(operands) {
          pending.append((operands[0], moment))
        } else if moment != .running {
          pending += [(operands[1], moment), (operands[0], .past)]
        }
      case .apply(_, let operands), .call(_, let operands): pending += operands.reversed().map { ($0, moment) }
      }
    }
    return result
  }

  private func rateTarget(_ operands: [Formula], _ place: SourcePlace?) throws -> Int {
    guard case .symbol(let name)? = operands.first else { throw EquationError.rateOfNoName(place) }
    return try table.find(name, place)
  }

  /// The node of a formula whose goals are made.
  ///
  /// - Parameter overriding: what some quantities mean instead.
  mutating func translate(
    _ formula: Formula, _ moment: Moment, _ place: SourcePlace?, overriding: [Int: Node] = [:], time: Node? = nil
  ) throws -> Node {
    let formula = try expansion.expanded(formula, place)
    var courses: [Formula: Node] = [:]
    for part in formula.courseParts where courses[part] == nil {
      switch part {
      case .apply(.rateOf, let operands):
        courses[part] = known(Goal(quantity: try rateTarget(operands, place), aspect: .rate, moment: moment))
      case .apply(_, let operands):
        if isImmediate(operands) {
          courses[part] = try translate(operands[0], moment, place, overriding: overriding, time: time)
        } else if moment == .running {
          courses[part] = graph.delayed(delays.slot(of: operands[0], by: operands[1], place))
        } else {
          let duration = graph.number(try translate(operands[1], moment, place))
          courses[part] = before(try translate(operands[0], .past, place), by: duration, at: moment)
        }
      default: break
      }
    }
    let (table, nodes) = (table, nodes)
    let scope = FormulaTranslator.Scope(time: time ?? self.time(at: moment), courses: courses) { name in
      let quantity = try table.find(name, place)
      if let node = overriding[quantity] { return node }
      guard let node = nodes[Goal(quantity: quantity, moment: moment).key] else {
        throw EquationError.noValue(name, place)
      }
      return node
    }
    return try translator.node(formula, in: scope, place: place, graph: &graph)
  }

  private func loop(_ circle: Goal, _ stack: [Goal]) -> EquationError {
    let open = stack.filter { marks[$0.key] == .open }.map(\.quantity)
    let start = open.firstIndex(of: circle.quantity) ?? 0
    let names = open[start...].map { table.quantities[$0].name } + [table.quantities[circle.quantity].name]
    return .loop(names, table.quantities[circle.quantity].place)
  }
}
