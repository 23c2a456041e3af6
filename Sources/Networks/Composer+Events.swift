import Diagnostics
import Formulas

extension Composer {
  mutating func addEvent(_ statement: EventStatement, in scope: Int) {
    let reference = statement.id ?? freeName("_E", \.unnamedEvents, in: scope, at: statement.place)
    guard let index = newElement(.event, reference, in: scope) else { return }
    var event = EventData(
      statement: statement, trigger: scoped(statement.trigger, in: scope),
      delay: statement.delay.map { scoped($0, in: scope) },
      priority: statement.priority.map { scoped($0, in: scope) }, assignments: [])
    var seen: Set<Int> = []
    for assignment in statement.assignments {
      guard let own = ownTarget(assignment.target, in: scope) else { continue }
      if !seen.insert(root(own)).inserted {
        report(.assignedTwice(assignment.target.name, event: reference.name), at: assignment.target.place)
        continue
      }
      event.assignments.append(scoped(assignment.expression, in: scope, for: own))
    }
    elements[index].event = event
  }

  /// The elements that events change.
  func changedByEvents() -> Set<Int> {
    var changed: Set<Int> = []
    for element in elements where !element.isDeleted {
      for assignment in element.event?.assignments ?? [] { changed.insert(root(assignment.target)) }
    }
    return changed
  }

  mutating func emitEvent(_ element: Element, _ data: EventData, _ id: String, into network: inout Network) {
    guard let trigger = resolved(data.trigger, of: id) else { return }
    let scope = data.trigger.scope
    let statement = data.statement
    let delay = data.delay.flatMap { resolved($0, of: id) }.map { scaled($0, by: scopes[scope].time) }
    var assignments: [Event.Assignment] = []
    for (written, assignment) in zip(statement.assignments, data.assignments) {
      let index = root(assignment.target)
      let target = elements[index]
      if target.isDeleted { continue }
      if let problem = unassignable(target, written.target, in: scope) {
        report(problem, at: written.target.place)
        continue
      }
      guard let formula = resolved(assignment, of: id) else { continue }
      assignments.append(
        .init(finalName(index), scaled(formula, by: conversion(of: assignment.target).inverse)))
    }
    network.events.append(
      Event(
        id: id, trigger: trigger, startsTrue: statement.startsTrue, isPersistent: statement.isPersistent, delay: delay,
        priority: data.priority.flatMap { resolved($0, of: id) },
        usesTriggerTimeValues: statement.usesTriggerTimeValues, assignments: assignments, place: element.place))
  }

  /// Why an event cannot change this; nil when it can.
  private func unassignable(_ target: Element, _ reference: Reference, in scope: Int) -> NetworkProblem? {
    guard target.isDefined else { return .unknownName(reference.name) }
    switch target.kind {
    case .reaction, .event, .rule, .interaction:
      return .wrongKind(reference.name, is: target.kind?.rawValue ?? "", needed: "quantity")
    default: break
    }
    if case .assignment = target.value { return .eventOnRule(reference.name) }
    // On a species, `const` means a boundary.
    if let word = target.isConstant, word.value, word.scope == scope, target.kind != .species {
      return .eventOnConstant(reference.name)
    }
    return nil
  }
}
