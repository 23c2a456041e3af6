import Foundation
import Randomness
import Statistics
import Testing

/// The mixed model on 10,000 trials with dropout that depends on the last response seen.
@Suite("Type I error and coverage of mixed models")
struct RepeatedMeasuresCharacteristicsTests {
  /// The lower triangle of the visits' covariance, row after row: standard deviations 7 to 11, correlations near 0.6.
  private static let factor: [[Double]] = [[7], [5, 6], [5, 3.5, 7], [5, 3, 4.5, 8]]

  private static func trial(
    _ patients: Int, effect: Double, inflation: Double, _ stream: inout RandomStream
  ) -> RepeatedMeasuresData {
    var data = RepeatedMeasuresData(
      responses: [], visitNames: ["1", "2", "3", "4"], arms: [], armNames: ["placebo", "drug"],
      byVisit: [Covariate("baseline", [])])
    data.responses.reserveCapacity(4 * patients)
    for patient in 0..<patients {
      let (arm, baseline) = (patient % 2, 5 * stream.normal())
      data.arms.append(arm)
      data.byVisit[0].values.append(baseline)
      let noise = (0..<4).map { _ in (arm == 1 ? inflation : 1) * stream.normal() }
      var isGone = false
      for (visit, row) in factor.enumerated() {
        var value = -3 * Double(visit) - 0.3 * baseline + effect * Double(arm * visit) / 3
        for (weight, draw) in zip(row, noise) { value += weight * draw }
        data.responses.append(isGone ? .nan : value)
        if stream.uniform() < (value > 0 ? 0.15 : 0.05) { isGone = true }
      }
    }
    return data
  }

  private func run(
    _ name: String, patients: Int, effect: Double, inflation: Double = 1, _ model: RepeatedMeasuresModel
  ) throws -> Tally {
    var tally = Tally()
    try Tally.forEach(name) { stream in
      let data = Self.trial(patients, effect: effect, inflation: inflation, &stream)
      let fit = try #require(try model.fit(data).fit)
      tally.add(fit.contrast(1, minus: 0, visit: 3), truth: effect)
    }
    return tally
  }

  @Test func satterthwaiteWithoutEffect() throws {
    let tally = try run("satterthwaite", patients: 100, effect: 0, RepeatedMeasuresModel())
    tally.expectSize("mixed model")
    tally.expectCoverage("mixed model")
  }

  @Test func satterthwaiteWithEffect() throws {
    try run("effect", patients: 100, effect: -4, RepeatedMeasuresModel()).expectCoverage("mixed model with effect")
  }

  @Test func kenwardRogerOfSmallTrials() throws {
    let model = RepeatedMeasuresModel(inference: .kenwardRoger)
    let tally = try run("kenward", patients: 30, effect: 0, model)
    tally.expectSize("mixed model of 30 patients")
    tally.expectCoverage("mixed model of 30 patients")
  }

  @Test func aCovarianceForEachArm() throws {
    let model = RepeatedMeasuresModel(covariance: .byArm, inference: .kenwardRoger)
    let tally = try run("by arm", patients: 100, effect: 0, inflation: 1.5, model)
    tally.expectSize("mixed model by arm")
    tally.expectCoverage("mixed model by arm")
  }
}
