/// The answer of a search for a sample size.
package struct PowerSearchResult: Sendable, Hashable {
  package let target: Double
  /// Subjects per unit of allocation; nil: no trial that was simulated reaches the power.
  package let units: Int?
  /// Ends of the 95 % interval that Monte Carlo leaves; infinite where the replicates cannot tell.
  package let low: Double
  package let high: Double
  /// The largest trial that would have been simulated.
  package let largestUnits: Int
  /// By size.
  package let evaluations: [PowerEvaluation]

  /// Subjects of each arm; nil where the power is not reached.
  package func perArm(_ design: TrialDesign) -> [Int]? {
    guard let units else { return nil }
    return design.arms.map { design.crossover == nil ? units * $0.allocation : units * design.allocationTotal }
  }

  /// All subjects.
  package func subjects(_ design: TrialDesign) -> Int? { units.map { $0 * design.allocationTotal } }

  /// Why there is no answer; nil where there is one.
  package var problem: String? {
    guard units == nil else { return nil }
    guard let largest = evaluations.last else { return "no trial was simulated" }
    let percent = (1_000 * largest.power.share).rounded() / 10
    return
      "a power of \(100 * target) % is not reached: with \(largest.units) subjects for each unit of allocation it is "
      + "\(percent) %"
  }
}

extension TrialDesign {
  /// Units of allocation over all arms: subjects are shared 2:1 by three.
  package var allocationTotal: Int { arms.reduce(0) { $0 + $1.allocation } }

  /// The same trial with another size.
  ///
  /// - Parameter units: subjects for each unit of allocation.
  package func sized(units: Int) -> TrialDesign {
    var design = self
    design.subjectCount = units * allocationTotal
    return design
  }

  /// Subjects for each unit of allocation, rounded up.
  package var units: Int { (subjectCount + allocationTotal - 1) / max(allocationTotal, 1) }
}
