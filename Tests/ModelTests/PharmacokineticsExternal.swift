import Testing

/// Data that no parameter was built from. A miss is asserted as a miss, with the number that the model gives: when a
/// number moves, `Documentation/pharmacokinetics.md` is out of date.
@Suite struct PharmacokineticsExternal {
  @Test func ketamineAtTheEndOfAnInfusion() throws {
    func level(_ variant: String) throws -> Double {
      try CompoundCourse(["ketamine 0.5 mg/kg iv \(variant) over 40 min on day 0"], of: "ketamine", ["Cp"])
        .value("Cp", at: 2.0 / 3)
    }
    // Zarate 2006, venous: 185 ng/mL
    check(try level("venous"), documented: 160.2, measured: 140...240, .pass)
    check(try level("arterial"), documented: 298.2, measured: 140...240, .miss)
  }

  @Test func psilocin() throws {
    let course = try CompoundCourse(
      ["psilocybin 25 mg oral on day 0"], of: "psilocybin", ["Cp"], times: CompoundCourse.hours(16))
    // Dahmane 2021 (doi:10.1002/cpdd.796): 18.7 ng/mL; Brown 2017 (doi:10.1007/s40262-017-0540-6): 3.0 (SD 1.1) h
    check(course.peak("Cp"), documented: 17.37, measured: 0.8 * 18.7...1.2 * 18.7, .pass)
    check(course.halfLife("Cp", from: 10, to: 16), documented: 1.85, measured: 1.9...4.1, .miss)
  }

  /// Hasan 2021 (doi:10.1097/ALN.0000000000003829): 1.7 (SD 0.8) from a vein, 18 (SD 11) by mouth.
  @Test func hydroxynorketamineRatio() throws {
    func ratio(_ treatment: String) throws -> Double {
      let course = try CompoundCourse(
        [treatment], of: "ketamine", ["Cp_S", "hydroxynorketamine_S"], times: CompoundCourse.days)
      return course.area("hydroxynorketamine_S") / course.area("Cp_S")
    }
    check(try ratio("ketamine 35 mg iv venous over 40 min on day 0"), documented: 0.960, measured: 0.9...2.5, .pass)
    check(try ratio("ketamine 35 mg iv arterial over 40 min on day 0"), documented: 0.896, measured: 0.9...2.5, .miss)
    check(try ratio("ketamine 40 mg oral on day 0"), documented: 5.65, measured: 7...29, .miss)
  }

  /// Grant 1981, as Zanos 2018 (doi:10.1124/pr.117.015198) has it.
  @Test func ketamineByMouth() throws {
    let course = try CompoundCourse(["ketamine 0.5 mg/kg oral on day 0"], of: "ketamine", ["Cp"])
    check(course.peak("Cp"), documented: 13.13, measured: 35...55, .miss)
  }

  /// doi:10.1002/phar.2669, Table 6: geometric means and standard deviations; times to peak of 23, 14 and 16 min.
  @Test(arguments: [
    (dose: 10.0, mean: 22.9, spread: 1.97, simulated: 15.90), (dose: 30.0, mean: 60.8, spread: 1.90, simulated: 47.71),
    (dose: 50.0, mean: 77.6, spread: 2.29, simulated: 79.51),
  ])
  func racemicSpray(_ row: (dose: Double, mean: Double, spread: Double, simulated: Double)) throws {
    let course = try CompoundCourse(["ketamine \(row.dose) mg nasal on day 0"], of: "ketamine", ["Cp"])
    check(course.peak("Cp"), documented: row.simulated, measured: row.mean / row.spread...row.mean * row.spread, .pass)
    check(course.timeOfPeak("Cp") * 60, documented: 29, measured: 10...25, .miss)
  }

  @Test func racemicSprayArea() throws {
    let course = try CompoundCourse(
      ["ketamine 30 mg nasal on day 0"], of: "ketamine", ["Cp"], times: CompoundCourse.days)
    check(course.area("Cp"), documented: 153.4, measured: 23...92, .miss)
    check(course.area("Cp", until: 6), documented: 117.2, measured: 23...92, .miss)
  }

  /// The same table: 296 (geometric SD 1.71) ng/mL two minutes after 10 mg at once.
  @Test func ketamineAtOnce() throws {
    let course = try CompoundCourse(["ketamine 10 mg iv on day 0"], of: "ketamine", ["Cp"])
    check(course.peak("Cp"), documented: 75.19, measured: 173...506, .miss)
  }

  /// Rolan 2013 (doi:10.1111/bcp.12264): peak at 0.75 (0.25 to 1) h.
  @Test func sublingualWafer() throws {
    let course = try CompoundCourse(["ketamine 25 mg sublingual on day 0"], of: "ketamine", ["Cp"])
    check(course.timeOfPeak("Cp"), documented: 0.675, measured: 0.25...1, .pass)
  }

  /// Yanagihara 2003 (doi:10.1002/bdd.336): areas of each norketamine enantiomer over 6 or 8 h, three people.
  @Test(arguments: [
    (
      treatment: "ketamine 25 mg nasal on day 0", end: 6.0, simulated: (124.1, 121.2), measured: 70.0...130,
      isPass: true
    ),
    (
      treatment: "ketamine 50 mg sublingual on day 0", end: 8, simulated: (291.8, 288.1), measured: 280...460,
      isPass: true
    ),
    (treatment: "ketamine 50 mg oral on day 0", end: 8, simulated: (301.6, 299.5), measured: 400...600, isPass: false),
  ])
  func norketamineAreas(
    _ row: (treatment: String, end: Double, simulated: (Double, Double), measured: ClosedRange<Double>, isPass: Bool)
  ) throws {
    let course = try CompoundCourse([row.treatment], of: "ketamine", ["norketamine_S", "norketamine_R"])
    let verdict = row.isPass ? Verdict.pass : .miss
    check(course.area("norketamine_S", until: row.end), documented: row.simulated.0, measured: row.measured, verdict)
    check(course.area("norketamine_R", until: row.end), documented: row.simulated.1, measured: row.measured, verdict)
  }

  /// The label of nasal esketamine: 20 to 40 min after the last spray, 89 L/h, 7 to 12 h.
  @Test func esketamineLabel() throws {
    for (dose, documented) in [(28.0, 36.0), (56, 35.5), (84, 34.5)] {
      let course = try CompoundCourse(["esketamine \(dose) mg nasal on day 0"], of: "esketamine", ["Cp"])
      let afterLast = course.timeOfPeak("Cp") * 60 - 5 * (dose / 28 - 1)
      check(afterLast, documented: documented, measured: 20...40, .pass)
    }
    let course = try CompoundCourse(
      ["esketamine 28 mg iv over 40 min on day 0"], of: "esketamine", ["Cp"], times: CompoundCourse.days)
    check(28000 / course.area("Cp"), documented: 109.0, measured: 80...98, .miss)
    check(course.halfLife("Cp", from: 20, to: 30), documented: 10.51, measured: 7...12, .pass)
  }

  /// Meyer 2004 (doi:10.1176/appi.ajp.161.5.826): 76 to 85 % at minimum treatment doses of five drugs of this kind.
  @Test func transporterAtTheMinimumTreatmentDose() throws {
    let times = (0...96).map { 27 * 24 + Double($0) / 4 }
    let course = try CompoundCourse(
      ["escitalopram 10 mg oral daily x 28 from day 0"], of: "escitalopram", ["sert"], times: times)
    check(course.area("sert") / 24, documented: 0.762, measured: 0.76...0.85, .pass)
  }
}
