import Diagnostics
import Formulas

extension Composer {
  /// The units that a module's text defines, looked up once per module.
  struct UnitTable {
    var definitions: [String: UnitExpression] = [:]
    var resolved: [String: Unit] = [:]
    var resolving: Set<String> = []
    var modelUnits: [Statement.ModelUnit: (unit: Unit, place: SourcePlace)] = [:]
  }

  /// Collects a module's unit definitions; a unit may be used above its definition.
  mutating func readUnits(of module: Module) -> UnitTable {
    var table = UnitTable()
    for definition in library.units { table.definitions[definition.name.name] = definition.expression }
    for statement in module.statements {
      if case .defineUnit(let name, let expression) = statement { table.definitions[name.name] = expression }
    }
    // The units that all models see are looked up with the first one, so that a wrong one is reported once.
    if unitTables.isEmpty {
      for definition in library.units { _ = resolve(definition.name.name, in: &table, at: definition.name.place) }
    }
    for statement in module.statements {
      switch statement {
      case .defineUnit(let name, _):
        guard let unit = resolve(name.name, in: &table, at: name.place) else { continue }
        // `unit volume = litre` is the model's unit of volume, as `volume_unit = litre` is.
        let word = name.name.hasSuffix("_unit") ? String(name.name.dropLast(5)) : name.name
        if let kind = Statement.ModelUnit(rawValue: word) { table.modelUnits[kind] = (unit, name.place) }
      case .modelUnit(let kind, let expression):
        if let unit = resolve(expression, in: &table) { table.modelUnits[kind] = (unit, expression.place) }
      default: break
      }
    }
    return table
  }

  private mutating func resolve(_ name: String, in table: inout UnitTable, at place: SourcePlace) -> Unit? {
    if let unit = table.resolved[name] { return unit }
    guard let expression = table.definitions[name] else { return nil }
    // `unit hour = 3600 second` is a definition; `unit gram = gram` names the known unit again.
    if expression.factors.count == 1, expression.factors[0].name == name { return Unit.named(name) }
    guard table.resolving.insert(name).inserted else {
      report(.incompatible("the unit \"\(name)\" is defined by itself"), at: place)
      return nil
    }
    defer { table.resolving.remove(name) }
    guard table.resolving.count <= Self.depthLimit, let unit = resolve(expression, in: &table) else { return nil }
    table.resolved[name] = unit.renamed(name)
    return unit.renamed(name)
  }

  private mutating func resolve(_ expression: UnitExpression, in table: inout UnitTable) -> Unit? {
    do {
      return try expression.resolve(
        in: library.texts[expression.place.file], declared: Array(table.definitions.keys)
      ) { name in
        guard let definition = table.definitions[name] else { return nil }
        if let unit = resolve(name, in: &table, at: definition.place) { return unit }
        // Its own definition has been reported already.
        return Unit.named(name) ?? .dimensionless
      }
    } catch let error as FormulaError {
      findings.report(error)
    } catch {
      report(.incompatible("the unit cannot be read"), at: expression.place)
    }
    return nil
  }

  /// The unit of a name that stands after a number.
  mutating func resolveUnit(named name: String, in scope: Int, at place: SourcePlace) -> Unit? {
    resolveUnit(
      UnitExpression(factors: [.init(name: name, power: 1, place: place)], text: name, place: place), in: scope)
  }

  mutating func resolveUnit(_ expression: UnitExpression, in scope: Int) -> Unit? {
    guard var table = unitTables[scopes[scope].module] else { return nil }
    return resolve(expression, in: &table)
  }

  /// `element has unit`
  mutating func measure(_ reference: Reference, _ expression: UnitExpression, in scope: Int) {
    guard let index = target(reference, in: scope), let unit = resolveUnit(expression, in: scope) else { return }
    elements[index].unit = unit
  }
}
