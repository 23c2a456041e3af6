import Antimony
import Diagnostics
import Equations
import Foundation
import Pharmacology
import Populations
import Simulation
import TestSupport
import Trials

/// The library's patients and treatments, for small trials.
enum RunningFixture {
  static let library = Result { try TreatmentLibrary.read(models: ProjectPaths.models.path) }

  static func population() throws -> PopulationDescription {
    let text = """
      title: t
      duration: 1 weeks
      patients: {count: 1, population: \(ProjectPaths.protocols.path)/populations/trial-patients.yaml}
      arms:
        - title: none
      """
    return try StudyProtocol.parse(SourceText(name: "population", text: text), library: library.get()).population
  }

  /// Treatments by their lines, over some days.
  static func treatments(_ lines: [String], days: Double) throws -> [Treatment] {
    let parser = TreatmentParser(library: try library.get(), durationDays: days)
    return try parser.parse(lines.map { TreatmentLine(argument: $0) })
  }

  static func arm(
    _ id: String, _ role: TrialArm.Role, _ control: ControlType?, _ lines: [String], days: Double, allocation: Int = 1
  ) throws -> TrialArm {
    var arm = TrialArm(
      id: id, title: id, role: role, control: control, treatments: try treatments(lines, days: days))
    arm.allocation = allocation
    return arm
  }

  /// Ketamine once against midazolam once, two to one, as Murrough 2013 (doi:10.1176/appi.ajp.2013.13030392).
  static func single(subjects: Int = 72) throws -> TrialDesign {
    var enrolment = Enrolment(population: try population(), diagnosis: "depression")
    enrolment.baseline = (32, 6)
    var design = TrialDesign(
      title: "Single infusion", id: "SINGLE", durationDays: 7, enrolment: enrolment,
      arms: [
        try arm("drug", .active, nil, ["ketamine 0.5 mg/kg iv over 40 min on day 0"], days: 7, allocation: 2),
        try arm("control", .control, .activePlacebo, ["midazolam 0.045 mg/kg iv over 40 min on day 0"], days: 7),
      ],
      subjectCount: subjects,
      visits: [0, 1, 2, 3, 7].map { TrialVisit(day: $0, title: "day \(Int($0))") }, scales: ["MADRS"],
      analysis: AnalysisPlan(endpoints: [], contrasts: []))
    design.seed = 5
    return design
  }

  /// A nasal spray twice a week with a tablet a day, against the tablet alone, four weeks.
  static func daily(subjects: Int = 230) throws -> TrialDesign {
    var enrolment = Enrolment(population: try population(), diagnosis: "resistant depression")
    enrolment.baseline = (37, 5.6)
    var drug = try arm(
      "drug", .active, nil, ["esketamine 84 mg nasal on days 0, 3, 7, 10, 14, 17, 21, 24"], days: 28)
    var control = try arm("control", .control, .inertPlacebo, [], days: 28)
    drug.concomitant = try treatments(["escitalopram 10 mg oral daily"], days: 28)
    control.concomitant = drug.concomitant
    return TrialDesign(
      title: "Spray and tablet", id: "DAILY", durationDays: 28, enrolment: enrolment, arms: [drug, control],
      subjectCount: subjects,
      visits: [0, 2, 8, 15, 22, 28].map { TrialVisit(day: $0, title: "day \(Int($0))") }, scales: ["MADRS"],
      analysis: AnalysisPlan(endpoints: [], contrasts: []))
  }

  /// A week of the tablet, then ketamine once for those who have not improved.
  static func rescue(subjects: Int) throws -> TrialDesign {
    var design = try daily(subjects: subjects)
    design.arms[0].treatments = try treatments(["ketamine 0.2 mg/kg iv over 40 min on day 0"], days: 28)
    design.visits = [0, 2, 8, 9, 15, 28].map { TrialVisit(day: $0, title: "day \(Int($0))") }
    design.regimens = [
      Regimen(id: "rescue", treatments: try treatments(["ketamine 0.5 mg/kg iv over 40 min on day 0"], days: 28))
    ]
    for arm in design.arms.indices {
      design.arms[arm].rules = [
        TrialRule(
          name: "rescue", visits: [2],
          conditions: [TrialCondition(quantity: .percentChange(0), relation: .more, value: -30)], action: .start(0),
          isRescue: true)
      ]
    }
    return design
  }

  static func runner(_ design: TrialDesign) throws -> TrialRunner {
    var design = design
    let path = ProjectPaths.models.appendingPathComponent("patient.ant").path
    let system = try design.equations(of: AntimonyReader.read(path: path))
    return try TrialRunner(
      design: design, system: system,
      parameters: TrialParameters.read(folder: ProjectPaths.models.appendingPathComponent("trial").path),
      scales: ScaleLibrary.read(folder: ProjectPaths.models.appendingPathComponent("scales").path))
  }

  static func data(
    _ design: TrialDesign, _ replicates: Range<Int> = 0..<1, _ estimands: [Estimand] = [.asRun], threads: Int = 0,
    detailed: Set<Int> = []
  ) throws -> [[TrialData]] {
    var all: [[TrialData]] = []
    var options = SimulationOptions()
    options.threads = threads
    try runner(design).run(replicates, estimands: estimands, detailed: detailed, options: options) { all.append($0) }
    return all
  }
}
