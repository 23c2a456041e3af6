import Diagnostics
import Randomness
import Statistics
import Testing

@Suite("Mixed models that data do not support")
struct RepeatedMeasuresFailureTests {
  /// Twelve patients, two arms, two visits, noise from a fixed list.
  private func data() -> RepeatedMeasuresData {
    let noise = [0.3, -1.2, 0.8, 1.9, -0.4, -2.1, 1.1, 0.2, -0.9, 0.6, -1.5, 2.2]
    return RepeatedMeasuresData(
      responses: noise.indices.flatMap { [noise[$0], 0.5 * noise[$0] + noise[($0 * 5 + 3) % 12]] },
      visitNames: ["week 1", "week 2"], arms: (0..<12).map { $0 % 2 }, armNames: ["placebo", "drug"])
  }

  private func reason(_ change: (inout RepeatedMeasuresData) -> Void, byArm: Bool = false) throws -> String {
    var data = data()
    change(&data)
    switch try RepeatedMeasuresModel(covariance: byArm ? .byArm : .common).fit(data) {
    case .fitted: return "fitted"
    case .failed(let reason): return reason
    }
  }

  @Test func goodDataFit() throws {
    #expect(try reason { _ in } == "fitted")
    #expect(try reason({ _ in }, byArm: true) == "fitted")
  }

  @Test func anArmThatIsNotSeenAtAVisit() throws {
    let text = try reason { data in
      for row in data.arms.indices where data.arms[row] == 1 { data.responses[row * 2 + 1] = .nan }
    }
    #expect(text == "the arm \"drug\" has no response at the visit \"week 2\"")
  }

  @Test func visitsThatNoPatientHasBothOf() throws {
    let text = try reason { data in
      for row in data.arms.indices { data.responses[row * 2 + (row / 2) % 2] = .nan }
    }
    #expect(text == "fewer than two patients have responses at both \"week 1\" and \"week 2\"")
  }

  @Test func visitsThatAreTheSame() throws {
    let text = try reason { data in
      for row in data.arms.indices { data.responses[row * 2 + 1] = data.responses[row * 2] }
    }
    #expect(text.contains("singular"), "\(text)")
  }

  @Test func responsesThatDoNotVary() throws {
    let text = try reason { data in
      for row in data.arms.indices { data.responses[row * 2] = 0 }
    }
    #expect(text.contains("not determined") || text.contains("singular"), "\(text)")
  }

  @Test func tooFewPatients() throws {
    let text = try reason { data in
      for row in 3..<12 { (data.responses[row * 2], data.responses[row * 2 + 1]) = (.nan, .nan) }
    }
    #expect(text == "3 patients are too few for 2 coefficients and 2 variances at each visit")
  }

  @Test func aCovariateThatFollowsFromTheArm() throws {
    let constant = [Double](repeating: 30.1, count: 12)
    let nearly = (0..<12).map { Double($0 % 2) + 1e-9 * Double($0) }
    for values in [data().arms.map(Double.init), constant, nearly] {
      let text = try reason { $0.byVisit = [Covariate("again", values)] }
      #expect(text == "the fixed part of the model is not determined by the responses")
    }
  }

  @Test func tinyTrialsWithManyGapsEndInAFitOrAReason() throws {
    var (fitted, failed) = (0, 0)
    for trial in 0..<3_000 {
      var stream = RandomStream(seed: 7, patient: trial, purpose: "tiny")
      let (patients, visits) = (3 + trial % 22, 1 + trial % 5)
      let gaps = stream.uniform() * 0.6
      var data = RepeatedMeasuresData(
        responses: [], visitNames: (0..<visits).map(String.init), arms: (0..<patients).map { $0 % 2 },
        armNames: ["a", "b"], byVisit: [Covariate("baseline", (0..<patients).map { _ in stream.normal() })])
      for _ in 0..<(patients * visits) {
        // Some trials have whole numbers only, with ties.
        let value = trial % 3 == 0 ? stream.normal().rounded() : 1e3 + stream.normal()
        data.responses.append(stream.uniform() < gaps ? .nan : value)
      }
      let model = RepeatedMeasuresModel(covariance: trial % 2 == 0 ? .common : .byArm, inference: .kenwardRoger)
      switch try model.fit(data) {
      case .failed(let reason):
        failed += 1
        #expect(!reason.isEmpty)
      case .fitted(let fit):
        fitted += 1
        let contrast = fit.contrast(1, minus: 0, visit: visits - 1)
        #expect(contrast.value.isFinite && contrast.standardError > 0 && contrast.degreesOfFreedom > 0)
        #expect((0...1).contains(contrast.pValue))
      }
    }
    #expect(fitted > 500 && failed > 500, "\(fitted) fitted, \(failed) failed")
  }

  @Test func mistakesOfTheCallerAreErrors() {
    func fails(_ change: (inout RepeatedMeasuresData) -> Void) -> Bool {
      var data = data()
      change(&data)
      do {
        _ = try RepeatedMeasuresModel().fit(data)
        return false
      } catch {
        return true
      }
    }
    #expect(fails { $0.responses.removeLast() })
    #expect(fails { $0.responses[0] = .infinity })
    #expect(fails { $0.arms[0] = 2 })
    #expect(fails { $0.arms[0] = -1 })
    #expect(fails { $0.byVisit = [Covariate("x", [1])] })
    #expect(fails { $0.covariates = [Covariate("x", (0..<12).map { $0 == 0 ? .nan : 1 })] })
    #expect(fails { $0.factors = [Factor("f", levels: ["a"], [Int](repeating: 1, count: 12))] })
    #expect(fails { $0.visitNames = [] })
  }
}
