import Diagnostics
import Foundation
import Populations
import Simulation
import Testing

@Suite struct PrevalenceTests {
  private func selection(_ patients: String) throws -> PatientSelection {
    try ExampleStudy.runner(study: Drawing.study(patients)).selection()
  }

  private func mean(_ weights: [Double], _ values: [Double]) -> Double {
    zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }

  /// A normal variable tilted to another mean by d standard deviations stays normal: the multiplier of one standard
  /// deviation is d, and the effective share of patients exp(-d²).
  @Test func tiltingANormalVariable() throws {
    let selection = try selection(
      """
      covariates: {age: {distribution: normal, mean: 40, sd: 10}}
      prevalence: {pilot: 20000, targets: [{of: age, mean: 45}]}
      """)
    let weights = try #require(selection.weights)
    #expect(abs(weights.features[0].multiplier - 0.5) < 0.02)
    #expect(abs(weights.effectiveSampleSize / 20_000 - exp(-0.25)) < 0.02)
    let pilot = try selection.select(0..<20_000)
    let ages = pilot.covariates.values(column: 0)
    #expect(abs(mean(pilot.weights, ages) - 45) < 1e-9)
    #expect(abs(pilot.weights.reduce(0, +) / 20_000 - 1) < 1e-12)
    // Others of the study come near, since the multipliers are known to a hundredth.
    let others = try selection.select(100_000..<120_000)
    #expect(abs(mean(others.weights, others.covariates.values(column: 0)) - 45) < 0.5)
    // A weight is the patient's own: the same in any range.
    #expect(try selection.select(7..<9).weights == Array(pilot.weights[7..<9]))
  }

  @Test func everySummaryIsRecovered() throws {
    let selection = try selection(
      """
      covariates:
        age: {distribution: uniform, min: 18, max: 80}
        sex: {distribution: categorical, probabilities: {female: 0.5, male: 0.5}}
        failures: {distribution: categorical, probabilities: {"1": 0.3, "2": 0.3, "3": 0.4}, values: {"1": 1, "2": 2, "3": 3}}
      vary: {p: {distribution: normal, mean: 1, sd: 0.2}}
      prevalence:
        pilot: 3000
        targets:
          - {of: age, mean: 45, sd: 12, source: a paper, grade: B}
          - {of: sex, shares: {female: 0.66}}
          - {of: failures, bins: [{max: 1, share: 0.2}, {max: 2, share: 0.5}, {share: 0.3}]}
          - {of: madrs, mean: 31, sd: 4}
      """)
    let pilot = try selection.select(0..<3000)
    let columns = Drawing.columns(pilot)
    let age = try #require(columns["age"])
    let sex = try #require(columns["sex"])
    let failures = try #require(columns["failures"])
    let madrs = pilot.baseline.values
    let w = pilot.weights
    #expect(abs(mean(w, age) - 45) < 1e-6)
    #expect(abs(mean(w, age.map { ($0 - 45) * ($0 - 45) }).squareRoot() - 12) < 1e-6)
    #expect(abs(mean(w, sex) - 0.34) < 1e-8)
    for (value, share) in [(1.0, 0.2), (2, 0.5), (3, 0.3)] {
      #expect(abs(mean(w, failures.map { $0 == value ? 1 : 0 }) - share) < 1e-8)
    }
    #expect(abs(mean(w, madrs) - 31) < 1e-6)
    #expect(abs(mean(w, madrs.map { ($0 - 31) * ($0 - 31) }).squareRoot() - 4) < 1e-6)
    let weights = try #require(selection.weights)
    let kish = w.reduce(0, +) * w.reduce(0, +) / w.reduce(0) { $0 + $1 * $1 }
    #expect(abs(weights.effectiveSampleSize - kish) < 1e-6 * kish)
    #expect(weights.note.hasPrefix("Weights to 7 published summaries: 3000 patients of the pilot count as "))
  }

  /// Taken in proportion to their weights, a normal variable's patients follow the tilted one, and all count the same.
  @Test func selectionGivesTheTargetsWithoutWeights() throws {
    let selection = try selection(
      """
      covariates: {age: {distribution: normal, mean: 40, sd: 10}}
      prevalence: {pilot: 5000, use: selection, targets: [{of: age, mean: 45}]}
      """)
    let patients = try selection.select(0..<4000)
    #expect(patients.weights.isEmpty && patients.refusals.isEmpty)
    #expect(Drawing.kolmogorov(patients.covariates.values(column: 0)) { Drawing.phi(($0 - 45) / 10) } < 1.95)
    let part = try selection.select(3000..<3010)
    #expect(part.covariates.values == Array(patients.covariates.values[3000..<3010]))
    #expect(part.attempts == Array(patients.attempts[3000..<3010]))
    // One draw in every `largest` is taken.
    let draws = Double(patients.attempts.reduce(0, +))
    let largest = try #require(selection.weights).largest
    #expect(abs(draws / 4000 / largest - 1) < 0.1)
    #expect(selection.notes(draws: 10, taken: 5).contains("Selected patients: 50 % of 10 draws were taken."))
  }

  @Test func farTargetsWarnAndUnreachableOnesAreErrors() throws {
    let age = "covariates: {age: {distribution: normal, mean: 40, sd: 10}, sex: 1}\n"
    let far = try selection(age + "prevalence: {pilot: 2000, targets: [{of: age, mean: 60}]}")
    #expect(try #require(far.weights).note.contains("carry most of the weight"))
    func message(_ targets: String) -> String {
      do {
        _ = try selection(age + "prevalence: {pilot: 500, targets: [\(targets)]}")
        return "no error"
      } catch { return (error as? any ExplainedError)?.explanation.problem ?? "\(error)" }
    }
    #expect(
      message("{of: age, mean: 100}")
        == "no weights give the mean of age that is asked for: all of the pilot lies on one side of it")
    #expect(
      message("{of: age, mean: 50, sd: 30}").hasPrefix("no weights of the pilot's patients reach all targets together"))
    #expect(message("{of: age, sd: 3}") == "\"sd\" needs a \"mean\" beside it")
    #expect(message("{of: age, shares: {a: 0.5}}") == "\"age\" is not a category")
    #expect(message("{of: age, bins: [{max: 30, share: 0.5}, {max: 20, share: 0.2}]}").hasPrefix("bins ascend"))
    #expect(message("{of: age, bins: [{max: 30, share: 0.5}, {share: 0.2}]}").hasPrefix("the shares add up to 0.7"))
    #expect(message("{of: age, mean: 41}], use: [x").contains("\"use\" must be a text"))
    #expect(message("{of: age}").hasPrefix("a target has"))
    #expect(message("{of: age, mean: 41}, {of: age, mean: 42}") == "the mean of age is written twice")
  }
}
