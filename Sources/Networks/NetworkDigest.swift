import Formulas

/// What a network means, as numbers: its elements, and the values of every formula at a few points.
///
/// The coordinates of the points are a hash of each name, so two networks, or two programs, can be compared element by
/// element without comparing how their formulas are written.
package struct NetworkDigest: Sendable {
  package struct Species: Sendable, Equatable {
    package var compartment: String
    package var isBoundary: Bool
    package var isAmount: Bool
    /// Values at the start, one per point.
    package var start: [Double]?

    package init(compartment: String, isBoundary: Bool, isAmount: Bool, start: [Double]?) {
      self.compartment = compartment
      self.isBoundary = isBoundary
      self.isAmount = isAmount
      self.start = start
    }
  }

  package struct Reaction: Sendable, Equatable {
    package var isReversible: Bool
    /// Net stoichiometry by species.
    package var changes: [String: Double]
    package var law: [Double]

    package init(isReversible: Bool, changes: [String: Double], law: [Double]) {
      self.isReversible = isReversible
      self.changes = changes
      self.law = law
    }
  }

  /// How many points.
  package static let points = 5

  /// Values at the start, one per point; nil where none is given.
  package var compartments: [String: [Double]?] = [:]
  package var parameters: [String: [Double]?] = [:]
  package var species: [String: Species] = [:]
  package var rates: [String: [Double]] = [:]
  package var assignments: [String: [Double]] = [:]
  package var reactions: [String: Reaction] = [:]

  package init() {}

  /// The coordinate of a name at a point, from 0.5 to 2 (FNV-1a of 64 bits over `name#point`).
  package static func coordinate(_ name: String, _ point: Int) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(name)#\(point)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    return 0.5 + 1.5 * (Double(hash & 0xFF_FFFF) / Double(0x100_0000))
  }

  /// The digest of a network, its names changed by `rename` (for tools that write submodels otherwise).
  package init(_ network: Network, rename: (String) -> String = { $0 }) {
    let functions = Dictionary(network.functions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func value(_ function: String, _ arguments: [Double]) -> Double? {
      guard let function = functions[function], function.arguments.count == arguments.count else { return nil }
      return function.body.evaluate(call: value) { name in
        function.arguments.firstIndex(of: name).map { arguments[$0] }
      }
    }
    func values(_ formula: Formula) -> [Double] {
      (0..<Self.points).map { point in
        let time = Self.coordinate("time", point)
        return formula.evaluate(time: time, call: value) { Self.coordinate(rename($0), point) } ?? .nan
      }
    }
    func constant(_ value: Double?) -> [Double]? { value.map { Array(repeating: $0, count: Self.points) } }
    let assigned = Dictionary(
      network.initialAssignments.map { ($0.target, values($0.formula)) }, uniquingKeysWith: { first, _ in first })
    for compartment in network.compartments {
      compartments[rename(compartment.id)] = .some(assigned[compartment.id] ?? constant(compartment.size))
    }
    for parameter in network.parameters {
      parameters[rename(parameter.id)] = .some(assigned[parameter.id] ?? constant(parameter.value))
    }
    for item in network.species {
      let start: Double? =
        switch item.initial {
        case .amount(let value), .concentration(let value): value
        case nil: nil
        }
      species[rename(item.id)] = Species(
        compartment: rename(item.compartment), isBoundary: item.isBoundary, isAmount: item.hasOnlySubstanceUnits,
        start: assigned[item.id] ?? constant(start))
    }
    for rule in network.rules {
      switch rule.kind {
      case .rate(let target): rates[rename(target)] = values(rule.formula)
      case .assignment(let target): assignments[rename(target)] = values(rule.formula)
      case .algebraic: break
      }
    }
    for reaction in network.reactions {
      var changes: [String: Double] = [:]
      for (sign, side) in [(-1.0, reaction.reactants), (1.0, reaction.products)] {
        for participant in side { changes[rename(participant.species), default: 0] += sign * (participant.number ?? .nan) }
      }
      reactions[rename(reaction.id)] = Reaction(
        isReversible: reaction.isReversible, changes: changes, law: values(reaction.law))
    }
  }
}

extension NetworkDigest {
  /// What differs from another digest, one sentence each; empty when they mean the same.
  ///
  /// - Parameter tolerance: the relative difference at which two values count as equal.
  package func differences(from other: NetworkDigest, tolerance: Double = 1e-12) -> [String] {
    func isNear(_ a: Double, _ b: Double) -> Bool {
      a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(abs(a), abs(b))
    }
    func isNear(_ a: [Double]?, _ b: [Double]?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
    }
    var found: [String] = []
    func compare<Value>(
      _ kind: String, _ mine: [String: Value], _ theirs: [String: Value], _ differ: (String, Value, Value) -> String?
    ) {
      for name in Set(mine.keys).union(theirs.keys).sorted() {
        switch (mine[name], theirs[name]) {
        case (let a?, let b?): if let text = differ(name, a, b) { found.append("\(kind) \(name): \(text)") }
        case (nil, _): found.append("\(kind) \(name) is missing here")
        case (_, nil): found.append("\(kind) \(name) is missing there")
        }
      }
    }
    func compareValues(_ kind: String, _ mine: [String: [Double]?], _ theirs: [String: [Double]?]) {
      compare(kind, mine, theirs) { name, a, b in
        // An assignment rule leaves no room for a value of its own.
        assignments[name] != nil || isNear(a, b) ? nil : "\(a as Any) differs from \(b as Any)"
      }
    }
    compareValues("compartment", compartments, other.compartments)
    compareValues("parameter", parameters, other.parameters)
    compare("species", species, other.species) { name, a, b in
      guard a.compartment == b.compartment, a.isBoundary == b.isBoundary, a.isAmount == b.isAmount else {
        return "\(a) differs from \(b)"
      }
      return assignments[name] != nil || isNear(a.start, b.start) ? nil : "\(a) differs from \(b)"
    }
    compare("rate rule", rates, other.rates) { isNear($1, $2) ? nil : "\($1) differs from \($2)" }
    compare("assignment rule", assignments, other.assignments) { isNear($1, $2) ? nil : "\($1) differs from \($2)" }
    compare("reaction", reactions, other.reactions) { _, a, b in
      a.isReversible == b.isReversible && a.changes == b.changes && isNear(a.law, b.law)
        ? nil : "\(a) differs from \(b)"
    }
    return found
  }
}
