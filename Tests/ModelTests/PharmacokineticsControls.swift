import Simulation
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

  /// Br J Clin Pharmacol 83:721 (2017, doi:10.1111/bcp.13163), 2.5 mg from a vein, geometric mean and spread: area 93.9 (34 %)
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
    // Barr 2001 (Anesthesiology 95:286): the half-maximal level, held by a constant infusion.
    let hold = try CompoundCourse(
      ["midazolam \(101 * 27 * 0.048) mg iv over 48 h on day 0"], of: "midazolam", ["acute"],
      times: CompoundCourse.hours(48))
    #expect(isWithin(0.01, hold.value("acute", at: 48), of: 0.5))
  }

  /// Solved from two means: 1 g at once (white adults, conference abstract: 17.9 mg/L, 29.0 mg·h/L), and 2 g extended
  /// (Menon 2007, doi:10.5414/cpp45448: 9.3 mg/L at 4.6 h, 26.2 mg·h/L), here as an even release over 4.5 h.
  @Test func niacinFollowsItsSources() throws {
    let atOnce = try CompoundCourse(["niacin 1000 mg oral on day 0"], of: "niacin", ["Cp"])
    #expect(isWithin(0.05, atOnce.peak("Cp"), of: 17_900))
    #expect(isWithin(0.05, atOnce.area("Cp"), of: 29_000))
    let release = InputSchedule.Entry(time: 0, target: "depot_oral", action: .infusion(amount: 2000, duration: 4.48))
    let extended = try CompoundCourse([], of: "niacin", ["Cp"], times: CompoundCourse.hours(12), doses: [release])
    #expect(isWithin(0.05, extended.peak("Cp"), of: 9300))
    #expect(isWithin(0.05, extended.area("Cp"), of: 26_200))
    #expect(abs(extended.timeOfPeak("Cp") - 4.6) < 0.2)
  }

  /// A tenth of the dose leaves far less than a tenth behind, is felt for an hour, and more is felt for longer.
  @Test func niacinFlushes() throws {
    func course(_ dose: Double) throws -> CompoundCourse {
      try CompoundCourse(["niacin \(dose) mg oral on day 0"], of: "niacin", ["Cp", "acute"])
    }
    let (low, high) = (try course(100), try course(1000))
    #expect(low.area("Cp") < 0.02 * high.area("Cp"))
    #expect(isWithin(0.01, low.peak("acute"), of: 0.225) && isWithin(0.01, high.peak("acute"), of: 0.396))
    #expect(low.timeOfPeak("acute") < 0.5 && low.value("acute", at: 2) < 0.025)
    #expect(high.value("acute", at: 2) > 0.3)
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
