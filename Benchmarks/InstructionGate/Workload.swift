import Antimony
import Diagnostics
import Equations
import Foundation
import NativeCode
import Pharmacology
import Randomness
import SBML
import Simulation
import TestSupport

/// A model with drawn patients, in four lanes of code for a processor with AVX2, on one thread.
enum Workload: String, CaseIterable {
  /// The patient model under two infusions of a drug and a session of therapy, life's stress included.
  case patient
  /// An SBML model with events (`Tests/Fixtures/events`).
  case relay

  static let patientCount = 10

  /// What runs the patients over a short and a long time, after which nothing but more steps has happened; both return
  /// how many steps were attempted.
  func runs() throws -> (short: () throws -> Int, long: () throws -> Int) {
    let system = try system()
    var options = SimulationOptions()
    options.processor = .avx2
    options.width = 4
    options.tier = .full
    options.threads = 1
    options.seed = 1
    let simulator = try Simulator(
      system: system, schedule: schedule(), outputs: outputs, options: options, patientCount: Self.patientCount)
    let patients = try patients(of: system)
    func run(until end: Double) throws -> Int {
      let course = try simulator.run(patients: patients, times: [0, 0.25, 0.5, 1].map { $0 * end })
      guard course.statistics.failedPatients == 0 else { throw InputError("a patient of \(rawValue) failed") }
      return course.statistics.acceptedSteps + course.statistics.rejectedSteps
    }
    return ({ try run(until: end) }, { try run(until: 2 * end) })
  }

  private func system() throws -> EquationSystem {
    switch self {
    case .patient:
      try .build(from: AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path))
    case .relay:
      try .build(from: SBMLReader.read(path: ProjectPaths.fixtures.appendingPathComponent("events/relay.xml").path))
    }
  }

  private func schedule() throws -> InputSchedule {
    guard self == .patient else { return InputSchedule() }
    let parser = TreatmentParser(library: try TreatmentLibrary.read(models: ProjectPaths.models.path), durationDays: 84)
    let lines = ["ketamine 0.5 mg/kg iv over 40 min on days 0, 2", "emdr weekly x 1 from day 1"]
    return InputSchedule(try lines.map { try parser.parse(TreatmentLine(argument: $0)) })
  }

  private var outputs: [String] {
    switch self {
    case .patient: ["ketamine.Cp", "glutamate", "mtorc1", "spines", "madrs"]
    case .relay: ["height", "warmth", "count"]
    }
  }

  private var end: Double {
    switch self {
    case .patient: 4 * 24
    case .relay: 1
    }
  }

  private var varied: [String] {
    switch self {
    case .patient: ["weight", "ketamine.CL_scale", "ketamine.V_scale", "sensitivity"]
    case .relay: ["rest", "drag", "rate", "lag"]
    }
  }

  /// Each varied by about a tenth.
  private func patients(of system: EquationSystem) throws -> ParameterTable {
    let values = Dictionary(uniqueKeysWithValues: system.parameters.map { ($0.name, $0.value) })
    let fixed: [(String, Double)] = self == .patient ? [("noise", 0.3)] : []
    let rows = (0..<Self.patientCount).flatMap { patient in
      varied.map { name in
        var stream = RandomStream(seed: 1, patient: patient, purpose: name)
        return (values[name] ?? .nan) * Elementary.exp(0.1 * stream.normal())
      } + fixed.map(\.1)
    }
    return ParameterTable(names: varied + fixed.map(\.0), patientCount: Self.patientCount, values: rows)
  }
}
