import Formulas
import Networks

/// How the participants of reactions are written: which have an identifier, and what sets it.
struct SpeciesReferences {
  enum Form {
    case number(Double)
    /// The network's own named stoichiometry.
    case named(Parameter)
    /// An identifier made for a formula: constant when the formula is.
    case computed(id: String, formula: Formula, isConstant: Bool)
  }

  /// By reaction, its reactants and then its products.
  private(set) var forms: [[Form]] = []
  /// Parameters of the network that are identifiers of species references.
  private(set) var parameters: Set<String> = []

  init(of network: Network, names: inout FlatNames) {
    var named: [String: Parameter] = [:]
    for parameter in network.parameters where parameter.isStoichiometry { named[parameter.id] = parameter }
    let changed = Set(network.rules.compactMap(\.target) + network.events.flatMap { $0.assignments.map(\.target) })
    let constants = Set(
      network.parameters.filter { $0.isConstant && !changed.contains($0.id) }.map(\.id)
        + network.compartments.filter { $0.isConstant && !changed.contains($0.id) }.map(\.id))
    for reaction in network.reactions {
      forms.append(
        (reaction.reactants + reaction.products).map { participant in
          if let number = participant.number { return .number(number) }
          if case .symbol(let id) = participant.stoichiometry, let parameter = named.removeValue(forKey: id) {
            parameters.insert(id)
            return .named(parameter)
          }
          let formula = participant.stoichiometry
          return .computed(
            id: names.fresh("\(reaction.id)__\(participant.species)_stoichiometry"), formula: formula,
            isConstant: !formula.mentionsTime && formula.symbolNames.isSubset(of: constants))
        })
    }
  }

  /// The identifiers made here, with the formulas that set them.
  var computed: [(id: String, formula: Formula, isConstant: Bool)] {
    forms.joined().compactMap { form in
      if case .computed(let id, let formula, let isConstant) = form { (id, formula, isConstant) } else { nil }
    }
  }
}
