import Antimony
import Evidence
import Foundation
import Networks
import Pharmacology
import TestSupport
import Testing

/// The patient model's own constants, beside the compounds': every one has its record.
@Suite struct PatientRecordTests {
  static let compounds = CompoundRecordTests.compounds.map { $0 + "." }

  private static let others = ["population.", "trial.", "scale.", "hpa_glands.", "hpa_switch."]

  private static func isOwn(_ id: String) -> Bool { !(compounds + others).contains { id.hasPrefix($0) } }

  private func network() throws -> Network {
    try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path)
  }

  /// What the text states as a number: everything that no formula computes and no schedule changes.
  private func constants() throws -> [String: Double] {
    let network = try network()
    var computed = Set(network.initialAssignments.map(\.target))
    for rule in network.rules {
      switch rule.kind {
      case .rate(let name), .assignment(let name): computed.insert(name)
      case .algebraic: break
      }
    }
    let stated = network.parameters.filter { $0.isConstant && !computed.contains($0.id) && Self.isOwn($0.id) }
    let values = stated.compactMap { parameter in parameter.value.map { (parameter.id, $0) } }
    return Dictionary(uniqueKeysWithValues: values)
  }

  private func records() throws -> [String: EvidenceRecord] {
    let folder = ProjectPaths.root.appendingPathComponent("Evidence/parameters").path
    let records = try EvidenceLibrary.read(folder: folder).records.filter { Self.isOwn($0.id) }
    return Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
  }

  @Test func everyConstantHasARecordWithItsValue() throws {
    let (constants, records) = (try constants(), try records())
    #expect(constants.count > 100)
    for (id, value) in constants {
      guard let record = records[id] else {
        Issue.record("\(id) has no record in Evidence/parameters")
        continue
      }
      #expect(Double(record.value) == value, "\(id): the record has \(record.value)")
      #expect(record.source != nil && record.context != nil && record.uncertainty != nil, "\(id)")
    }
    for id in records.keys { #expect(constants[id] != nil, "\(id) is no constant of the patient") }
  }

  /// Units on every quantity.
  @Test func everyQuantityHasAUnit() throws {
    for parameter in try network().parameters where Self.isOwn(parameter.id) {
      #expect(parameter.unit != nil, "\(parameter.id) has no unit")
    }
  }

  @Test func everyModalityActsOnAnInput() throws {
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    let inputs = Set(try network().parameters.filter { !$0.isConstant }.map(\.id))
    #expect(library.modalities.count == 4)
    for modality in library.modalities { #expect(inputs.contains(modality.input), "\(modality.id)") }
  }
}
