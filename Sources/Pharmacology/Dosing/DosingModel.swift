import Diagnostics
package import Equations
package import Networks

/// What a dosing table may name in a model.
package struct DosingModel: Sendable {
  /// A state that takes doses. Its number in tables is its position plus one.
  package struct Site: Sendable, Hashable {
    package var name: String
    /// Of an amount put into it.
    package var unit: String
  }

  /// In the model's order: every state that an algebraic rule does not determine.
  package let sites: [Site]
  /// Constants and piecewise constant inputs, parameters and compartments alike: what columns may set.
  let settable: Set<String>
  /// Those that are one number for a whole run.
  let constants: Set<String>
  /// What the network calls a parameter: a dose site's expressions are looked for among these.
  let parameterNames: Set<String>
  let observables: Set<String>
  let synonyms: [String: String]

  package init(system: EquationSystem, network: Network) {
    sites = system.states.filter { !$0.isAlgebraic }.map { Site(name: $0.name, unit: $0.unit) }
    let ruled = Set(network.rules.compactMap(\.kind.variable))
    let candidates = network.parameters.filter { !$0.isStoichiometry }.map(\.id) + network.compartments.map(\.id)
    settable = Set(candidates).subtracting(ruled).subtracting(system.states.map(\.name))
    constants = settable.intersection(system.parameters.map(\.name))
    parameterNames = Set(network.parameters.map(\.id))
    observables = Set(system.observables.map(\.name))
    synonyms = system.synonyms
  }

  /// The name that the model itself uses for a name or synonym.
  func resolved(_ name: String) -> String { synonyms[name] ?? name }

  /// The parameter that gives a property of a site: `F_depot` or, after the site's number, `F1`.
  ///
  /// - Parameter words: of the property, for example `ALAG` and `lag`; the first is also the numbered one's.
  /// - Throws: `InputError` when the model has several.
  func expression(_ words: [String], of site: Int) throws -> String? {
    let name = sites[site].name
    let start = name.lastIndex(of: ".").map { name.index(after: $0) } ?? name.startIndex
    let candidates = words.map { name[..<start] + $0 + "_" + name[start...] } + ["\(words[0])\(site + 1)"]
    let found = candidates.filter { parameterNames.contains(resolved($0)) }
    guard let first = found.first else { return nil }
    if let second = found.first(where: { resolved($0) != resolved(first) }) {
      throw InputError(
        "both \"\(first)\" and \"\(second)\" would count for doses into \"\(name)\"",
        hint: "keep one of them in the model")
    }
    return resolved(first)
  }

  /// The position of a site by its name or a synonym of it.
  func site(named name: String) -> Int? {
    let name = resolved(name)
    return sites.firstIndex { $0.name == name }
  }
}

extension Rule.Kind {
  /// What an assignment or rate rule determines.
  fileprivate var variable: String? {
    switch self {
    case .assignment(let name), .rate(let name): name
    case .algebraic: nil
    }
  }
}
