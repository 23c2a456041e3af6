import Diagnostics
import Files
import Pharmacology
import Populations
import Randomness
import Trials

/// Turns published trials into designs as they were run.
package struct DesignDerivation: Sendable {
  let standIns: CompoundStandIns
  let choices: ValidationChoices
  let scales: ScaleCatalogue
  let seed: UInt64

  package init(standIns: CompoundStandIns, choices: ValidationChoices, scales: ScaleCatalogue, seed: UInt64) {
    self.standIns = standIns
    self.choices = choices
    self.scales = scales
    self.seed = seed
  }

  /// A trial's designs and targets. Nothing is dropped: what cannot be simulated keeps its place with the reason.
  ///
  /// - Parameters:
  ///   - sets: targets of other sets are not scored.
  ///   - replicates: of each design, before what `effort` and pooling allow.
  /// - Throws: what is wrong with the library or the choices; never what a source lacks.
  package func derive(
    _ trial: PublishedTrial, sets: Set<PublishedTarget.TargetSet>, replicates: Int
  ) throws -> DerivedTrial {
    let scored = trial.targets.filter { $0.rule != nil && sets.contains($0.set) }
    var reasons: [String: String] = [:]
    for target in scored { reasons[target.id] = unsupported(target) }
    let asked = scored.filter { reasons[$0.id] == nil }
    let parts = try PartDerivation(derivation: self, trial: trial, asked: asked, replicates: replicates).parts()
    var derived = DerivedTrial(trial: trial, parts: parts.made.map(\.part), targets: [], leftOut: parts.leftOut)
    derived.targets = trial.targets.map { target in
      guard target.rule != nil else {
        let why = target.set == .context ? "context only" : "no rule: a fact for reading"
        return DerivedTarget(target: target, outcome: .notScored(why))
      }
      guard sets.contains(target.set) else {
        return DerivedTarget(target: target, outcome: .notScored("the set \(target.set.rawValue) was not asked for"))
      }
      if let reason = reasons[target.id] { return DerivedTarget(target: target, outcome: .notSimulated(reason)) }
      do {
        let planning = TargetPlanning(trial: trial, choices: choices, scales: scales, parts: parts)
        return DerivedTarget(target: target, outcome: .planned(try planning.plan(target)))
      } catch let failure as Underivable {
        return DerivedTarget(target: target, outcome: .notSimulated(failure.reason))
      } catch {
        return DerivedTarget(target: target, outcome: .notSimulated("it cannot be planned: \(error)"))
      }
    }
    return derived
  }

  /// Why a target's statistic or scale is out of reach, whatever the design.
  private func unsupported(_ target: PublishedTarget) -> String? {
    if target.statistic == .slope {
      return "the regression behind the slope is not recorded, so that it cannot be computed the same way"
    }
    if let name = target.scale, scales[name] == nil { return "the library has no scale \"\(name)\"" }
    return nil
  }

  /// The id of the scale that a name stands for: the primary one where the source names none.
  func scale(_ name: String?) throws -> ScaleCatalogue.Entry {
    let name = name ?? choices.primaryScale
    guard let entry = scales[name] else { throw Underivable("the library has no scale \"\(name)\"") }
    return entry
  }
}

/// The designs of one trial and where its arms are in them.
struct DerivedParts {
  struct Made {
    var part: DerivedPart
    /// Ids of published arms in the order of the design's arms.
    var arms: [String]
    var treatments: [ArmTreatments]
    /// Last dose or session of each arm, in days.
    var lastDose: [Double]
  }
  var made: [Made] = []
  var leftOut: [DerivedTrial.LeftOutArm] = []
  /// Why arms are in no design where that is not for what they are themselves.
  var failed: [String: String] = [:]

  func place(of arm: String) throws -> TargetPlan.ArmPlace {
    for (index, part) in made.enumerated() {
      if let position = part.arms.firstIndex(of: arm) { return TargetPlan.ArmPlace(part: index, arm: position) }
    }
    if let reason = failed[arm] { throw Underivable(reason) }
    if let left = leftOut.first(where: { $0.arm == arm }) { throw Underivable("arm \(arm): \(left.reason)") }
    throw Underivable("arm \(arm) is in no design")
  }
}
