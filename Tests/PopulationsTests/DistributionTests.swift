import Diagnostics
import Files
import Populations
import Simulation
import Testing

@Suite struct DistributionTests {
  private func values(_ yaml: String, count: Int = 10_000) throws -> [Double] {
    let text = """
      title: x
      duration: 1 week
      treatments: talk weekly
      patients:
        count: \(count)
        vary:
          p: \(yaml)
      """
    return try ExampleStudy.study(text).draw(0..<count).parameters.values
  }

  private func message(_ yaml: String) -> String {
    do {
      _ = try values(yaml, count: 1)
      return "no error"
    } catch { return (error as? any ExplainedError)?.explanation.problem ?? "\(error)" }
  }

  /// Within five standard errors of the closed form.
  @Test func momentsMatchTheirDistributions() throws {
    func check(_ values: [Double], mean: Double, sd: Double) {
      let n = Double(values.count)
      let average = values.reduce(0, +) / n
      let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / n
      #expect(abs(average - mean) < 5 * sd / n.squareRoot())
      #expect(abs(variance.squareRoot() - sd) < 0.05 * sd)
    }
    check(try values("{distribution: normal, mean: 31, sd: 4.5}"), mean: 31, sd: 4.5)
    check(try values("{distribution: uniform, min: 2, max: 8}"), mean: 5, sd: 6 / 12.squareRoot())
    // A lognormal variable with median m and coefficient of variation c has the mean m·sqrt(1 + c²).
    let mean = 70 * (1 + 0.3 * 0.3).squareRoot()
    check(try values("{distribution: lognormal, median: 70, cv: 0.3}"), mean: mean, sd: 0.3 * mean)
  }

  /// The normal distribution cut at ±1: mean 0, variance 1 - 2φ(1)/(2Φ(1) - 1) = 0.29112.
  @Test func limitsCutTheDistribution() throws {
    let cut = try values("{distribution: normal, mean: 0, sd: 1, min: -1, max: 1}")
    #expect(cut.allSatisfy { abs($0) <= 1 })
    let variance = cut.reduce(0) { $0 + $1 * $1 } / Double(cut.count)
    #expect(abs(variance - 0.29112) < 0.01)
    let oneSided = try values("{distribution: lognormal, median: 1, cv: 0.5, min: 1}")
    #expect(oneSided.allSatisfy { $0 >= 1 })
  }

  @Test func aPlainNumberIsForAll() throws {
    #expect(try values("0.4", count: 3) == [0.4, 0.4, 0.4])
    #expect(try values("{distribution: fixed, value: -2}", count: 2) == [-2, -2])
  }

  @Test func saysWhatItIs() {
    #expect(
      "\(Distribution(.lognormal(median: 70, logSD: 0.15), minimum: 40, maximum: 120))"
        == "lognormal, median 70, sd of log 0.15, 40 to 120")
    #expect("\(Distribution(.normal(mean: 31, sd: 4.5), minimum: 22))" == "normal, mean 31, sd 4.5, at least 22")
    #expect("\(Distribution(.uniform(low: 0, high: 6.283185307179586)))" == "uniform, 0 to 6.283")
    #expect("\(Distribution(.fixed(0.4)))" == "0.4 for all")
  }

  @Test func refusesDamagedDistributions() {
    #expect(message("{distribution: lognormle, median: 1, cv: 0.1}") == "unknown distribution \"lognormle\"")
    #expect(message("{distribution: normal, mean: 1}") == "a distribution lacks \"sd\"")
    #expect(message("{distribution: normal, mean: 1, sd: -1}") == "\"sd\" must be above zero")
    #expect(
      message("{distribution: normal, median: 1, sd: 1}") == "\"median\" does not belong to a normal distribution")
    #expect(message("{distribution: lognormal, median: 1, cv: 0.1, log_sd: 2}") == "give either \"cv\" or \"log_sd\"")
    #expect(message("{distribution: uniform, min: 2, max: 1}") == "\"min\" must be below \"max\"")
    #expect(message("{distribution: uniform, max: 1}") == "a distribution lacks \"min\"")
    #expect(
      message("{distribution: normal, mean: 0, sd: 1, min: 5}")
        == "hardly any value of this distribution lies between its limits")
    #expect(message("{distribution: normal, mean: 0, sdd: 1}") == "unknown key \"sdd\" in a distribution")
    #expect(message("many") == "a parameter's value must be a number")
  }
}
