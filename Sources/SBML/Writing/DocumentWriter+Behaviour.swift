import Formulas
import Networks

extension DocumentWriter {
  func writeInitialAssignments(to xml: inout XMLText) throws {
    let computed = references.computed.filter(\.isConstant)
    guard !network.initialAssignments.isEmpty || !computed.isEmpty else { return }
    try xml.element("listOfInitialAssignments") { xml in
      let own = network.initialAssignments.map { (names.element($0.target), $0.formula) }
      for (symbol, formula) in own + computed.map({ ($0.id, $0.formula) }) {
        try xml.element("initialAssignment", ["symbol": symbol]) { try math.write(formula, to: &$0) }
      }
    }
  }

  func writeRules(to xml: inout XMLText) throws {
    let computed = references.computed.filter { !$0.isConstant }
    guard !network.rules.isEmpty || !computed.isEmpty else { return }
    try xml.element("listOfRules") { xml in
      for rule in network.rules {
        let (tag, variable): (String, String?) =
          switch rule.kind {
          case .rate(let target): ("rateRule", names.element(target))
          case .assignment(let target): ("assignmentRule", names.element(target))
          case .algebraic: ("algebraicRule", nil)
          }
        try xml.element(tag, ["variable": variable]) { try math.write(rule.formula, to: &$0) }
      }
      for (id, formula, _) in computed {
        try xml.element("assignmentRule", ["variable": id]) { try math.write(formula, to: &$0) }
      }
    }
  }

  func writeReactions(to xml: inout XMLText) throws {
    guard !network.reactions.isEmpty else { return }
    let species = Set(network.species.map(\.id))
    try xml.element("listOfReactions") { xml in
      for (index, reaction) in network.reactions.enumerated() {
        let id = names.element(reaction.id)
        let entry = annotations[reaction.id]
        let forms = references.forms[index]
        try write(
          "reaction",
          [
            "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
            "reversible": "\(reaction.isReversible)",
          ], entry, id: id, to: &xml
        ) { xml in
          write("listOfReactants", Array(zip(reaction.reactants, forms)), to: &xml)
          write("listOfProducts", Array(zip(reaction.products, forms.dropFirst(reaction.reactants.count))), to: &xml)
          writeModifiers(of: reaction, species: species, to: &xml)
          try xml.element("kineticLaw") { try math.write(reaction.law, to: &$0) }
        }
      }
    }
  }

  private func write(
    _ list: String, _ participants: [(Reaction.Participant, SpeciesReferences.Form)], to xml: inout XMLText
  ) {
    if participants.isEmpty { return }
    xml.element(list) { xml in
      for (participant, form) in participants {
        let species = names.element(participant.species)
        switch form {
        case .number(let value):
          xml.element(
            "speciesReference", ["species": species, "stoichiometry": value.xmlText, "constant": "true"])
        case .named(let parameter):
          let id = names.element(parameter.id)
          let entry = annotations[parameter.id]
          write(
            "speciesReference",
            [
              "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name, "species": species,
              "stoichiometry": parameter.value?.xmlText, "constant": stays(parameter.id, parameter.isConstant),
            ], entry, id: id, to: &xml)
        case .computed(let id, _, let isConstant):
          xml.element("speciesReference", ["id": id, "species": species, "constant": "\(isConstant)"])
        }
      }
    }
  }

  /// Every species of a rate law that takes no part in the reaction has to be listed, besides the network's modifiers.
  private func writeModifiers(of reaction: Reaction, species: Set<String>, to xml: inout XMLText) {
    var seen = Set((reaction.reactants + reaction.products).map(\.species))
    var modifiers: [String] = []
    for name in reaction.modifiers where seen.insert(name).inserted || !modifiers.contains(name) {
      modifiers.append(name)
    }
    reaction.law.forEachSymbol { name in
      if species.contains(name), seen.insert(name).inserted { modifiers.append(name) }
    }
    if modifiers.isEmpty { return }
    xml.element("listOfModifiers") { xml in
      for name in modifiers { xml.element("modifierSpeciesReference", ["species": names.element(name)]) }
    }
  }

  func writeEvents(to xml: inout XMLText) throws {
    guard !network.events.isEmpty else { return }
    try xml.element("listOfEvents") { xml in
      for event in network.events {
        let id = names.element(event.id)
        let entry = annotations[event.id]
        try write(
          "event",
          [
            "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
            "useValuesFromTriggerTime": "\(event.usesTriggerTimeValues)",
          ], entry, id: id, to: &xml
        ) { xml in
          try xml.element(
            "trigger", ["initialValue": "\(event.startsTrue)", "persistent": "\(event.isPersistent)"]
          ) { try math.write(event.trigger, to: &$0) }
          if let delay = event.delay { try xml.element("delay") { try math.write(delay, to: &$0) } }
          if let priority = event.priority { try xml.element("priority") { try math.write(priority, to: &$0) } }
          if event.assignments.isEmpty { return }
          try xml.element("listOfEventAssignments") { xml in
            for assignment in event.assignments {
              try xml.element("eventAssignment", ["variable": names.element(assignment.target)]) {
                try math.write(assignment.formula, to: &$0)
              }
            }
          }
        }
      }
    }
  }
}
