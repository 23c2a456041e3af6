import Diagnostics
import Foundation
import Populations
import Simulation
import Testing

@Suite struct CovariateTests {
  static let people = """
    covariates:
      sex: {distribution: categorical, probabilities: {female: 0.5, male: 0.5}}
      height: {by: sex, cases: {female: {distribution: normal, mean: 162, sd: 7}, male: 176}, unit: cm}
      mass: {distribution: lognormal, median: 75, cv: 0.25, unit: kg}
      bmi: {formula: mass / (height / 100)^2, unit: kg/m^2, min: 18, max: 35}
      gene: {distribution: categorical, probabilities: {"*1/*1": 0.5, "*1/*6": 0.4, "*6/*6": 0.1}}
    vary:
      p: {distribution: lognormal, median: 1, cv: 0.2}
    parameters:
      weight: mass
      p: p * (mass/70)^0.75 * piecewise(0.6, gene == "*6/*6", 0.8, gene == "*1/*6", 1)
      q1: 2 * (sex != "female") + tanh(1) + log10(100)
    """

  @Test func formulasActOnParametersWhenDrawing() throws {
    let free = Self.people.replacingOccurrences(of: ", min: 18, max: 35", with: "")
    let drawn = try Drawing.draw(free, count: 500)
    let alone = try Drawing.draw("vary: {p: {distribution: lognormal, median: 1, cv: 0.2}}", count: 500)
    let mass = try #require(drawn["mass"])
    #expect(drawn["weight"] == mass)
    for row in 0..<500 {
      let factor = [1, 0.8, 0.6][Int(try #require(drawn["gene"])[row])]
      let expected = try #require(alone["p"])[row] * pow(mass[row] / 70, 0.75) * factor
      #expect(abs(try #require(drawn["p"])[row] / expected - 1) < 1e-13)
      let sum = 2 * (try #require(drawn["sex"])[row]) + tanh(1) + 2
      #expect(abs(try #require(drawn["q1"])[row] - sum) < 1e-14)
    }
    #expect(drawn["height"]?.contains(176) == true)
  }

  /// A patient whose formula lies outside its limits is drawn again as a whole, which leaves the others alone.
  @Test func attemptsAreCounted() throws {
    let study = try Drawing.study(Self.people)
    let drawn = try study.draw(0..<500)
    #expect(drawn.refusals.isEmpty)
    #expect(drawn.attempts.contains(1) && drawn.attempts.contains { $0 > 1 })
    let free = try Drawing.study(Self.people.replacingOccurrences(of: ", min: 18, max: 35", with: "")).draw(0..<500)
    let count = drawn.parameters.names.count
    for row in 0..<500 where drawn.attempts[row] == 1 {
      #expect(
        drawn.parameters.values[row * count..<(row + 1) * count]
          == free.parameters.values[row * count..<(row + 1) * count])
    }
    let outside = free.covariates.values(column: 3).count { !(18...35).contains($0) }
    #expect(outside == drawn.attempts.count { $0 > 1 })
  }

  @Test func everyRangeGivesTheSamePatients() throws {
    let study = try Drawing.study(Self.people)
    let whole = try study.draw(0..<300)
    let part = try study.draw(120..<140)
    let width = whole.parameters.names.count
    #expect(part.parameters.values == Array(whole.parameters.values[120 * width..<140 * width]))
    let columns = whole.covariates.columns.count
    #expect(part.covariates.values == Array(whole.covariates.values[120 * columns..<140 * columns]))
    #expect(part.attempts == Array(whole.attempts[120..<140]))
    #expect(part.parameters.numbers == Array(120..<140) && part.number(of: 3) == 123)
    #expect(throws: InputError.self) { try study.draw(-1..<3) }
    #expect(try study.draw(4_294_967_295..<4_294_967_296).count == 1)
  }

  /// What is impossible is a refusal of that patient, not the end of the study.
  @Test func refusalsHaveReasons() throws {
    let impossible = try Drawing.study(
      "covariates: {a: {distribution: uniform, min: 0, max: 1}, b: {formula: a, min: 2}}"
    ).draw(0..<2)
    #expect(impossible.refusals[1] == "none of 1000 draws had \"b\" within its limits")
    #expect(impossible.attempts == [1000, 1000])
    let infinite = try Drawing.study(
      "covariates: {a: {distribution: uniform, min: -1, max: 1}}\nparameters: {p: \"1 / max(a, 0)\"}"
    ).draw(0..<40)
    #expect(!infinite.refusals.isEmpty && infinite.refusals.count < 40)
    #expect(infinite.refusals.values.allSatisfy { $0 == "the value drawn for \"p\" is not a finite number" })
    let light = try Drawing.study("parameters: {weight: -3}").draw(0..<1)
    #expect(light.refusals[0] == "the patient would weigh -3 kg")
  }

  @Test func populationFilesAreReadAndOverridden() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rewire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("people.yaml")
    try Data(
      """
      title: People
      covariates:
        sex: {distribution: categorical, probabilities: {f: 1}, source: nobody, grade: E}
        age: {distribution: uniform, min: 18, max: 65, unit: years}
        old: {formula: age > 60}
      parameters: {p: age / 40}
      """.utf8
    ).write(to: file)
    let drawn = try Drawing.draw("population: \(file.path)\ncovariates: {age: 80}", count: 3)
    #expect(drawn["age"] == [80, 80, 80] && drawn["old"] == [1, 1, 1] && drawn["p"] == [2, 2, 2])
    #expect(Drawing.message("population: \(folder.path)/none.yaml").contains("none.yaml"))
  }

  @Test func mistakesAreNamed() {
    #expect(
      Drawing.message("covariates: {age: {distribution: uniform, min: 1, max: 2}}\nparameters: {p: aeg / 2}")
        == "nothing that is drawn is called \"aeg\" | did you mean \"age\"?")
    #expect(
      Drawing.message("covariates: {b: {formula: a}, a: 1}") == "\"a\" is drawn after this | write it further up")
    #expect(
      Drawing.message(
        "covariates: {s: {distribution: categorical, probabilities: {f: 1}}}\nparameters: {p: s == \"m\"}")
        == "\"s\" has no label \"m\" | known: f")
    #expect(Drawing.message("parameters: {p: sin(1)}").hasPrefix("\"sin\" has no place in a protocol's formula"))
    #expect(Drawing.message("parameters: {p: time}").hasPrefix("\"time\" has no place in a protocol's formula"))
    #expect(Drawing.message("parameters: {p: sqrtt(2)}") == "unknown function \"sqrtt\" | did you mean \"sqrt\"?")
    #expect(Drawing.message("parameters: {p: 2 mg}") == "a number in a protocol's formula has no unit")
    #expect(Drawing.message("parameters: {p: (1}").contains("expected"))
    #expect(Drawing.message("covariates: {2a: 1}").hasPrefix("\"2a\" is no name of a covariate"))
    #expect(Drawing.message("covariates: {exp: 1}") == "\"exp\" has a meaning of its own in formulas")
    #expect(Drawing.message("covariates: {p: 1}\nvary: {p: 2}").hasPrefix("\"p\" is a varied parameter already"))
    #expect(
      Drawing.message("covariates: {h: {by: sex, cases: {f: 1}}}")
        == "\"sex\" is not a category that is drawn before this")
    #expect(
      Drawing.message(
        "covariates: {s: {distribution: categorical, probabilities: {f: 0.5, m: 0.5}}, h: {by: s, cases: {f: 1}}}")
        == "the cases of \"s\" lacks \"m\"")
    #expect(
      Drawing.message("covariates: {s: {distribution: categorical, probabilities: {f: 0.5, m: 0.4}}}")
        == "the probabilities add up to 0.9, not to 1")
    #expect(
      Drawing.message("vary: {p: {distribution: categorical, probabilities: {f: 0.5, m: 0.5}}}")
        .hasPrefix("a parameter is a number"))
    #expect(
      Drawing.message("vary: {p: {distribution: empirical, values: [1], weights: [1, 2]}}")
        == "there are 1 values and 2 weights")
    #expect(
      Drawing.message("vary: {p: {distribution: empirical, quantiles: {5: 1, 100: 2}}}")
        .hasPrefix("quantiles begin at 0 and end at 100 percent"))
    #expect(
      Drawing.message("vary: {p: {distribution: logit-normal, median: 2, logit_sd: 1}}")
        == "\"median\" must lie between \"low\" and \"high\"")
  }

  @Test func namesAreCheckedAgainstTheModel() throws {
    let system = try ExampleStudy.system()
    func problem(_ patients: String) -> String {
      do {
        try Drawing.study(patients).check(against: system)
        return "no error"
      } catch {
        return (error as? any ExplainedError)?.explanation.problem ?? "\(error)"
      }
    }
    #expect(problem(Self.people) == "no error")
    #expect(problem("parameters: {pp: 1}") == "the model has no parameter \"pp\"")
    #expect(
      problem("covariates: {weight: 70}")
        == "the covariate \"weight\" has the name of a parameter of the model but does not set it")
    #expect(problem("covariates: {weight: 70}\nparameters: {weight: weight}") == "no error")
  }
}
