import Diagnostics
import Statistics
import Testing

@Suite("Analysis of covariance against emmeans")
struct AncovaTests {
  private static func data(_ name: String, covariates: [String], factors: [String]) throws -> AncovaData {
    let table = try Oracle.table("\(name).csv")
    func integers(_ column: String) throws -> [Int] { try #require(table[column]).map { Int($0) } }
    let arms = try integers("arm")
    return AncovaData(
      response: try #require(table["change"]), arms: arms, armNames: (0...(arms.max() ?? 0)).map { "arm \($0)" },
      covariates: try covariates.map { .init($0, try #require(table[$0])) },
      factors: try factors.map { name in
        let values = try integers(name)
        return .init(name, levels: (0...(values.max() ?? 0)).map(String.init), values)
      })
  }

  @Test(arguments: [
    ("ancova_1", ["baseline", "age"], ["site"]), ("ancova_2", ["baseline"], []),
    ("ancova_3", ["baseline"], ["site", "severe"]),
  ])
  func meansAndContrasts(name: String, covariates: [String], factors: [String]) throws {
    let data = try Self.data(name, covariates: covariates, factors: factors)
    let oracle = try Oracle.read("oracle.json")["ancova"][name]
    for (weights, label) in [(Ancova.Weights.equal, "equal"), (.observed, "observed")] {
      let fit = try Ancova(data, weights: weights)
      #expect(Oracle.error(fit.residualVariance, oracle["residualVariance"].number) < 1e-10)
      let means = oracle[label]["means"].items
      #expect(means.count == data.armNames.count)
      for (arm, expected) in means.enumerated() { expect(fit.marginalMean(arm), expected) }
      for (index, expected) in oracle[label]["contrasts"].items.enumerated() {
        expect(fit.contrast(index + 1, minus: 0), expected)
      }
    }
  }

  private func expect(_ estimate: Estimate, _ expected: Oracle.Value) {
    #expect(Oracle.error(estimate.value, expected["value"].number) < 1e-9)
    #expect(Oracle.error(estimate.standardError, expected["standardError"].number) < 1e-9)
    #expect(estimate.degreesOfFreedom == expected["degreesOfFreedom"].number)
    #expect(Oracle.error(estimate.lower, expected["lower"].number) < 1e-9)
    #expect(Oracle.error(estimate.upper, expected["upper"].number) < 1e-9)
    #expect(Oracle.error(estimate.pValue, expected["pValue"].number) < 1e-9)
  }

  @Test func levelsWithoutPatientsAreLeftOut() throws {
    var data = try Self.data("ancova_1", covariates: ["baseline"], factors: ["site"])
    let before = try Ancova(data).contrast(1, minus: 0)
    data.factors[0].levels.append("never used")
    #expect(try Ancova(data).contrast(1, minus: 0) == before)
  }

  @Test func anEmptyArmIsNamed() throws {
    var data = try Self.data("ancova_2", covariates: ["baseline"], factors: [])
    for row in data.arms.indices where data.arms[row] == 1 { data.response[row] = .nan }
    #expect {
      try Ancova(data)
    } throws: {
      Message.text($0).contains("the arm \"arm 1\" has no patient")
    }
  }

  @Test func wrongDataAreErrors() {
    let good = AncovaData(
      response: [1, 2, 4, 3], arms: [0, 0, 1, 1], armNames: ["a", "b"], covariates: [.init("x", [1, 2, 1, 3])])
    func fails(_ change: (inout AncovaData) -> Void) -> Bool {
      var data = good
      change(&data)
      do {
        _ = try Ancova(data)
        return false
      } catch {
        return true
      }
    }
    #expect(!fails { _ in })
    #expect(fails { $0.arms = [0, 0, 1] })
    #expect(fails { $0.arms = [0, 0, 1, 2] })
    #expect(fails { $0.response[0] = .infinity })
    #expect(fails { $0.covariates[0].values[2] = .nan })
    #expect(fails { $0.covariates[0].values = [1] })
    #expect(fails { $0.covariates.append(.init("again", [2, 4, 2, 6])) })
    #expect(fails { $0.factors = [.init("f", levels: ["u"], [0, 0, 0, 1])] })
    // As many coefficients as patients.
    #expect(fails { $0.factors = [.init("f", levels: ["u", "v"], [0, 1, 1, 0])] })
  }
}
