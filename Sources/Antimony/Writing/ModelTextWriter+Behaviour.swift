import Formulas
import Networks

extension ModelTextWriter {
  mutating func writeReactions() throws {
    let boundaries = Set(network.species.filter(\.isBoundary).map(\.id))
    let parameters = Set(network.parameters.map(\.id))
    let constants = Set(network.parameters.filter(\.isConstant).map(\.id))
    for reaction in network.reactions {
      func side(_ participants: [Reaction.Participant]) -> String {
        participants.map { participant in
          let species = (boundaries.contains(participant.species) ? "$" : "") + names.element(participant.species)
          switch participant.stoichiometry {
          case .number(1): return species
          case .number(let value) where value > 0 && value.isFinite: return "\(participant.stoichiometry) \(species)"
          case .symbol(let name) where parameters.contains(name): return "\(names.element(name)) \(species)"
          case let formula:
            let id = names.fresh("\(reaction.id)__\(participant.species)_stoichiometry")
            let isConstant = !formula.mentionsTime && formula.symbolNames.isSubset(of: constants)
            stoichiometries.append((id, formula, isConstant))
            return "\(id) \(species)"
          }
        }.joined(separator: " + ")
      }
      let arrow = reaction.isReversible ? "->" : "=>"
      let sides = [side(reaction.reactants), arrow, side(reaction.products)].filter { !$0.isEmpty }
      let id = names.element(reaction.id)
      line("\(id): \(sides.joined(separator: " ")); \(try text(of: reaction.law))")
      // Species of the rate are modifiers by themselves.
      let inLaw = reaction.law.symbolNames
      let idle = reaction.modifiers.filter { !inLaw.contains($0) }
      if !idle.isEmpty { line("\(idle.map { names.element($0) }.joined(separator: " + ")) -o \(id)") }
    }
    for (id, formula, isConstant) in stoichiometries {
      line("\(id) \(isConstant ? "=" : ":=") \(try text(of: formula))")
    }
    endSection("Reactions")
  }

  mutating func writeRules() throws {
    for rule in network.rules {
      let formula = try text(of: rule.formula)
      switch rule.kind {
      case .assignment(let target): line("\(names.element(target)) := \(formula)")
      case .rate(let target): line("\(names.element(target))' = \(formula)")
      case .algebraic: line("0 = \(formula)")
      }
    }
    endSection("Rules")
  }

  mutating func writeEvents() throws {
    for event in network.events {
      var text = "\(names.element(event.id)): at "
      if let delay = event.delay { text += "\(try self.text(of: delay)) after " }
      text += try self.text(of: event.trigger)
      if let priority = event.priority { text += ", priority = \(try self.text(of: priority))" }
      // What is not said is true.
      for (option, value) in [
        ("t0", event.startsTrue), ("persistent", event.isPersistent), ("fromTrigger", event.usesTriggerTimeValues),
      ] where !value {
        text += ", \(option) = false"
      }
      let assignments = try event.assignments.map { "\(names.element($0.target)) = \(try self.text(of: $0.formula))" }
      line("\(text): \(assignments.joined(separator: ", "))")
    }
    endSection("Events")
  }

  mutating func writeAnnotations() {
    let elements = Set(network.elementNames)
    for annotation in network.annotations {
      let isModel = annotation.element == network.name && !elements.contains(annotation.element)
      guard isModel || elements.contains(annotation.element) else {
        losses.append("the annotation \(annotation.qualifier) of \"\(annotation.element)\"")
        continue
      }
      if isModel, annotation.qualifier == "is" {
        losses.append("that the model is shown as \(quoted(annotation.resources.first ?? ""))")
        continue
      }
      let element = isModel ? "model" : names.element(annotation.element)
      if annotation.qualifier == "sboTerm" {
        line("\(element).sboTerm = \(annotation.resources.first ?? "")")
      } else {
        let texts = annotation.resources.map(quoted).joined(separator: ", ")
        line("\(element) \(annotation.qualifier) \(texts)")
      }
    }
    endSection("Annotations")
  }

  /// A text between quotes, or between three backquotes when it holds quotes or has several lines.
  private func quoted(_ text: String) -> String {
    if !text.contains("\"") && !text.contains(where: \.isNewline) { return "\"\(text)\"" }
    return "```\(text.replacing("```", with: "'''"))```"
  }
}
