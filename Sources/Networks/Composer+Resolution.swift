import Diagnostics
import Formulas

extension Composer {
  /// The formula with every name replaced by its name in the flat network, and time, rates and converted quantities
  /// taken in the units of the formula's scope. Unknown names are reported; nil (with a warning) when the formula
  /// mentions something deleted.
  mutating func resolved(_ scoped: ScopedExpression, of owner: String) -> Formula? {
    let uses = scoped.expression.uses
    let isTimeConverted = !scopes[scoped.scope].time.isOne
    var renamed: [(from: String, to: Formula)] = []
    var isConverted = isTimeConverted
    for (use, element) in zip(uses, scoped.elements) {
      guard use.argumentCount == nil else {
        checkCall(use)
        if isTimeConverted, functionsOfTime.contains(use.name) {
          report(.timeInFunction(use.name, scopes[scoped.scope].path), at: use.place)
        }
        continue
      }
      let own = element >= 0 ? element : findOwn(use.name, in: scoped.scope)
      guard let own, elements[root(own)].isDefined else {
        reportUnknown(use.name, in: scoped.scope, at: use.place)
        continue
      }
      let index = root(own)
      if elements[index].isDeleted {
        warn(.lostWithDeleted(owner, deleted: elements[own].id), at: scoped.expression.place)
        return nil
      }
      switch elements[index].kind {
      case .event, .rule, .interaction:
        report(
          .wrongKind(use.name, is: elements[index].kind?.rawValue ?? "", needed: "quantity"), at: use.place)
        continue
      default: break
      }
      let product =
        elements[index].kind == .reaction ? rateConversion(of: own, in: scoped.scope) : conversion(of: own)
      let name = elements[named[index]].id
      if product.isOne {
        if name != use.name { renamed.append((use.name, .symbol(name))) }
      } else {
        isConverted = true
        renamed.append((use.name, scaled(.symbol(name), by: product)))
      }
    }
    let formula = scoped.expression.formula
    if isConverted {
      let table = Dictionary(renamed.map { ($0.from, $0.to) }, uniquingKeysWith: { first, _ in first })
      return converted(formula, table, scopes[scoped.scope].time)
    }
    if renamed.isEmpty { return formula }
    if renamed.count <= 16 {
      return formula.replacingSymbols { name in renamed.first { $0.from == name }?.to }
    }
    let table = Dictionary(renamed.map { ($0.from, $0.to) }, uniquingKeysWith: { first, _ in first })
    return formula.replacingSymbols { table[$0] }
  }

  /// Replaces names; time is divided by `factor`, delays and rates of change are multiplied by it.
  private func converted(_ formula: Formula, _ names: [String: Formula], _ factor: FactorProduct) -> Formula {
    switch formula {
    case .number: return formula
    case .symbol(let name): return names[name] ?? formula
    case .time: return scaled(.time, by: factor.inverse)
    case .apply(.delay, let operands) where operands.count == 2:
      let parts = operands.map { converted($0, names, factor) }
      return .apply(.delay, [parts[0], scaled(parts[1], by: factor)])
    case .apply(.rateOf, let operands) where operands.count == 1:
      return scaled(rate(of: converted(operands[0], names, factor)), by: factor)
    case .apply, .call:
      return formula.with(operands: formula.operands.map { converted($0, names, factor) })
    }
  }

  /// The rate of change of a quantity that is a name times and over constants.
  private func rate(of formula: Formula) -> Formula {
    guard case .apply(_, let operands) = formula, let first = operands.first else { return .apply(.rateOf, [formula]) }
    return formula.with(operands: [rate(of: first)] + operands.dropFirst())
  }

  /// Functions whose bodies mention time, themselves or through others.
  static func functionsOfTime(_ functions: [String: FunctionDefinition]) -> Set<String> {
    func mentions(_ formula: Formula) -> Bool {
      switch formula {
      case .time, .apply(.delay, _), .apply(.rateOf, _): true
      default: formula.operands.contains(where: mentions)
      }
    }
    var found = Set(functions.values.filter { mentions($0.body) }.map(\.id))
    var count = -1
    while count != found.count {
      count = found.count
      for function in functions.values where !found.contains(function.id) {
        function.body.forEachCall { name, _ in if found.contains(name) { found.insert(function.id) } }
      }
    }
    return found
  }
}
