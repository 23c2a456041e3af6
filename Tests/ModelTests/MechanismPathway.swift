import Testing

/// From the dose to proteins: checks 3 to 9, 16 and 17 of Documentation/mechanism-checks.md.
@Suite struct MechanismPathway {
  static let dose = "\(PatientCourse.single) on day 0"
  static let days = PatientCourse.firstDay + [3, 7]

  /// What a blocker given on the day of the dose leaves of the effect: of the relief and of the gain in spines.
  private func left(by blocker: String, day: Double) throws -> (relief: Double, gain: Double) {
    let control = try PatientCourse([Self.dose], days: Self.days)
    let blocked = try PatientCourse(
      [Self.dose], inputs: [PatientCourse.hold(blocker, 1, from: 0, to: 1)], days: Self.days)
    return (blocked.relief(day) / control.relief(day), blocked.gain(day) / control.gain(day))
  }

  /// Check 2 (Moghaddam 1997, 10.1523/JNEUROSCI.17-08-02921.1997): the response rises from 10 to 30 mg/kg in the
  /// rat and falls far below at 200. Human doses in the proportion of 0.5 to 12 mg/kg.
  @Test func doseIsAnInvertedU() throws {
    let days = (0...288).map { Double($0) / 96 }
    let areas = try [10, 20, 30, 200].map { rat in
      let dose = "ketamine \(0.5 * Double(rat) / 12) mg/kg iv over 40 min on day 0"
      return try PatientCourse([dose], outputs: ["mtorc1"], days: days)["mtorc1"].reduce(0) { $0 + ($1 - 1) / 96 }
    }
    #expect(areas[0] < areas[1] && areas[1] < areas[2])
    #expect(areas[3] < 0.5 * areas[2])
  }

  /// Check 3 in part: human spectroscopy saw 1.13 to 1.38 during an infusion (10.1038/s41386-018-0136-3,
  /// 10.1038/mp.2015.83). Measured: 1.33 at 57 minutes.
  @Test func glutamateSurge() throws {
    let course = try PatientCourse([Self.dose], outputs: ["glutamate"], days: (0...480).map { Double($0) / 480 })
    #expect((1.1...1.5).contains(course.peak("glutamate")))
    #expect((15...60).contains(course.dayOfPeak("glutamate") * 24 * 60))
  }

  /// Check 3, missed part: nothing is left of it at 3.2 hours (10.3389/fnins.2021.609485). The model still has 8.7 %.
  @Test func glutamateAfterThreeHoursIsADocumentedMiss() throws {
    let course = try PatientCourse([Self.dose], outputs: ["glutamate"], days: [0, 3.2 / 24])
    let excess = course.value("glutamate", day: 3.2 / 24) - 1
    #expect(isWithin(0.02, excess, of: 0.0873))
    #expect(!(excess < 0.05))
  }

  /// Check 4 (Maeng 2008, PMID 17643398): without AMPA receptors there is no effect.
  @Test func ampaBlock() throws {
    let left = try left(by: "nbqx", day: 1)
    #expect(abs(left.relief) < 0.1)
    #expect(abs(left.gain) < 0.02)
  }

  /// Check 5 (Lepack 2014, 10.1093/ijnp/pyu033): without released BDNF there is no effect.
  @Test func bdnfBlock() throws {
    let left = try left(by: "anti_bdnf", day: 1)
    #expect(abs(left.relief) < 0.1)
    #expect(abs(left.gain) < 0.02)
  }

  /// Check 6 (Li 2010, 10.1126/science.1190287): without mTORC1 in the brain no spines, and nothing left after a week.
  @Test func rapamycinInTheBrain() throws {
    let first = try left(by: "rapamycin", day: 1)
    let week = try left(by: "rapamycin", day: 7)
    #expect(abs(first.gain) < 0.1)
    #expect(abs(week.gain) < 0.1)
    #expect(abs(week.relief) < 0.1)
  }

  /// Check 7 (Abdallah 2020, 10.1038/s41386-020-0644-9): taken by mouth, acting outside the brain, it spares the
  /// effect on day 1 and helps at two weeks.
  @Test func rapamycinOutsideTheBrain() throws {
    let inputs = [PatientCourse.hold("rapamycin", 1, from: 0, to: 1)]
    let control = try PatientCourse([Self.dose], days: [0, 1, 14])
    let systemic = try PatientCourse([Self.dose], inputs: inputs, ["rapamycin_central": 0], days: [0, 1, 14])
    #expect(abs(systemic.relief(1) - control.relief(1)) < 0.1 * control.relief(1))
    #expect(systemic.relief(14) >= control.relief(14))
  }

  /// Check 8 (Liu 2012, PMC3290730; Laje 2012, 10.1016/j.biopsych.2012.05.031): less release of BDNF, less effect.
  @Test func val66met() throws {
    let courses = try [1, 0.7, 0.4].map { try PatientCourse([Self.dose], ["val66met": $0], days: [0, 1, 3]) }
    #expect(courses[0].relief(1) > courses[1].relief(1) && courses[1].relief(1) > courses[2].relief(1))
    #expect(courses[0].gain(3) > courses[1].gain(3) && courses[1].gain(3) > courses[2].gain(3))
    #expect(courses[2].relief(1) > 0)
  }

  /// Check 9 (Gideons 2014 and Li 2010, both weakly verified): the signals are over in a day, the proteins are not.
  @Test(arguments: ["\(PatientCourse.single) on day 0", "\(PatientCourse.psilocybin) on day 0"])
  func triggerAndWhatOutlastsIt(dose: String) throws {
    let course = try PatientCourse([dose], outputs: ["bdnf", "mtorc1", "pathway.P"], days: Self.days)
    #expect(course.value("bdnf", day: 1) - 1 < 0.05 * (course.peak("bdnf") - 1))
    #expect(course.value("mtorc1", day: 1) - 1 < 0.05 * (course.peak("mtorc1") - 1))
    #expect(course.value("pathway.P", day: 3) > 0.1 * course.peak("pathway.P"))
    #expect(course.peak("bdnf") > 1.3)
  }

  /// Check 16 (Shao 2021, 10.1016/j.neuron.2021.06.008): stronger heads are back to rest by day 34, more spines
  /// are not.
  @Test func strengthIsTransientNumberLasts() throws {
    let course = try PatientCourse(
      ["\(PatientCourse.psilocybin) on day 0"], ["starts_well": 1], outputs: ["strength"], days: [0, 1, 34])
    #expect((0.05...0.2).contains(course.value("strength", day: 1)))
    #expect(course.value("strength", day: 34) < 0.01 * course.value("strength", day: 1))
    #expect(course.ratio(34) > 1.05)
  }

  /// Check 17 (raw data of Shao and Liao 2025; Shao 2021, 10.1016/j.neuron.2021.06.008): without 5-HT2A receptors
  /// psilocybin grows nothing, a partial antagonist leaves part; ketamine does not care.
  @Test func serotonin2ABlock() throws {
    func ratio(_ dose: String, _ block: Double) throws -> Double {
      let inputs = block > 0 ? [PatientCourse.hold("antagonist2A", block, from: 0, to: 1)] : []
      return try PatientCourse(["\(dose) on day 0"], inputs: inputs, ["starts_well": 1], days: [0, 7]).ratio(7)
    }
    let open = try ratio(PatientCourse.psilocybin, 0)
    let partial = try ratio(PatientCourse.psilocybin, 0.5)
    #expect(abs(try ratio(PatientCourse.psilocybin, 1) - 1) < 0.03)
    #expect(partial > 1.02 && partial < open)
    let ketamine = try ratio(PatientCourse.single, 0)
    #expect(abs(try ratio(PatientCourse.single, 1) - ketamine) < 1e-6)
  }
}
