import Testing

/// The active placebos: what they reach in plasma, how much they are felt, and that they do nothing else.
@Suite struct PharmacokineticsControls {
  private static let infusion = "midazolam 0.045 mg/kg iv over 40 min on day 0"

  /// Two compartments after an infusion, solved exactly.
  @Test func midazolamFollowsItsClosedForm() throws {
    var model = LinearKinetics()
    model.flow("gut", "C", 3)
    model.exchange("C", 43, "P", 42, 20)
    model.flow("C", nil, 27.0 / 43)
    let times = CompoundCourse.hours(12)
    let doses = [
      LinearKinetics.Dose(time: 0, state: "C", amount: 3.15, duration: 2.0 / 3),
      LinearKinetics.Dose(time: 0, state: "gut", amount: 0.4 * 10),
    ]
    let course = try CompoundCourse(
      [Self.infusion, "midazolam 10 mg oral on day 0"], of: "midazolam", ["Cp"], times: times)
    let oracle = model.course(of: "C", after: doses, at: times).map { $0 / 43 * 1000 }
    for (level, expected) in zip(course["Cp"], oracle) { #expect(abs(level - expected) < 1e-4) }
  }

  /// van den Berg 2017 (doi:10.1111/bcp.13163), 2.5 mg from a vein, geometric mean and spread: area 93.9 (34 %)
  /// ng·h/mL, half-life 3.6 (29 %) h. Pecking 2002 (PMC1874433), 0.1 mg/kg: half-life 2.9 (SD 0.7) h, clearance 4.4
  /// (SD 1.0) mL/min/kg, volume 1.1 (SD 0.2) L/kg.
  @Test func midazolamFromAVein() throws {
    let course = try CompoundCourse(
      ["midazolam 2.5 mg iv on day 0"], of: "midazolam", ["Cp"], times: CompoundCourse.hours(72))
    check(course.area("Cp"), documented: 92.6, measured: 62...126, .pass)
    let halfLife = course.halfLife("Cp", from: 6, to: 12)
    check(halfLife, documented: 3.11, measured: 2.6...4.6, .pass)
    check(halfLife, documented: 3.11, measured: 2.2...3.6, .pass)
    check(2500 / course.area("Cp") * 1000 / 60 / 70, documented: 6.43, measured: 3.4...5.4, .miss)
    check((43.0 + 42) / 70, documented: 1.214, measured: 0.9...1.3, .pass)
  }

  /// Smith 1981 (doi:10.1007/BF00562804): 10 mg by mouth, peak of the mean course 61 (solution) and 50 (tablet) ng/mL,
  /// at 0.37 and 0.74 (SD 0.45) h.
  @Test func midazolamByMouth() throws {
    let course = try CompoundCourse(["midazolam 10 mg oral on day 0"], of: "midazolam", ["Cp"])
    check(course.peak("Cp"), documented: 52.9, measured: 45...65, .pass)
    check(course.timeOfPeak("Cp"), documented: 0.55, measured: 0.29...1.19, .pass)
  }

  /// The control of ketamine trials: felt, less than the drug itself, and gone after two hours.
  @Test func midazolamSedates() throws {
    let course = try CompoundCourse([Self.infusion], of: "midazolam", ["Cp", "occupancy", "acute"])
    #expect(isWithin(0.01, course.peak("Cp"), of: 52.8))
    #expect(isWithin(0.01, course.peak("acute"), of: 0.274))
    #expect(isWithin(0.01, course.peak("occupancy"), of: 0.736))
    #expect(course.value("acute", at: 2) < 0.07)
    let ketamine = try CompoundCourse(["ketamine 0.5 mg/kg iv over 40 min on day 0"], of: "ketamine", ["acute"])
    #expect(course.peak("acute") < ketamine.peak("acute"))
    // Barr 2001 (doi:10.1097/00000542-200108000-00008): the half-maximal level, held by a constant infusion.
    let hold = try CompoundCourse(
      ["midazolam \(101 * 27 * 0.048) mg iv over 48 h on day 0"], of: "midazolam", ["acute"],
      times: CompoundCourse.hours(48))
    #expect(isWithin(0.01, hold.value("acute", at: 48), of: 0.5))
  }

  /// It reaches the patient as a feeling and leaves the symptoms, the window and every synapse alone.
  @Test func midazolamDoesNothingElse() throws {
    let outputs = ["acute", "window", "glutamate", "bias"]
    let days = PatientCourse.firstDay + [7, 28]
    let control = try PatientCourse(outputs: outputs, days: days)
    let given = try PatientCourse(["\(Self.infusion.dropLast(9)) on days 0, 3, 7"], outputs: outputs, days: days)
    #expect(given.peak("acute") > 0.2)
    for output in ["window", "glutamate", "bias", "madrs", "spines"] {
      for day in days { #expect(abs(given.value(output, day: day) - control.value(output, day: day)) < 1e-6) }
    }
  }
}
