import Pharmacology
import Randomness

/// Draws one patient after the other from a population.
struct PatientDrawing {
  let population: PopulationDescription
  let seed: UInt64
  /// A patient whose formulas lie outside their limits in this many attempts cannot be run.
  static let attemptLimit = 1000

  /// One patient.
  struct Patient {
    /// In the order of the population's drawn names.
    var drawn: [Double]
    /// In the order of the population's parameter names.
    var parameters: [Double]
    /// The attempt that was taken, from 0.
    var attempt: Int
    /// Why the patient cannot be run.
    var refusal: String?
  }

  private let names: [String]
  private let parameterNames: [String]
  /// For each drawn name its group and its place in it.
  private let groupOf: [(group: Int, place: Int)?]

  init(population: PopulationDescription, seed: UInt64) {
    self.population = population
    self.seed = seed
    names = population.drawnNames
    parameterNames = population.parameterNames
    var groupOf = [(group: Int, place: Int)?](repeating: nil, count: names.count)
    for (group, content) in population.groups.enumerated() {
      for (place, slot) in content.slots.enumerated() { groupOf[slot] = (group, place) }
    }
    self.groupOf = groupOf
  }

  /// - Parameter first: the attempt to begin with.
  func patient(_ index: Int, from first: Int = 0) -> Patient {
    var attempt = first
    while true {
      var (drawn, outside) = draw(index, attempt: attempt)
      if outside != nil, attempt + 1 < Self.attemptLimit {
        attempt += 1
        continue
      }
      let parameters = parameters(drawn)
      var refusal = outside.map { "none of \(attempt + 1) draws had \"\($0)\" within its limits" }
      refusal = refusal ?? notFinite(drawn, parameters) ?? weightless(parameters)
      if drawn.count < names.count { drawn += [Double](repeating: .nan, count: names.count - drawn.count) }
      return Patient(drawn: drawn, parameters: parameters, attempt: attempt, refusal: refusal)
    }
  }

  /// All drawn values, and the name of the first formula that lies outside its limits.
  private func draw(_ index: Int, attempt: Int) -> (drawn: [Double], outside: String?) {
    func stream(_ slot: Int) -> RandomStream {
      RandomStream(seed: seed, patient: index, purpose: names[slot], attempt: attempt)
    }
    // Deviates of the correlated ones: each name's own first deviate, mixed in the order of its block.
    let deviates = population.groups.map { group in
      let own = group.slots.map { slot in
        var stream = stream(slot)
        return stream.normal()
      }
      return group.factor.map { row in row.indices.reduce(0) { $0 + row[$1] * own[$1] } }
    }
    var drawn: [Double] = []
    drawn.reserveCapacity(names.count)
    func value(of distribution: Distribution, slot: Int) -> Double {
      if let (group, place) = groupOf[slot] { return distribution.value(correlated: deviates[group][place]) }
      var stream = stream(slot)
      return distribution.draw(from: &stream)
    }
    func value(of source: Covariate.Source, slot: Int) -> (value: Double, isInside: Bool) {
      switch source {
      case .drawn(let distribution): return (value(of: distribution, slot: slot), true)
      case .by(let category, let cases):
        guard let one = cases.first(where: { $0.value == drawn[category] }) else { return (.nan, true) }
        return value(of: one.source, slot: slot)
      case .formula(let formula, let minimum, let maximum):
        let result = formula.value(drawn)
        return (result, !(result < minimum ?? -.infinity || result > maximum ?? .infinity))
      }
    }
    for (slot, covariate) in population.covariates.enumerated() {
      let (value, isInside) = value(of: covariate.source, slot: slot)
      drawn.append(value)
      if !isInside { return (drawn, covariate.name) }
    }
    for (place, variation) in population.variations.enumerated() {
      drawn.append(value(of: variation.distribution, slot: population.covariates.count + place))
    }
    return (drawn, nil)
  }

  private func parameters(_ drawn: [Double]) -> [Double] {
    guard drawn.count == names.count else { return [Double](repeating: .nan, count: parameterNames.count) }
    var values = Array(drawn[population.covariates.count...])
    let drawnCount = values.count
    values += [Double](repeating: .nan, count: parameterNames.count - drawnCount)
    for formula in population.formulas {
      guard let place = parameterNames.firstIndex(of: formula.name) else { continue }
      values[place] = formula.formula.value(drawn)
    }
    return values
  }

  private func notFinite(_ drawn: [Double], _ parameters: [Double]) -> String? {
    let name =
      drawn.firstIndex { !$0.isFinite }.map { names[$0] }
      ?? parameters.firstIndex { !$0.isFinite }.map { parameterNames[$0] }
    return name.map { "the value drawn for \"\($0)\" is not a finite number" }
  }

  private func weightless(_ parameters: [Double]) -> String? {
    guard let place = parameterNames.firstIndex(of: Treatment.weight), parameters[place] <= 0 else { return nil }
    return "the patient would weigh \(PlainText.number(parameters[place])) kg"
  }
}
