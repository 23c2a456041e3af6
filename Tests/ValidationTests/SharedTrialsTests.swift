import Foundation
import TestSupport
import Testing
import Trials
import Validation

/// The collection of published trials that development used, where it is at hand.
@Suite struct SharedTrialsTests {
  private static let path = ProjectPaths.root.path + "/../shared/evidence/trials.yaml"
  private static let isThere = FileManager.default.fileExists(atPath: path)

  @Test(.enabled(if: isThere, "the collection of published trials is not at hand"))
  func everyTargetIsPlannedOrHasAReason() throws {
    let trials = try PublishedTrialFile.read(Self.path)
    let derivation = try ValidationFixture.derivation()
    #expect(trials.count >= 60)
    var (planned, missing) = (0, 0)
    for trial in trials {
      let derived = try derivation.derive(trial, sets: [.calibration, .validation], replicates: 500)
      #expect(derived.targets.map(\.target.id) == trial.targets.map(\.id))
      for target in derived.targets {
        switch target.outcome {
        case .planned(let plan):
          planned += 1
          #expect(target.target.rule != nil)
          let places = plan.arms + plan.versus + plan.ordered.values
          #expect(places.allSatisfy { derived.parts[$0.part].design.arms.indices.contains($0.arm) })
        case .notSimulated(let reason):
          missing += 1
          #expect(!reason.isEmpty && target.target.rule != nil)
        case .notScored: #expect(target.target.rule == nil)
        }
      }
      for part in derived.parts {
        #expect(part.replicates >= 2 && part.design.subjectCount > 0 && part.design.visits.first?.day == 0)
        if part.isPooled { #expect(part.design.subjectCount <= 300 * part.design.arms.count) }
      }
    }
    #expect(planned + missing == trials.flatMap(\.targets).count { $0.rule != nil })
    #expect(planned > 90)
  }
}
