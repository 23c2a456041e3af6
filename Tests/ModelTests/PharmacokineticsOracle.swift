import Foundation
import Simulation
import TestSupport
import Testing

/// Whole courses against exact solutions of the published models, whose constants are written here a second time, in
/// the units of the papers.
@Suite struct PharmacokineticsOracle {
  private let times = CompoundCourse.hours(24)

  /// Largest difference over the largest value of the oracle.
  private func expectAgreement(_ course: [Double], _ oracle: [Double], within tolerance: Double = 1e-6) {
    let largest = oracle.max() ?? .nan
    let difference = zip(course, oracle).map { abs($0 - $1) }.max() ?? .nan
    #expect(course.count == oracle.count && difference <= tolerance * largest, "\(difference / largest)")
  }

  /// Perez-Ruixo 2021: two devices five minutes apart, nose and swallowed shares, liver.
  @Test func esketamineTwoDevices() throws {
    var model = LinearKinetics()
    model.flow("nose", "central", 2.93)
    model.flow("swallowed", "liver", 1.45)
    model.exchange("central", 192, "peripheral 1", 143, 84.3)
    model.exchange("central", 192, "peripheral 2", 417, 37.6)
    model.exchange("central", 192, "liver", 101, 151)
    model.flow("liver", nil, 1.11)
    model.flow("liver", "metabolite", 2.77)
    model.flow("metabolite", nil, 38.0 / 70)
    model.exchange("metabolite", 70, "metabolite 2", 115, 26.1)
    let (first, later) = (0.54, 0.54 * 0.62)
    let doses = [(0.0, first), (5.0 / 60, later)].flatMap { time, share in
      [
        LinearKinetics.Dose(time: time, state: "nose", amount: 28 * share),
        LinearKinetics.Dose(time: time, state: "swallowed", amount: 28 * (1 - share) * 0.64, duration: 0.53),
      ]
    }
    let course = try CompoundCourse(
      ["esketamine 56 mg nasal on day 0"], of: "esketamine", ["Cp", "norketamine"], times: times)
    expectAgreement(course["Cp"], model.course(of: "central", after: doses, at: times).map { $0 / 192 * 1000 })
    expectAgreement(
      course["norketamine"], model.course(of: "metabolite", after: doses, at: times).map { $0 / 70 * 1000 })
  }

  /// Simons 2022, S only, per minute as printed: two delays in two steps each.
  @Test func arterialSKetamineAndMetabolites() throws {
    var model = LinearKinetics()
    func perHour(_ litrePerMinute: Double) -> Double { litrePerMinute * 60 }
    model.exchange("K", 11.6, "K2", 39.0, perHour(2.43))
    model.exchange("K", 11.6, "K3", 174, perHour(1.21))
    model.flow("K", "delay 1", 0.8 * perHour(1.48) / 11.6)
    model.flow("K", nil, 0.2 * perHour(1.48) / 11.6)
    model.flow("delay 1", "delay 2", 2 / (20.1 / 60))
    model.flow("delay 2", "N", 2 / (20.1 / 60))
    model.exchange("N", 11.6, "N2", 221, perHour(2.63))
    model.flow("N", "delay 3", perHour(1.0) / 11.6)
    model.flow("delay 3", "delay 4", 2 / (1.12 / 60))
    model.flow("delay 4", "H", 0.7 * 2 / (1.12 / 60))
    model.flow("delay 4", nil, 0.3 * 2 / (1.12 / 60))
    model.exchange("H", 4.4, "H2", 87.5, perHour(1.7))
    model.flow("H", nil, perHour(0.933) / 4.4)
    let doses = [LinearKinetics.Dose(time: 0, state: "K", amount: 20, duration: 1.0 / 3)]
    let entry = InputSchedule.Entry(time: 0, target: "arterial.S.A1", action: .infusion(amount: 20, duration: 1.0 / 3))
    let course = try CompoundCourse(
      [], of: "ketamine", ["Cp_S", "norketamine_S", "hydroxynorketamine_S"], times: times, doses: [entry])
    expectAgreement(course["Cp_S"], model.course(of: "K", after: doses, at: times).map { $0 / 11.6 * 1000 })
    // Rounding of the printed mean transit times to the model's digits is what the wider bounds allow for.
    expectAgreement(
      course["norketamine_S"], model.course(of: "N", after: doses, at: times).map { $0 / 11.6 * 1000 * 223.7 / 237.73 })
    expectAgreement(
      course["hydroxynorketamine_S"],
      model.course(of: "H", after: doses, at: times).map { $0 / 4.4 * 1000 * 239.7 / 237.73 }, within: 1e-5)
  }

  /// Fanta 2015 and Otto 2021 for both enantiomers of a racemic dose; the whole clearance forms apparent norketamine.
  @Test func venousRacemate() throws {
    func enantiomer(clearance: Double) -> LinearKinetics {
      var model = LinearKinetics()
      model.exchange("K", 133, "K2", 187, 23.2)
      model.exchange("K", 133, "K3", 98.8, 157)
      model.flow("K", "N", clearance / 133)
      model.exchange("N", 98.6, "N2", 160, 42.8)
      model.flow("N", nil, 57.7 / 98.6)
      return model
    }
    let doses = [LinearKinetics.Dose(time: 0, state: "K", amount: 17.5, duration: 2.0 / 3)]
    let models = [enantiomer(clearance: 95.2), enantiomer(clearance: 0.859 * 95.2)]
    func total(_ state: String, _ volume: Double) -> [Double] {
      let courses = models.map { $0.course(of: state, after: doses, at: times) }
      return zip(courses[0], courses[1]).map { ($0 + $1) / volume * 1000 }
    }
    let course = try CompoundCourse(
      ["ketamine 0.5 mg/kg iv over 40 min on day 0"], of: "ketamine", ["Cp", "norketamine"], times: times)
    expectAgreement(course["Cp"], total("K", 133))
    expectAgreement(course["norketamine"], total("N", 98.6).map { $0 * 223.7 / 237.73 })
  }

  /// By mouth: 0.17 arrives as ketamine, 0.83 is lost on the way and 0.8 of that arrives as norketamine.
  @Test func ketamineByMouth() throws {
    var model = LinearKinetics()
    model.flow("gut", "K", 0.97)
    model.flow("gut wall", "N", 0.97)
    model.exchange("K", 133, "K2", 187, 23.2)
    model.exchange("K", 133, "K3", 98.8, 157)
    model.flow("K", "N", 0.8 * 95.2 / 133)
    model.flow("K", nil, 0.2 * 95.2 / 133)
    let volume = 0.8 * 98.6
    model.exchange("N", volume, "N2", 0.8 * 160, 0.8 * 42.8)
    model.flow("N", nil, 0.8 * 57.7 / volume)
    let doses = [
      LinearKinetics.Dose(time: 0, state: "gut", amount: 20 * 0.17, duration: 0.32),
      LinearKinetics.Dose(time: 0, state: "gut wall", amount: 20 * 0.83 * 0.8, duration: 0.32),
    ]
    let course = try CompoundCourse(
      ["ketamine 40 mg oral on day 0"], of: "ketamine", ["Cp_S", "norketamine_S"], times: times)
    expectAgreement(course["Cp_S"], model.course(of: "K", after: doses, at: times).map { $0 / 133 * 1000 })
    expectAgreement(
      course["norketamine_S"],
      model.course(of: "N", after: doses, at: times).map { $0 / volume * 1000 * 223.7 / 237.73 })
  }

  /// Two weeks of escitalopram for a person of 55 kg, each dose after its lag.
  @Test func escitalopramDaily() throws {
    let volume = 800 + 12.0 * (55 - 79)
    var model = LinearKinetics()
    model.flow("gut", "C", 3.6)
    model.exchange("C", volume, "P", 470, 98)
    model.flow("C", nil, 19 / volume)
    let doses = (0..<14).map { LinearKinetics.Dose(time: Double($0) * 24 + 0.93, state: "gut", amount: 20) }
    let times = (0...(15 * 24)).map(Double.init)
    let course = try CompoundCourse(
      ["escitalopram 20 mg oral daily x 14 from day 0"], of: "escitalopram", ["Cp"], times: times,
      parameters: ["weight": 55])
    expectAgreement(course["Cp"], model.course(of: "C", after: doses, at: times).map { $0 / volume * 1000 })
  }

  /// Two doses of psilocybin four hours apart, by superposition of the closed form.
  @Test func psilocinTwice() throws {
    let (uptake, loss) = (0.64, 185.0 / 480)
    func level(_ time: Double) -> Double {
      guard time > 0 else { return 0 }
      let dose = 25 * 0.7186 / 480 * 1000
      return dose * uptake / (uptake - loss) * (exp(-loss * time) - exp(-uptake * time))
    }
    let second = InputSchedule.Entry(
      time: 4, target: "depot_oral", action: .bolus(amount: 25), scaledBy: ["psilocin_fraction"])
    let course = try CompoundCourse(
      ["psilocybin 25 mg oral on day 0"], of: "psilocybin", ["Cp"], times: times, doses: [second])
    expectAgreement(course["Cp"], times.map { level($0) + level($0 - 4) })
  }
}
