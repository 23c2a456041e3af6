import Diagnostics
import Formulas
import Networks

/// Makes the nodes of a network's quantities, each once, in the order of their dependence.
///
/// Every quantity has two meanings: its value while time runs and its value at the start. A constant that is computed
/// from others means its value at the start in both.
struct QuantityNodes {
  enum Moment: Int {
    case running, start
  }
  private struct Goal {
    var quantity: Int
    var moment: Moment
    var key: Int { quantity * 2 + moment.rawValue }
  }
  private enum Mark { case untouched, open, done }

  let table: QuantityTable
  var graph = Graph()
  private var translator: FormulaTranslator
  private var nodes: [Node?]
  private var marks: [Mark]
  /// Slot of the quantity's leaf: a parameter, an input or a state, by role.
  private let slots: [Int]
  private let runningTime: Node
  private let startTime: Node

  init(table: QuantityTable, slots: [Int], functions: [FunctionDefinition]) {
    self.table = table
    self.slots = slots
    translator = FormulaTranslator(functions: functions)
    nodes = Array(repeating: nil, count: table.quantities.count * 2)
    marks = Array(repeating: .untouched, count: table.quantities.count * 2)
    runningTime = graph.time()
    startTime = graph.constant(0)
  }

  /// The node of a quantity: of a species' concentration or amount, as its name means it.
  mutating func node(of quantity: Int, at moment: Moment) throws -> Node {
    let goal = Goal(quantity: quantity, moment: moment)
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
    return nodes[goal.key] ?? startTime
  }

  /// The node of a formula over quantities.
  mutating func node(_ formula: Formula, at moment: Moment, place: SourcePlace?) throws -> Node {
    for name in formula.symbolsInOrder { _ = try node(of: table.find(name, place), at: moment) }
    return try translate(formula, moment, place)
  }

  /// The total of a species: its name's value times the compartment's size where the name means a concentration.
  mutating func startAmount(of index: Int) throws -> Node {
    let quantity = table.quantities[index]
    if case .amount(let amount) = quantity.start { return graph.constant(amount) }
    let value = try node(of: index, at: .start)
    guard quantity.isConcentration, case .species(_, let compartment) = quantity.kind else { return value }
    return graph.multiply(value, try node(of: compartment, at: .start))
  }

  /// Names that a quantity depends on at once while time runs, for the matching of algebraic rules.
  func runningDependencies(of quantity: Int) throws -> [Int] {
    try dependencies(of: Goal(quantity: quantity, moment: .running)).filter { $0.moment == .running }.map(\.quantity)
  }

  private func dependencies(of goal: Goal) throws -> [Goal] {
    let quantity = table.quantities[goal.quantity]
    func goals(_ formula: Formula) throws -> [Goal] {
      try formula.symbolsInOrder.map { Goal(quantity: try table.find($0, quantity.place), moment: goal.moment) }
    }
    switch (quantity.role, goal.moment) {
    case (.parameter, _), (.rate, .running), (.algebraic, .running), (.input, .running): return []
    case (.assignment(let formula), _), (.law(let formula), _): return try goals(formula)
    case (.constant, .running): return [Goal(quantity: goal.quantity, moment: .start)]
    case (.amount, .running): return compartment(of: quantity, goal.moment)
    case (_, .start):
      switch quantity.start {
      case .formula(let formula): return try goals(formula)
      case .amount: return compartment(of: quantity, goal.moment)
      case .none, .value: return []
      }
    }
  }

  private func compartment(of quantity: Quantity, _ moment: Moment) -> [Goal] {
    guard quantity.isConcentration, case .species(_, let compartment) = quantity.kind else { return [] }
    return [Goal(quantity: compartment, moment: moment)]
  }

  private mutating func make(_ goal: Goal) throws -> Node {
    let quantity = table.quantities[goal.quantity]
    let slot = slots[goal.quantity]
    switch (quantity.role, goal.moment) {
    case (.parameter, _): return graph.parameter(slot)
    case (.rate, .running), (.algebraic, .running): return graph.state(slot)
    case (.input, .running): return graph.input(slot)
    case (.assignment(let formula), _), (.law(let formula), _):
      return try translate(formula, goal.moment, quantity.place)
    case (.constant, .running): return known(goal.quantity, .start)
    case (.amount, .running):
      let amount = graph.state(slot)
      guard quantity.isConcentration, case .species(_, let compartment) = quantity.kind else { return amount }
      return graph.divide(amount, known(compartment, .running))
    case (_, .start):
      switch quantity.start {
      case .value(let value): return graph.constant(value)
      case .formula(let formula): return try translate(formula, .start, quantity.place)
      case .amount(let amount):
        guard case .species(_, let compartment) = quantity.kind else { return graph.constant(amount) }
        return graph.divide(graph.constant(amount), known(compartment, .start))
      case .none:
        // A species that is given nothing is not there; the start of an algebraic variable is only a first guess.
        if case .species = quantity.kind { return graph.constant(0) }
        if case .algebraic = quantity.role { return graph.constant(0) }
        throw EquationError.noValue(quantity.name, quantity.place)
      }
    }
  }

  private func known(_ quantity: Int, _ moment: Moment) -> Node {
    nodes[Goal(quantity: quantity, moment: moment).key] ?? startTime
  }

  private mutating func translate(_ formula: Formula, _ moment: Moment, _ place: SourcePlace?) throws -> Node {
    let (table, nodes) = (table, nodes)
    let scope = FormulaTranslator.Scope(time: moment == .running ? runningTime : startTime) { name in
      let quantity = try table.find(name, place)
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

extension Formula {
  /// The names that the formula uses, each once, in the order of their first use; without recursion.
  var symbolsInOrder: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    var pending = [self]
    while let formula = pending.popLast() {
      switch formula {
      case .symbol(let name): if seen.insert(name).inserted { names.append(name) }
      case .apply(_, let operands), .call(_, let operands): pending += operands.reversed()
      case .number, .time: break
      }
    }
    return names
  }
}
