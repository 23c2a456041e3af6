import Antimony
import Equations
import Foundation
import Pharmacology
import Randomness
import SBML
import Simulation
import TestSupport
import Testing

/// A model with drawn patients whose results must have the same bits however they are computed.
enum BitsCase: String, Sendable, CaseIterable, CustomTestStringConvertible {
  /// The patient model under six infusions and a course of therapy.
  case flagship
  /// Own SBML models with events (`Tests/Fixtures/events`).
  case dosing, relay, oscillator, schedule

  var testDescription: String { rawValue }

  func system() throws -> EquationSystem {
    if self == .flagship {
      return try .build(from: AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path))
    }
    return try .build(
      from: SBMLReader.read(path: ProjectPaths.fixtures.appendingPathComponent("events/\(rawValue).xml").path))
  }

  func schedule() throws -> InputSchedule {
    guard self == .flagship else {
      // A dose of nothing makes the solver step there, and start anew.
      return InputSchedule(stops.map { .init(time: $0, target: outputs[0], action: .bolus(amount: 0)) })
    }
    let parser = TreatmentParser(
      library: try TreatmentLibrary.read(models: ProjectPaths.models.path), durationDays: 84)
    return InputSchedule(
      try [PatientCourse.course, "emdr weekly x 4 from day 1"].map { try parser.parse(TreatmentLine(argument: $0)) })
  }

  var outputs: [String] {
    switch self {
    case .flagship: ["ketamine.Cp", "glutamate", "mtorc1", "spines", "madrs"]
    case .dosing: ["gut", "level", "brake", "given", "effect"]
    case .schedule: ["gut", "blood", "effect", "factor", "side"]
    case .relay: ["height", "speed", "warmth", "heat", "count"]
    case .oscillator: ["cell", "a", "b", "c", "divisions", "order"]
    }
  }

  /// Parameters with the size of their log-normal variation, and what else patients differ in.
  private var varied: [(name: String, spread: Double)] {
    switch self {
    case .flagship: [("weight", 0.18), ("ketamine.CL_scale", 0.3), ("ketamine.V_scale", 0.3), ("sensitivity", 0.5)]
    case .dosing: [("ka", 0.3), ("ke", 0.4), ("volume", 0.5), ("fraction", 0.1)]
    case .schedule: [("ka", 0.3), ("ke", 0.4), ("late", 0.3), ("hour", 0.2)]
    case .relay: [("rest", 0.05), ("drag", 0.5), ("rate", 0.2), ("lag", 0.3)]
    case .oscillator: [("growth", 0.2), ("alpha", 0.4), ("decay", 0.2), ("threshold", 0.1)]
    }
  }

  func patients(_ count: Int, of system: EquationSystem) throws -> ParameterTable {
    let medians = try varied.map { varied in
      try #require(system.parameters.first { $0.name == varied.name }).value
    }
    let values = (0..<count).flatMap { patient in
      zip(varied, medians).map { varied, median in
        var stream = RandomStream(seed: 4, patient: patient, purpose: varied.name)
        return median * Elementary.exp(varied.spread * stream.normal())
      }
    }
    return ParameterTable(names: varied.map(\.name), patientCount: count, values: values, numbers: Array(0..<count))
  }

  var times: [Double] {
    switch self {
    case .flagship: [0, 0.5, 0.7, 4, 24, 72, 73, 168, 500, 1000, 2016]
    case .dosing: [0, 1, 1.3, 6, 12, 12.5, 24, 30, 40, 60]
    case .schedule: [0, 1, 5.5, 8, 8.5, 12, 16, 16.5, 20, 24]
    case .relay: [0, 0.1, 0.5, 2, 2.25, 5, 8, 9.5]
    case .oscillator: [0, 1, 4, 7.3, 12, 20, 21.5, 30]
    }
  }

  /// Times of inputs, at which a run may be stopped and go on.
  var stops: [Double] {
    switch self {
    case .flagship: [72, 240]
    case .dosing: [7, 12, 31.5]
    case .schedule: [0, 8, 14, 20]
    case .relay: [0.4, 3.3]
    case .oscillator: [7.3, 17]
    }
  }
}
