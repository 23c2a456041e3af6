import Antimony
import Diagnostics
import Evidence
import Foundation
import Pharmacology
import Populations
import Simulation
import TestSupport
import Testing

/// The shipped population of depressed adults: its numbers have records, and its patients are what it says.
@Suite struct PopulationFileTests {
  private func study() throws -> StudyProtocol {
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    return try StudyProtocol.read(
      ProjectPaths.root.appendingPathComponent("Protocols/covariates.yaml").path, library: library)
  }

  @Test func everyCovariateHasARecord() throws {
    let folder = ProjectPaths.root.appendingPathComponent("Evidence/parameters").path
    let ids = Set(try EvidenceLibrary.read(folder: folder).records.map(\.id))
    for covariate in try study().population.covariates {
      #expect(ids.contains("population.\(covariate.name)"), "\(covariate.name) has no record")
    }
    for name in ["correlation.height_body_weight", "correlation.severity_adversity", "effect.CYP2B6", "effect.BDNF"] {
      #expect(ids.contains("population.\(name)"))
    }
  }

  /// The same for the patients of trials: everything that varies has a record, and the model has all of it.
  @Test func everythingThatDiffersInTrialsHasARecord() throws {
    let text = """
      title: t
      duration: 1 weeks
      patients: {count: 1, population: \(ProjectPaths.protocols.path)/populations/trial-patients.yaml}
      arms: [{title: none}]
      """
    let library = try TreatmentLibrary.read(models: ProjectPaths.models.path)
    var study = try StudyProtocol.parse(SourceText(name: "population", text: text), library: library)
    let folder = ProjectPaths.root.appendingPathComponent("Evidence/parameters").path
    let ids = Set(try EvidenceLibrary.read(folder: folder).records.map(\.id))
    for name in study.population.covariates.map(\.name) + study.population.variations.map(\.name) {
      let record =
        name.contains(".")
        ? "kinetics.\(name.prefix { $0 != "." })"
        : name.hasPrefix("phase") || name.hasPrefix("share") ? "noise" : name
      #expect(ids.contains("population.\(record)"), "\(name) has no record")
    }
    #expect(ids.contains("population.effect.previous_failures"))
    let given = Set(study.population.variations.map { String($0.name.prefix { $0 != "." }) })
    for compound in library.compounds {
      #expect(given.contains(compound.id), "\(compound.id) is the same in everybody")
    }
    let network = try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path)
    try study.check(against: study.equations(of: network))
    let drawn = try study.draw(0..<500)
    #expect(drawn.refusals.isEmpty)
    let barrier = try #require(drawn.parameters.names.firstIndex(of: "barrier"))
    #expect((0..<500).allSatisfy { drawn.parameters.values[$0 * drawn.parameters.names.count + barrier] <= 0.3 })
  }

  @Test func theModelTakesIt() throws {
    var study = try study()
    let network = try AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path)
    let system = try study.equations(of: network)
    try study.check(against: system)
    #expect(study.occasionTargets(study.arms[1].treatments) == ["ketamine.CL_scale"])
    #expect(study.occasionTargets(study.arms[0].treatments).isEmpty)
  }

  /// Five standard errors around what the file and its sources state.
  @Test func thePatientsAreAsDescribed() throws {
    let count = 4000
    let drawn = try study().draw(0..<count)
    #expect(drawn.refusals.isEmpty)
    func values(_ name: String) throws -> [Double] {
      let column = try #require(drawn.covariates.columns.firstIndex { $0.name == name })
      return drawn.covariates.values(column: column)
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let root = Double(count).squareRoot()
    let sex = try values("sex")
    // Limits on the body mass index cut a few patients away, of both sexes alike.
    #expect(abs(mean(sex) - 0.412) < 5 * 0.5 / root)
    #expect(abs(mean(try values("height")) - (0.588 * 161.8 + 0.412 * 175.7)) < 5 * 10 / root)
    #expect(abs(mean(try values("CYP2B6")) - 0.42) < 5 * 0.6 / root)
    #expect(abs(mean(try values("BDNF")) - 0.39) < 5 * 0.6 / root)
    #expect(abs(mean(try values("adversity_score"))) < 0.05)
    #expect(try values("BMI").allSatisfy { (16...50).contains($0) })
    // A published mean that the file was not made from: 28.0 in SUSTAIN-2.
    #expect(abs(mean(try values("BMI")) - 28.5) < 1.5)
    let weight = try #require(drawn.parameters.names.firstIndex(of: "weight"))
    let width = drawn.parameters.names.count
    #expect(try values("body_weight") == (0..<count).map { drawn.parameters.values[$0 * width + weight] })
  }
}
