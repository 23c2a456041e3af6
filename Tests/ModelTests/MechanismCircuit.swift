import Testing

/// The loop of stress and control: checks 1, 21, 22 and 25 to 28 of Documentation/mechanism-checks.md.
@Suite struct MechanismCircuit {
  /// Check 1 (Hosenfeld 2015, 10.1186/s12888-015-0596-5; Demic 2014, 10.1371/journal.pone.0110358): both states
  /// persist without treatment.
  @Test func bothStatesPersist() throws {
    for start in [0.0, 1.0] {
      let course = try PatientCourse([], ["starts_well": start], days: [0, 30, 90, 180])
      for day in course.days { #expect(abs(course.madrs(day) - course.madrs(0)) < 0.01) }
    }
    #expect(abs(try PatientCourse([], days: [0]).madrs(0) - 32) < 1e-9)
  }

  /// Check 1: starts between ill and well end in one of the two, and the end changes once along the way.
  @Test func oneUnstableStateBetween() throws {
    let ends = try (0...20).map {
      try PatientCourse([], ["starts_well": Double($0) / 20], days: [0, 400]).madrs(400)
    }
    for end in ends { #expect(end < 8 || end > 26, "\(end)") }
    let switches = zip(ends, ends.dropFirst()).filter { ($0 > 16) != ($1 > 16) }.count
    #expect(switches == 1)
  }

  /// A patient is described by the depressed level and the barrier, whatever they are: the start is a steady state.
  @Test(arguments: [(0.63, 0.1), (0.70, 0.06), (0.70, 0.29), (0.77, 0.15), (0.77, 0.3)])
  func everyPatientStartsIllAndStays(depressed: Double, barrier: Double) throws {
    let course = try PatientCourse(
      [], ["X_dep": depressed, "barrier": barrier, "severity": 28, "adversity": 0.7], days: [0, 180])
    #expect(abs(course.madrs(0) - 28) < 1e-9)
    #expect(abs(course.value("spines", day: 0) - depressed) < 1e-9)
    #expect(abs(course.madrs(180) - 28) < 0.05)
  }

  /// Check 21 (Moench 2017, PMC5555043; Cramer 2016, 10.1371/journal.pone.0167490): three weeks of stress tip a
  /// vulnerable person for good and a resilient one for a time; three days tip nobody.
  @Test func stressTipsTheVulnerable() throws {
    func end(_ length: Double, _ vulnerability: Double) throws -> Double {
      try PatientCourse(
        [], inputs: [PatientCourse.hold("extra_stress", 0.8, from: 0, to: length)],
        ["starts_well": 1, "vulnerability": vulnerability], days: [0, 240]
      ).madrs(240)
    }
    #expect(try end(21, 1) > 25)
    #expect(try end(21, 0.45) < 8)
    #expect(try end(3, 1) < 7)
    #expect(try end(3, 0.45) < 7)
  }

  /// Check 22 (Abdallah 2020, 10.1038/s41386-020-0644-9; Price 2022, 10.1176/appi.ajp.20220216): the effect of
  /// one dose is mostly gone in two weeks.
  @Test func singleDoseRelapses() throws {
    let course = try PatientCourse(["\(PatientCourse.single) on day 0"], days: [0, 1, 14, 56])
    #expect(course.relief(1) > 10)
    #expect(course.relief(14) < 0.5 * course.relief(1))
  }

  /// Check 25 (Gorka 2019, 10.1038/s41386-019-0407-7; Kim 2016, 10.1186/s13062-016-0117-6): the same later stress
  /// brings back those who had the drug alone, not those who had therapy too.
  @Test func therapyProtectsFromLaterStress() throws {
    let stress = [PatientCourse.hold("extra_stress", 0.8, from: 120, to: 141)]
    let therapy = "cbt 60 min on days \((0..<17).map { "\(1 + 5 * $0)" }.joined(separator: ", "))"
    func end(_ treatments: [String]) throws -> PatientCourse {
      try PatientCourse(
        treatments, inputs: stress, ["barrier": 0.12], outputs: ["reactivity"], days: [0, 119, 300])
    }
    let drug = try end([PatientCourse.course])
    let both = try end([PatientCourse.course, therapy])
    #expect(drug.madrs(119) < 10 && both.madrs(119) < 10)
    #expect(both.value("reactivity", day: 119) < 0.85 && abs(drug.value("reactivity", day: 119) - 1) < 1e-9)
    #expect(drug.madrs(300) > 22)
    #expect(both.madrs(300) < 10)
  }

  /// Instead of check 26 (Wade 2002; Taylor 2006, 10.1001/archpsyc.63.11.1217): escitalopram against nothing
  /// at week 8, and the share of the effect of week 6 that is there after a week.
  @Test func escitalopram() throws {
    let course = try PatientCourse(["escitalopram 10 mg oral daily"], days: [0, 7, 42, 56])
    #expect((1.0...4.4).contains(course.relief(56)))
    #expect((0.2...0.45).contains(course.relief(7) / course.relief(42)))
  }

  /// Check 28: who recovered stays well for six months after the last dose.
  @Test func recoveryNeedsNoFurtherDoses() throws {
    let days = [0] + (6...24).map { Double($0) * 10 }
    let course = try PatientCourse([PatientCourse.course], ["barrier": 0.12], days: days)
    for day in days.dropFirst() { #expect(course.madrs(day) < 10, "day \(day)") }
  }

  /// Checks 23 and 24 (Price 2022, 10.1176/appi.ajp.20220216; Nardou 2023, 10.1038/s41586-023-06204-3): training
  /// in the days after a dose lasts where training alone does not. Only under the hypothesis of a window, which
  /// is off by default.
  @Test func trainingInTheWindow() throws {
    let dose = "\(PatientCourse.single) on day 0"
    let early = ["cbt 20 min on days 1, 2, 3, 4 at 9 h", "cbt 20 min on days 1, 2, 3, 4 at 15 h"]
    let late = ["cbt 20 min on days 14, 15, 16, 17 at 9 h", "cbt 20 min on days 14, 15, 16, 17 at 15 h"]
    func relief(_ treatments: [String], window: Double) throws -> Double {
      try PatientCourse(treatments, ["therapy.window_hypothesis": window], days: [0, 30]).relief(30)
    }
    let drug = try relief([dose], window: 0)
    let trained = try relief([dose] + early, window: 1)
    let training = try relief(early, window: 1)
    #expect(trained - drug > 5 && trained - training > 5)
    #expect(try relief([dose] + late, window: 1) - drug < 0.5 * (trained - drug))
    // Without the hypothesis the two add up.
    let added = try relief([dose] + early, window: 0) - drug
    #expect(abs(added - training) < 0.3 * training)
  }
}
