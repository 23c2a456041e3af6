import Simulation
import Testing

/// Published models that the compounds carry over: these test the transcription and the engine, not the world.
@Suite struct PharmacokineticsReproduction {
  /// Perez-Ruixo 2021 (doi:10.1007/s40262-020-00953-4), Table 4: Caucasian people of 18 to 60 years.
  @Test(arguments: [
    (dose: 28.0, peak: 43.8, area: 147.3, metabolitePeak: 59.1, simulated: 43.93),
    (dose: 56.0, peak: 72.5, area: 254.7, metabolitePeak: 119.7, simulated: 72.63),
    (dose: 84.0, peak: 101.0, area: 362.2, metabolitePeak: 180.0, simulated: 101.19),
  ])
  func nasalEsketamine(_ row: (dose: Double, peak: Double, area: Double, metabolitePeak: Double, simulated: Double))
    throws
  {
    let course = try CompoundCourse(
      ["esketamine \(row.dose) mg nasal on day 0"], of: "esketamine", ["Cp", "norketamine"],
      times: CompoundCourse.hours(24))
    #expect(isWithin(0.05, course.peak("Cp"), of: row.peak))
    #expect(isWithin(0.001, course.peak("Cp"), of: row.simulated))
    #expect(isWithin(0.01, course.area("Cp"), of: row.area))
    #expect(isWithin(0.01, course.peak("norketamine"), of: row.metabolitePeak))
  }

  /// The same paper's abstract: absolute bioavailability 54 and 51 %, and 18.6 % of what is swallowed.
  @Test func nasalBioavailability() throws {
    func exposure(_ treatment: String) throws -> Double {
      try CompoundCourse([treatment], of: "esketamine", ["Cp"], times: CompoundCourse.days).area("Cp")
    }
    let perMilligram = try exposure("esketamine 28 mg iv over 40 min on day 0") / 28
    #expect(abs(try exposure("esketamine 56 mg nasal on day 0") / 56 / perMilligram - 0.54) < 0.01)
    #expect(abs(try exposure("esketamine 84 mg nasal on day 0") / 84 / perMilligram - 0.51) < 0.01)
    #expect(abs(try exposure("esketamine 28 mg oral on day 0") / 28 / perMilligram - 0.186) < 0.01)
  }

  /// Simons 2022 (doi:10.3389/fpain.2022.946486): 20 mg of S-ketamine over 20 min; 260 and 273 ng/mL were observed.
  @Test func arterialSKetamine() throws {
    let dose = InputSchedule.Entry(time: 0, target: "arterial.S.A1", action: .infusion(amount: 20, duration: 1.0 / 3))
    let course = try CompoundCourse([], of: "ketamine", ["Cp", "Cp_R"], doses: [dose])
    #expect(isWithin(0.05, course.peak("Cp"), of: 268))
    #expect(isWithin(0.001, course.peak("Cp"), of: 267.96))
    #expect(course.timeOfPeak("Cp") == 1.0 / 3)
    #expect(course.peak("Cp_R") == 0)
  }

  /// The reference simulation of 0.5 mg/kg over 40 min at 70 kg, at 10 to 1440 min.
  @Test(arguments: [
    (variant: "venous", levels: [56.0, 99, 160, 107, 82, 63, 29, 15, 1.3]),
    (variant: "arterial", levels: [199.0, 241, 298, 97, 68, 46, 23, 15, 0.4]),
  ])
  func racemicKetamineInfusion(_ row: (variant: String, levels: [Double])) throws {
    let minutes: [Double] = [10, 20, 40, 60, 80, 110, 230, 360, 1440]
    let course = try CompoundCourse(
      ["ketamine 0.5 mg/kg iv \(row.variant) over 40 min on day 0"], of: "ketamine", ["Cp"],
      times: minutes.map { $0 / 60 })
    for (level, expected) in zip(course["Cp"], row.levels) {
      #expect(abs(level - expected) <= (expected < 2 ? 0.06 : 0.6))
    }
  }

  /// Holze 2023 (doi:10.1002/cpt.2821): mean peaks, from which the three constants were solved.
  @Test(arguments: [
    (dose: 15.0, peak: 11.0, simulated: 10.42), (dose: 25.0, peak: 17.0, simulated: 17.37),
    (dose: 30.0, peak: 21.0, simulated: 20.84),
  ])
  func psilocinPeak(_ row: (dose: Double, peak: Double, simulated: Double)) throws {
    let course = try CompoundCourse(["psilocybin \(row.dose) mg oral on day 0"], of: "psilocybin", ["Cp"])
    #expect(isWithin(0.06, course.peak("Cp"), of: row.peak))
    #expect(isWithin(0.001, course.peak("Cp"), of: row.simulated))
    #expect(abs(course.timeOfPeak("Cp") - 2) < 0.05)
  }

  /// Areberg 2006 (doi:10.1208/aapsj080102): dose over clearance over a day is 21.9 ng/mL at 10 mg.
  @Test func escitalopramSteadyState() throws {
    let times = (0...96).map { 27 * 24 + Double($0) / 4 }
    let course = try CompoundCourse(
      ["escitalopram 10 mg oral daily x 28 from day 0"], of: "escitalopram", ["Cp", "sert"], times: times)
    #expect(isWithin(0.01, course.area("Cp") / 24, of: 21.93))
    #expect(isWithin(0.005, course.area("sert") / 24, of: 0.762))
  }

  /// Klein 2006 (doi:10.1007/s00213-006-0486-0): occupancy six hours after one dose, within one SD.
  @Test(arguments: [
    (dose: 5.0, mean: 0.60, spread: 0.06, simulated: 0.5557), (dose: 10.0, mean: 0.64, spread: 0.06, simulated: 0.6689),
    (dose: 20.0, mean: 0.75, spread: 0.05, simulated: 0.7447),
  ])
  func escitalopramOccupancy(_ row: (dose: Double, mean: Double, spread: Double, simulated: Double)) throws {
    let course = try CompoundCourse(["escitalopram \(row.dose) mg oral on day 0"], of: "escitalopram", ["sert"])
    #expect(abs(course.value("sert", at: 6) - row.mean) <= row.spread)
    #expect(isWithin(0.002, course.value("sert", at: 6), of: row.simulated))
  }

  /// Hasan 2021 (doi:10.1097/ALN.0000000000003829): the ratio for R to which its hydroxynorketamine is scaled.
  @Test func hydroxynorketamineOfR() throws {
    let course = try CompoundCourse(
      ["ketamine 0.5 mg/kg iv over 40 min on day 0"], of: "ketamine", ["Cp_R", "hydroxynorketamine_R"],
      times: CompoundCourse.days)
    #expect(isWithin(0.002, course.area("hydroxynorketamine_R") / course.area("Cp_R"), of: 3.1))
  }
}
