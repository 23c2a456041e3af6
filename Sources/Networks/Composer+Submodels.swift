import Diagnostics
import Formulas

extension Composer {
  mutating func makeSubmodel(_ statement: SubmodelStatement, in scope: Int) throws {
    let reference = statement.module
    guard let module = library.modules[reference.name] else {
      return report(
        .unknownModule(reference.name), at: reference.place,
        hint: NearestName.hint(reference.name, among: library.modules.keys))
    }
    let name = statement.name ?? freeName("_sys", \.unnamedSubmodels, in: scope, at: reference.place)
    if scopes[scope].submodels[name.name] != nil || scopes[scope].names[name.name] != nil {
      return report(.duplicate(name.name, firstLine: nil), at: name.place)
    }
    let time = scopes[scope].time * factor(statement.timeFactor, in: scope)
    let extent = scopes[scope].extent * factor(statement.extentFactor, in: scope)
    let compartment = statement.compartment.flatMap { place($0, in: scope) }
    let inner = try compose(
      module, path: scopes[scope].path + name.name + ".", in: scope, at: reference.place
    ) {
      $0.time = time
      $0.extent = extent
      $0.compartment = compartment
    }
    scopes[scope].submodels[name.name] = inner
    if statement.arguments.count > module.ports.count {
      report(
        .tooManyArguments(module: module.name, ports: module.ports.count, given: statement.arguments.count),
        at: reference.place,
        hint: module.ports.isEmpty ? nil : "its ports: \(module.ports.map(\.name).joined(separator: ", "))")
    }
    for (port, argument) in zip(module.ports, statement.arguments) {
      guard let own = scopes[inner].names[port.name] else { continue }
      switch argument {
      case .reference(let outer):
        if let other = ownTarget(outer, in: scope) { join(own, other, in: scope, at: outer.place) }
      case .value(let expression):
        let value = scoped(expression, in: scope, for: own)
        if case .assignment = elements[root(own)].value {
          report(.valueAfterRule("\(name.name).\(port.name)"), at: expression.place)
        } else {
          elements[root(own)].value = .initial(value)
        }
      }
    }
  }

  /// `delete A.x`: an element of a submodel, or a submodel of a submodel, goes.
  mutating func delete(_ reference: Reference, in scope: Int) {
    guard reference.name.contains(".") else {
      return report(
        .notDeletable(reference.name, reason: "only elements of submodels can be deleted"), at: reference.place)
    }
    if let (outer, last) = findScope(reference.name, in: scope), let inner = scopes[outer].submodels[last] {
      if scopes[inner].isDeleted { return report(.deleted(reference.name), at: reference.place) }
      scopes[inner].isDeleted = true
      let own = scopes[inner].elements
      for index in own where own.contains(root(index)) { elements[root(index)].isDeleted = true }
      return
    }
    guard let own = ownTarget(reference, in: scope) else { return }
    guard links[own] == own, named[own] == own else {
      return report(
        .notDeletable(reference.name, reason: "it is one with \"\(finalName(own))\""), at: reference.place)
    }
    elements[own].isDeleted = true
  }
}
