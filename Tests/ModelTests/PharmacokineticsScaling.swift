import Foundation
import Testing

/// What must hold whatever the constants are: areas, proportions, weight, the parameters that a population draws.
@Suite struct PharmacokineticsScaling {
  @Test func areaIsDoseOverClearance() throws {
    let ketamine = try CompoundCourse(
      ["ketamine 35 mg iv over 40 min on day 0"], of: "ketamine", ["Cp_S", "Cp_R"], times: CompoundCourse.days)
    #expect(isWithin(1e-3, ketamine.area("Cp_S"), of: 17.5 / 95.2 * 1000))
    #expect(isWithin(1e-3, ketamine.area("Cp_R"), of: 17.5 / (0.859 * 95.2) * 1000))
    let psilocybin = try CompoundCourse(
      ["psilocybin 25 mg oral on day 0"], of: "psilocybin", ["Cp"], times: CompoundCourse.days)
    #expect(isWithin(1e-3, psilocybin.area("Cp"), of: 25 * 0.7186 / 185 * 1000))
  }

  /// The share of a dose that arrives, by every route: the area against that of the same dose in a vein.
  @Test(arguments: [("im", 0.93), ("sc", 0.93), ("oral", 0.17), ("sublingual", 0.29), ("nasal", 0.45)])
  func bioavailability(_ route: (name: String, share: Double)) throws {
    let course = try CompoundCourse(
      ["ketamine 50 mg \(route.name) on day 0"], of: "ketamine", ["Cp"], times: CompoundCourse.days)
    let whole = 25 / 95.2 * 1000 + 25 / (0.859 * 95.2) * 1000
    #expect(isWithin(2e-3, course.area("Cp"), of: route.share * whole))
  }

  @Test func levelsAreProportionalToDose() throws {
    let one = try CompoundCourse(["ketamine 20 mg im on day 0"], of: "ketamine", ["Cp", "hydroxynorketamine"])
    let three = try CompoundCourse(["ketamine 60 mg im on day 0"], of: "ketamine", ["Cp", "hydroxynorketamine"])
    for output in ["Cp", "hydroxynorketamine"] {
      for (single, triple) in zip(one[output], three[output]) {
        #expect(abs(triple - 3 * single) <= 1e-5 * three.peak(output))
      }
    }
  }

  /// Clearance with exponent 0.75, volume with exponent 1: the area per milligram falls, the half-life grows.
  @Test(arguments: [50.0, 100.0])
  func weightScalesKetamine(_ weight: Double) throws {
    func course(_ weight: Double) throws -> CompoundCourse {
      try CompoundCourse(
        ["ketamine 35 mg iv on day 0"], of: "ketamine", ["Cp_S"], times: CompoundCourse.days,
        parameters: ["weight": weight])
    }
    let (reference, scaled) = (try course(70), try course(weight))
    #expect(isWithin(1e-3, scaled.area("Cp_S"), of: reference.area("Cp_S") * pow(70 / weight, 0.75)))
    #expect(isWithin(1e-6, scaled.value("Cp_S", at: 0), of: reference.value("Cp_S", at: 0) * 70 / weight))
    let ratio = scaled.halfLife("Cp_S", from: 24, to: 30) / reference.halfLife("Cp_S", from: 24, to: 30)
    #expect(isWithin(0.02, ratio, of: pow(weight / 70, 0.25)))
  }

  /// A slower patient: half the clearance doubles the area, for every compound that has the parameter act so.
  @Test(arguments: [
    ("ketamine", "ketamine 35 mg iv on day 0"), ("psilocybin", "psilocybin 25 mg oral on day 0"),
    ("escitalopram", "escitalopram 10 mg oral on day 0"),
  ])
  func clearanceScale(_ row: (compound: String, treatment: String)) throws {
    let times = (0...4000).map { Double($0) * 0.25 }
    func area(_ scale: Double) throws -> Double {
      try CompoundCourse(
        [row.treatment], of: row.compound, ["Cp"], times: times, parameters: ["CL_scale": scale]
      ).area("Cp")
    }
    #expect(isWithin(5e-3, try area(0.5), of: 2 * (try area(1))))
  }

  /// A larger volume lowers the first level and leaves the area; faster uptake brings the peak forward.
  @Test func volumeAndUptakeScales() throws {
    func psilocybin(_ parameters: [String: Double]) throws -> CompoundCourse {
      try CompoundCourse(
        ["psilocybin 25 mg oral on day 0"], of: "psilocybin", ["Cp"], times: CompoundCourse.days, parameters: parameters
      )
    }
    let typical = try psilocybin([:])
    let large = try psilocybin(["V_scale": 1.5])
    let fast = try psilocybin(["ka_scale": 2])
    #expect(large.peak("Cp") < 0.85 * typical.peak("Cp"))
    #expect(isWithin(2e-3, large.area("Cp"), of: typical.area("Cp")))
    #expect(fast.timeOfPeak("Cp") < 0.75 * typical.timeOfPeak("Cp"))
    #expect(isWithin(2e-3, fast.area("Cp"), of: typical.area("Cp")))
  }

  /// The hydroxynorketamine of R keeps its published ratio to R-ketamine in heavy people. Those who clear ketamine
  /// slowly have more of it and the same metabolite: their ratio is lower.
  @Test(arguments: [(name: "weight", value: 110.0, ratio: 3.1), (name: "CL_scale", value: 0.6, ratio: 0.6 * 3.1)])
  func hydroxynorketamineRatio(_ row: (name: String, value: Double, ratio: Double)) throws {
    let course = try CompoundCourse(
      ["ketamine 35 mg iv on day 0"], of: "ketamine", ["Cp_R", "hydroxynorketamine_R"], times: CompoundCourse.days,
      parameters: [row.name: row.value])
    #expect(isWithin(5e-3, course.area("hydroxynorketamine_R") / course.area("Cp_R"), of: row.ratio))
  }
}
