import Diagnostics
import Formulas
import Networks

extension ModelReader {
  mutating func readReactions() throws {
    for reaction in model.list(.reaction, count: .reactionCount) {
      let id = reaction.text(.reactionId)
      let place = place(reaction)
      let reactants = try participants(reaction.list(.reactant, count: .reactantCount), of: id)
      let products = try participants(reaction.list(.product, count: .productCount), of: id)
      network.reactions.append(
        Reaction(
          id: id, reactants: reactants, products: products,
          modifiers: reaction.list(.modifier, count: .modifierCount).map { $0.text(.referenceSpecies) },
          isReversible: reaction.flag(.reactionIsReversible), isFast: reaction.flag(.reactionIsFast),
          law: try law(of: reaction, id, at: place), place: place))
      annotate(reaction, id)
    }
  }

  /// The kinetic law; a reaction without one does not run.
  private mutating func law(of reaction: SBMLElement, _ id: String, at place: SourcePlace?) throws -> Formula {
    guard let law = reaction.child(.kineticLaw) else { return .number(0) }
    var renamed: [String: String] = [:]
    func add(_ local: String, _ value: Double?, _ unit: Unit?, _ place: SourcePlace?) {
      renamed[local] = "\(id).\(local)"
      network.parameters.append(
        Parameter(id: "\(id).\(local)", value: value ?? .nan, isConstant: true, unit: unit, place: place))
    }
    if level < 3 {
      for local in law.list(.lawParameter, count: .lawParameterCount) {
        add(
          local.text(.parameterId), local.flag(.parameterIsSetValue) ? local.number(.parameterValue) : nil,
          unit(named: local.text(.parameterUnits)), self.place(local))
      }
    } else {
      for local in law.list(.lawLocalParameter, count: .lawLocalParameterCount) {
        add(
          local.text(.localId), local.flag(.localIsSetValue) ? local.number(.localValue) : nil,
          unit(named: local.text(.localUnits)), self.place(local))
      }
    }
    return try formula(law.child(.lawMath), of: id, at: self.place(law) ?? place, renaming: renamed) ?? .number(0)
  }

  private mutating func participants(
    _ references: [SBMLElement], of reaction: String
  ) throws -> [Reaction.Participant] {
    try references.map { reference in
      Reaction.Participant(reference.text(.referenceSpecies), try stoichiometry(of: reference, in: reaction))
    }
  }

  private mutating func stoichiometry(of reference: SBMLElement, in reaction: String) throws -> Formula {
    let place = place(reference)
    let number = reference.number(.stoichiometry)
    guard level >= 3 else {
      if let math = reference.child(.stoichiometryMath),
        let formula = try formula(math.child(.stoichiometryFormula), of: reaction, at: place)
      {
        return formula
      }
      return .number(number / (level == 1 ? Double(reference.whole(.referenceDenominator)) : 1))
    }
    let id = reference.text(.referenceId)
    let given = reference.flag(.referenceIsSetStoichiometry) ? number : nil
    guard !id.isEmpty else { return .number(given ?? .nan) }
    network.parameters.append(
      Parameter(
        id: id, value: ruled.contains(id) ? nil : given ?? (assigned.contains(id) ? nil : .nan),
        isConstant: reference.flag(.referenceIsConstant), isStoichiometry: true, place: place))
    annotate(reference, id)
    return .symbol(id)
  }

  // MARK: events

  mutating func readEvents() throws {
    for (position, event) in model.list(.event, count: .eventCount).enumerated() {
      let place = place(event)
      let id = event.text(.eventId).isEmpty ? freeName("_E\(position)") : event.text(.eventId)
      guard let trigger = event.child(.trigger),
        let condition = try formula(trigger.child(.triggerMath), of: id, at: place)
      else {
        warn("the event \"\(id)\" has no trigger and never happens", place)
        continue
      }
      var assignments: [Event.Assignment] = []
      for assignment in event.list(.assignment, count: .assignmentCount) {
        let target = assignment.text(.assignmentVariable)
        guard let value = try formula(assignment.child(.assignmentMath), of: id, at: self.place(assignment)) else {
          continue
        }
        assignments.append(Event.Assignment(target, value))
      }
      network.events.append(
        Event(
          id: id, trigger: condition,
          startsTrue: trigger.flag(.triggerIsSetInitialValue) ? trigger.flag(.triggerStartsTrue) : true,
          isPersistent: trigger.flag(.triggerIsSetPersistent) ? trigger.flag(.triggerIsPersistent) : true,
          delay: try event.child(.delay).flatMap { try formula($0.child(.delayMath), of: id, at: place) },
          priority: try event.child(.priority).flatMap { try formula($0.child(.priorityMath), of: id, at: place) },
          usesTriggerTimeValues: event.flag(.eventIsSetUsesTriggerTimeValues)
            ? event.flag(.eventUsesTriggerTimeValues) : true,
          assignments: assignments, place: place))
      annotate(event, id)
    }
  }

  /// A name for an element without one.
  private func freeName(_ wish: String) -> String {
    let names = Set(
      network.compartments.map(\.id) + network.species.map(\.id) + network.parameters.map(\.id)
        + network.reactions.map(\.id) + network.events.map(\.id))
    var name = wish
    while names.contains(name) { name += "_" }
    return name
  }
}
