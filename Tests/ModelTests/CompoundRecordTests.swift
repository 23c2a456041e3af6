import Antimony
import Equations
import Evidence
import Foundation
import Networks
import Pharmacology
import Simulation
import TestSupport
import Testing

/// The compounds' files agree with each other: kinetics, routes and the record of every constant.
@Suite struct CompoundRecordTests {
  static let library = Result { try TreatmentLibrary.read(models: ProjectPaths.models.path) }
  static let compounds = ((try? library.get().compounds) ?? []).map(\.id)

  private func network(_ compound: String) throws -> Network {
    try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("compounds/\(compound).ant").path)
  }

  private func records() throws -> [EvidenceRecord] {
    let folder = ProjectPaths.root.appendingPathComponent("Evidence/parameters").path
    return try EvidenceLibrary.read(folder: folder).records
  }

  /// The numbers that a compound's module states: everything that no formula computes and no dose changes.
  private func constants(_ compound: String) throws -> [String: Parameter] {
    let network = try network(compound)
    var computed = Set(network.initialAssignments.map(\.target))
    for rule in network.rules {
      switch rule.kind {
      case .rate(let name), .assignment(let name): computed.insert(name)
      case .algebraic: break
      }
    }
    let stated = network.parameters.filter { !computed.contains($0.id) && $0.value != nil }
    return Dictionary(uniqueKeysWithValues: stated.map { ("\(compound).\($0.id)", $0) })
  }

  @Test(arguments: compounds)
  func everyConstantHasARecordWithItsValue(_ compound: String) throws {
    let records = Dictionary(uniqueKeysWithValues: try records().map { ($0.id, $0) })
    let constants = try constants(compound)
    #expect(constants.count > 10)
    for (id, constant) in constants {
      guard let record = records[id] else {
        Issue.record("\(id) has no record in Evidence/parameters")
        continue
      }
      #expect(Double(record.value) == constant.value, "\(id): the record has \(record.value)")
      #expect(record.source != nil && record.context != nil && record.uncertainty != nil, "\(id)")
    }
  }

  /// The other way round: no record of a constant that is gone.
  @Test(arguments: compounds)
  func everyRecordHasItsConstant(_ compound: String) throws {
    let constants = try constants(compound)
    let noted = try Self.library.get().compounds.first { $0.id == compound }?.sideEffectsEvidence
    for record in try records() where record.id.hasPrefix(compound + ".") && record.id != noted {
      #expect(constants[record.id] != nil, "\(record.id) is no constant of the module")
    }
  }

  /// So does the one number that is no constant of a module: the side effects that the library states.
  @Test func sideEffectsHaveARecordWithTheirValue() throws {
    let values = Dictionary(uniqueKeysWithValues: try records().map { ($0.id, Double($0.value)) })
    for compound in try Self.library.get().compounds {
      if let id = compound.sideEffectsEvidence {
        #expect(values[id] == compound.sideEffects, "\(compound.id)")
      } else {
        #expect(compound.sideEffects == 0, "\(compound.id)")
      }
    }
  }

  /// A number that was not read, computed or derived from a source is graded as what it is.
  @Test func weakVerificationHasAWeakGrade() throws {
    for record in try records() where record.verification == .assumed {
      #expect(record.grade == .e, "\(record.id)")
    }
  }

  /// Every route's targets are states and the quantities it names exist; so do the outputs it shows.
  @Test func routesFitTheKinetics() throws {
    for compound in try Self.library.get().compounds {
      let system = try EquationSystem.build(from: network(compound.id))
      let states = Set(system.states.map(\.name))
      let known = Set(system.observables.map(\.name))
      for output in [compound.plasma, compound.receptor, compound.acute] + compound.metabolites {
        #expect(known.contains(output.output), "\(compound.id).\(output.output)")
      }
      for route in compound.routes {
        for part in route.variants.flatMap(\.parts) + (route.device?.laterParts ?? []) {
          #expect(states.contains(part.target), "\(compound.id) \(route.id): \(part.target)")
          for name in [part.bioavailability, part.lag, part.duration].compactMap({ $0 }) {
            #expect(known.contains(name), "\(compound.id) \(route.id): \(name)")
          }
        }
      }
    }
  }

  /// In the patient a compound does what it does alone, and its ports reach the patient's own quantities.
  @Test(arguments: ReceptorTests.treatments)
  func compoundsWorkInsideThePatient(_ row: (compound: String, treatment: String, silent: [String])) throws {
    let ports = ["Cp", "nmdar", "activation2A", "sert", "acute"]
    let times = CompoundCourse.hours(3)
    let alone = try CompoundCourse([row.treatment], of: row.compound, ports, times: times)
    let treatment = try TreatmentParser(library: try Self.library.get(), durationDays: 7).parse(
      TreatmentLine(argument: row.treatment))
    let network = try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path)
    let outputs = ["\(row.compound).Cp"] + ports.dropFirst()
    let simulator = try Simulator(
      system: EquationSystem.build(from: network), schedule: InputSchedule([treatment]), outputs: outputs)
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: times)
    for (output, name) in ports.enumerated() {
      for time in times.indices {
        let value = course.value(patient: 0, time: time, output: output)
        #expect(abs(value - alone[name][time]) <= 1e-4 * alone.peak(name))
      }
    }
  }

  /// Half of a racemic dose is S and half is R, whatever the variant.
  @Test func racemicDosesAreHalved() throws {
    for compound in try Self.library.get().compounds {
      for variant in compound.routes.flatMap(\.variants) where variant.parts.contains(where: { $0.fraction != 1 }) {
        #expect(variant.parts.reduce(0) { $0 + $1.fraction } == 1, "\(compound.id)")
      }
    }
  }
}
