import Diagnostics
import Formulas

extension NetworkValidator {
  /// Reports assignment rules (with reaction rates they use) that need each other, and the same at the start, where
  /// initial assignments take part.
  mutating func checkCycles() {
    var always: [String: Formula] = [:]
    for reaction in network.reactions { always[reaction.id] = reaction.law }
    for rule in network.rules {
      if case .assignment(let target) = rule.kind { always[target] = rule.formula }
    }
    if usesRates { addRates(to: &always) }
    var formulas = always
    for assignment in network.initialAssignments { formulas[assignment.target] = assignment.formula }
    guard let cycle = Self.cycle(in: formulas) else { return }
    if let assignment = network.initialAssignments.first(where: { cycle.contains($0.target) }) {
      report(.cycle(cycle), at: assignment.place, hint: "these formulas give values at the start")
    } else {
      let places = cycle.compactMap { name in
        let name = name.hasSuffix("'") ? String(name.dropLast()) : name
        return rules[name]?.place ?? network.reactions.first { $0.id == name }?.place
      }
      report(.cycle(cycle), at: places.first)
    }
  }

  /// Whether any formula mentions a rate of change.
  private var usesRates: Bool {
    func mentions(_ formula: Formula) -> Bool {
      if case .apply(.rateOf, _) = formula { return true }
      return formula.operands.contains(where: mentions)
    }
    return network.rules.contains { mentions($0.formula) } || network.reactions.contains { mentions($0.law) }
      || network.initialAssignments.contains { mentions($0.formula) }
  }

  /// Adds the formulas of rates of change, under the quantity's name with a stroke.
  private func addRates(to formulas: inout [String: Formula]) {
    for rule in network.rules {
      if case .rate(let target) = rule.kind { formulas[target + "'"] = rule.formula }
    }
    var laws: [String: [Formula]] = [:]
    for reaction in network.reactions {
      for participant in reaction.reactants + reaction.products {
        laws[participant.species, default: []].append(.symbol(reaction.id))
      }
    }
    for species in network.species where !species.isBoundary {
      if let laws = laws[species.id] { formulas[species.id + "'"] = .apply(.add, laws) }
    }
  }

  /// Calls `visit` with what a formula's value depends on.
  private static func forEachDependency(of formula: Formula, _ visit: (String) -> Void) {
    switch formula {
    case .symbol(let name): visit(name)
    case .apply(.rateOf, let operands):
      if case .symbol(let name) = operands.first { visit(name + "'") }
    default:
      for operand in formula.operands { forEachDependency(of: operand, visit) }
    }
  }

  /// Reports functions that call each other.
  mutating func checkFunctions() {
    var calls: [String: Set<String>] = [:]
    for function in network.functions {
      var called: Set<String> = []
      function.body.forEachCall { name, _ in called.insert(name) }
      calls[function.id] = called
    }
    if let cycle = Self.cycle(among: calls.keys.sorted(), { (calls[$0] ?? []).filter { calls[$0] != nil }.sorted() }) {
      report(.recursiveFunction(cycle), at: network.functions.first { $0.id == cycle[0] }?.place)
    }
  }

  private static func cycle(in formulas: [String: Formula]) -> [String]? {
    cycle(among: formulas.keys.sorted()) { name in
      var dependencies: [String] = []
      guard let formula = formulas[name] else { return [] }
      forEachDependency(of: formula) { if formulas[$0] != nil { dependencies.append($0) } }
      return dependencies
    }
  }

  /// A circle of dependencies, its first name repeated at the end; nil when there is none.
  ///
  /// Depth-first over an explicit stack: chains of rules may be long.
  private static func cycle(among names: [String], _ dependencies: (String) -> [String]) -> [String]? {
    enum Mark { case open, closed }
    var marks: [String: Mark] = [:]
    for start in names where marks[start] == nil {
      var path: [(name: String, next: [String])] = []
      marks[start] = .open
      path.append((start, dependencies(start)))
      while let (name, next) = path.last {
        guard let dependency = next.last else {
          marks[name] = .closed
          path.removeLast()
          continue
        }
        path[path.count - 1].next.removeLast()
        switch marks[dependency] {
        case .closed: break
        case .open:
          let names = path.map(\.name)
          return Self.closed(Array(names[(names.firstIndex(of: dependency) ?? 0)...]))
        case nil:
          marks[dependency] = .open
          path.append((dependency, dependencies(dependency)))
        }
      }
    }
    return nil
  }

  /// A circle as a message shows it: from its first name in the alphabet, which stands again at the end.
  private static func closed(_ circle: [String]) -> [String] {
    let start = circle.indices.min { circle[$0] < circle[$1] } ?? 0
    return Array(circle[start...]) + Array(circle[...start])
  }
}
