import Diagnostics
import Statistics
import Testing

@Suite("Mixed models for repeated measures against nlme and the definitions")
struct RepeatedMeasuresTests {
  static func data(_ name: String) throws -> RepeatedMeasuresData {
    let table = try Oracle.table("\(name).csv")
    func integers(_ column: String) throws -> [Int] { try #require(table[column]).map { Int($0) } }
    let (ids, visits, arms, sites) = (
      try integers("id"), try integers("visit"), try integers("arm"), try integers("site")
    )
    let (baselines, changes) = (try #require(table["baseline"]), try #require(table["change"]))
    let patients = (ids.max() ?? 0) + 1
    let visitCount = (visits.max() ?? 0) + 1
    var responses = [Double](repeating: .nan, count: patients * visitCount)
    var arm = [Int](repeating: 0, count: patients)
    var site = arm
    var baseline = [Double](repeating: 0, count: patients)
    for row in ids.indices {
      responses[ids[row] * visitCount + visits[row]] = changes[row]
      arm[ids[row]] = arms[row]
      site[ids[row]] = sites[row]
      baseline[ids[row]] = baselines[row]
    }
    let siteCount = (sites.max() ?? 0) + 1
    return RepeatedMeasuresData(
      responses: responses, visitNames: (0..<visitCount).map { "visit \($0)" }, arms: arm,
      armNames: (0...(arms.max() ?? 0)).map { "arm \($0)" }, byVisit: [Covariate("baseline", baseline)],
      factors: siteCount > 1 ? [Factor("site", levels: (0..<siteCount).map(String.init), site)] : [])
  }

  @Test(arguments: [
    ("repeated_1", false), ("repeated_2", false), ("repeated_3", false), ("repeated_4", false), ("repeated_1", true),
    ("repeated_3", true), ("repeated_4", true),
  ])
  func agreesWithR(name: String, byArm: Bool) throws {
    let data = try Self.data(name)
    let oracle = try Oracle.read("oracle_repeated.json")[byArm ? "\(name)_by_arm" : name]
    for (inference, label) in [
      (RepeatedMeasuresModel.Inference.satterthwaite, "satterthwaite"), (.kenwardRoger, "kenwardRoger"),
    ] {
      let outcome = try RepeatedMeasuresModel(covariance: byArm ? .byArm : .common, inference: inference).fit(data)
      let fit = try #require(outcome.fit, "\(outcome)")
      #expect(abs(fit.logLikelihood - oracle["logLikelihood"].number) < 1e-7)
      let entries = fit.covariances.flatMap { matrix in
        (0..<matrix.rows).flatMap { b in (0...b).map { a in matrix[a, b] } }
      }
      for (entry, expected) in zip(entries, oracle["covariance"].numbers) {
        #expect(Oracle.error(entry, expected) < 1e-6)
      }
      for expected in oracle["contrasts"].items {
        let (arm, visit) = (Int(expected["arm"].number), Int(expected["visit"].number))
        expect(fit.contrast(arm, minus: 0, visit: visit), expected, label)
      }
      for expected in oracle["means"].items {
        let (arm, visit) = (Int(expected["arm"].number), Int(expected["visit"].number))
        expect(fit.marginalMean(arm, visit: visit), expected, label)
      }
      let visits = data.visitNames.count
      let weights = [Double](repeating: 1 / Double(visits), count: visits)
      expect(fit.contrast(1, minus: 0, visitWeights: weights), oracle["average"], label)
    }
  }

  private func expect(_ estimate: Estimate, _ row: Oracle.Value, _ label: String) {
    let expected = row[label]
    #expect(Oracle.error(estimate.value, expected["value"].number) < 1e-6)
    #expect(Oracle.error(estimate.standardError, expected["standardError"].number) < 1e-6)
    // The oracle's derivatives are numerical.
    #expect(Oracle.error(estimate.degreesOfFreedom, expected["degreesOfFreedom"].number) < 1e-5)
    #expect(Oracle.error(estimate.lower, expected["lower"].number) < 1e-5)
    #expect(Oracle.error(estimate.upper, expected["upper"].number) < 1e-5)
    #expect(Oracle.error(estimate.pValue, expected["pValue"].number) < 1e-5)
    guard !row["gls"]["value"].number.isNaN, label == "satterthwaite" else { return }
    #expect(Oracle.error(estimate.value, row["gls"]["value"].number) < 1e-6)
    #expect(Oracle.error(estimate.standardError, row["gls"]["standardError"].number) < 1e-6)
  }

  @Test func completeDataGiveTheAncovaOfEachVisit() throws {
    let data = try Self.data("repeated_1")
    let visits = data.visitNames.count
    let model = try #require(try RepeatedMeasuresModel().fit(data).fit)
    for visit in 0..<visits {
      let ancova = try Ancova(
        AncovaData(
          response: data.arms.indices.map { data.responses[$0 * visits + visit] }, arms: data.arms,
          armNames: data.armNames, covariates: data.byVisit))
      for (one, other) in [
        (model.contrast(1, minus: 0, visit: visit), ancova.contrast(1, minus: 0)),
        (model.marginalMean(1, visit: visit), ancova.marginalMean(1)),
      ] {
        #expect(Oracle.error(one.value, other.value) < 1e-10)
        #expect(Oracle.error(one.standardError, other.standardError) < 1e-10)
        #expect(Oracle.error(one.degreesOfFreedom, other.degreesOfFreedom) < 1e-8)
        #expect(Oracle.error(one.pValue, other.pValue) < 1e-8)
      }
    }
  }

  @Test func theOrderOfPatientsDoesNotMatter() throws {
    let data = try Self.data("repeated_2")
    let visits = data.visitNames.count
    var turned = data
    turned.arms.reverse()
    turned.byVisit[0].values.reverse()
    turned.responses = data.arms.indices.reversed().flatMap { data.responses[($0 * visits)..<(($0 + 1) * visits)] }
    let (a, b) = (
      try #require(try RepeatedMeasuresModel().fit(data).fit), try #require(try RepeatedMeasuresModel().fit(turned).fit)
    )
    #expect(abs(a.logLikelihood - b.logLikelihood) < 1e-9)
    let (x, y) = (a.contrast(2, minus: 0, visit: 3), b.contrast(2, minus: 0, visit: 3))
    #expect(Oracle.error(x.value, y.value) < 1e-9 && Oracle.error(x.degreesOfFreedom, y.degreesOfFreedom) < 1e-7)
  }
}
