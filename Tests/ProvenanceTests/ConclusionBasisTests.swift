import Evidence
import Populations
import Provenance
import Simulation
import Testing

@Suite struct ConclusionBasisTests {
  private func measured(drawn: Set<String> = []) throws -> ConclusionBasis? {
    let runner = try TalkingStudy.runner()
    return try ConclusionBasis.measured(
      on: runner.run(), runner: runner, drawn: drawn, library: TalkingStudy.library(), options: SimulationOptions())
  }

  /// Two hours of talking: a skill of 2, a relief of 8 points, in proportion to gain and rate.
  @Test func measuresTheArmFurthestFromTheFirst() throws {
    let basis = try #require(try measured())
    #expect(basis.arm == 2 && basis.title == "Twice" && basis.comparator == "Nothing" && basis.day == 14)
    #expect(abs(basis.relief - 8) < 1e-6)
    #expect(Set(basis.entries.map(\.name)) == ["gain", "rate"])
    for entry in basis.entries {
      #expect(abs(entry.less - 7.2) < 1e-6 && abs(entry.more - 8.8) < 1e-6, "\(entry.name)")
    }
    let gain = basis.entries.first { $0.name == "gain" }
    #expect(gain?.record.grade == .b && gain?.record.source == "Doe 2020")
  }

  /// Neither what the score does not depend on, nor what is 0 or exact, was changed; the level moves both arms alike.
  @Test func changesOnlyWhatCanMatter() throws {
    #expect(try measured()?.count == 3)
  }

  @Test func leavesOutWhatIsDrawn() throws {
    #expect(try measured(drawn: ["gain"])?.entries.map(\.name) == ["rate"])
  }

  @Test func listsWhatIsFromMemory() throws {
    #expect(try measured()?.fromMemory.map(\.id) == ["rate"])
    #expect(try measured(drawn: ["rate"])?.fromMemory.map(\.id) == ["rate"])
  }

  /// With one arm the relief counts from the start.
  @Test func aLoneArmIsHeldAgainstItsStart() throws {
    let text = "title: T\nduration: 7 days\nseed: 1\narms: [{title: Once, treatments: [talk on day 0]}]\n"
    let runner = try TalkingStudy.runner(text)
    let basis = try #require(
      try ConclusionBasis.measured(
        on: runner.run(), runner: runner, drawn: [], library: TalkingStudy.library(), options: SimulationOptions()))
    #expect(basis.comparator == nil && abs(basis.relief - 4) < 1e-6)
    #expect(Set(basis.entries.map(\.name)) == ["gain", "rate"])
  }

  @Test func aModelWithoutRecordsHasNone() throws {
    let runner = try TalkingStudy.runner()
    let none = try ConclusionBasis.measured(
      on: runner.run(), runner: runner, drawn: [], library: EvidenceLibrary([]), options: SimulationOptions())
    #expect(none == nil)
  }

  /// What one number does in every arm: by a tenth, and over what its record allows.
  @Test func showsWhatANumberDoes() throws {
    let runner = try TalkingStudy.runner()
    let library = try TalkingStudy.library()
    let effects = try #require(
      try NumberEffects.measured(library.record("gain"), runner: runner, options: SimulationOptions()))
    #expect(effects.comparator == "Nothing" && effects.arms.map(\.title) == ["Once", "Twice"])
    #expect(effects.states.isEmpty && effects.stages == ["Symptoms"])
    #expect(effects.steps.map(\.low) == [3.6, 2] && effects.steps[1].high == 8)
    // Days 1 and 7: one hour of talking in both arms by day 1, then two in one of them.
    #expect(zip(effects.arms[1].relief, [4, 8]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(abs(effects.arms[1].changed[1].high[1] - 16) < 1e-6 && abs(effects.arms[0].changed[1].low[1] - 2) < 1e-6)
    let rate = try #require(
      try NumberEffects.measured(library.record("rate"), runner: runner, options: SimulationOptions()))
    #expect(rate.states == ["skill"] && rate.steps.count == 1)
  }
}
