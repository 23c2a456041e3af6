import Foundation
import Pharmacology
import Trials

/// Words for the parts of a trial, the same in tables, figures and pages.
struct TrialText {
  let design: TrialDesign

  func arm(_ index: Int) -> String { PlainText.oneLine(design.arms[index].title) }

  /// `Ketamine 0.5 mg/kg − Midazolam 0.045 mg/kg`
  func contrast(_ contrast: TrialContrast) -> String { "\(arm(contrast.arm)) − \(arm(contrast.versus))" }

  /// `ketamine − midazolam`, by the ids.
  func shortContrast(_ contrast: TrialContrast) -> String {
    "\(design.arms[contrast.arm].id) − \(design.arms[contrast.versus].id)"
  }

  /// Whether drugs are under test in the first arm of a contrast: only they can be made to relieve nothing.
  func hasDrug(_ contrast: TrialContrast) -> Bool {
    design.arms[contrast.arm].treatments.contains { if case .dose = $0.content { true } else { false } }
  }

  /// `MADRS change, day 1 (ANCOVA)`
  func endpoint(_ endpoint: TrialEndpoint) -> String {
    let scale = design.scales[endpoint.scale]
    let when = endpoint.visit.map { ", \(design.visits[$0].title)" } ?? ""
    switch endpoint.kind {
    case .changeByAncova: return "\(scale) change\(when) (ANCOVA)"
    case .changeByRepeatedMeasures: return "\(scale) change\(when) (MMRM)"
    case .response: return "\(scale) response\(when)"
    case .remission: return "\(scale) remission\(when)"
    case .timeToRelapse: return "time to relapse"
    }
  }

  /// What an estimate of the endpoint is counted in.
  static func unit(_ kind: TrialEndpoint.Kind) -> String {
    switch kind {
    case .changeByAncova, .changeByRepeatedMeasures: "points"
    case .response, .remission: "% of subjects"
    case .timeToRelapse: "hazard ratio"
    }
  }

  /// An estimate in ``unit(_:)``; hazards are estimated as logarithms.
  static func shown(_ value: Double, _ kind: TrialEndpoint.Kind) -> Double {
    switch kind {
    case .changeByAncova, .changeByRepeatedMeasures: value
    case .response, .remission: 100 * value
    case .timeToRelapse: exp(value)
    }
  }

  static func decimals(_ kind: TrialEndpoint.Kind) -> Int {
    switch kind {
    case .changeByAncova, .changeByRepeatedMeasures: 1
    case .response, .remission: 0
    case .timeToRelapse: 2
    }
  }

  static func number(_ value: Double, _ kind: TrialEndpoint.Kind) -> String {
    NumberText.fixed(shown(value, kind), decimals: decimals(kind))
  }

  /// `-7.7 (-12.6 to -2.8)`
  static func interval(_ value: Double, _ low: Double, _ high: Double, _ kind: TrialEndpoint.Kind) -> String {
    guard value.isFinite else { return "–" }
    let middle = number(value, kind)
    return low.isFinite && high.isFinite ? "\(middle) (\(number(low, kind)) to \(number(high, kind)))" : middle
  }

  /// How an estimand is believed about, in a few words for heads of columns.
  static func title(_ estimand: Estimand) -> String {
    switch estimand {
    case .asRun: "as run"
    case .masked: "masked"
    case .openLabel: "open label"
    case .noBenefit: "no benefit"
    }
  }

  static func meaning(_ estimand: Estimand) -> String {
    switch estimand {
    case .asRun: "subjects notice what they can notice"
    case .masked: "what is felt tells nobody anything"
    case .openLabel: "everybody knows"
    case .noBenefit: "as run, but the drugs under test relieve nothing: what is rejected is rejected falsely"
    }
  }

  /// `84 % (± 1)`: a share of replicates with twice its Monte Carlo standard error.
  static func share(_ share: ReplicateShare) -> String {
    guard share.total > 0 else { return "–" }
    let percent = NumberText.percent(share.share)
    guard share.total > 1 else { return share.count == 1 ? "yes" : "no" }
    return "\(percent) % (± \(NumberText.fixed(200 * share.standardError, decimals: 1)))"
  }

  /// A number as a design states it: `7`, `4.5`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() ? NumberText.fixed(value, decimals: 0) : NumberText.short(value)
  }

  /// `0.03`, `<0.001`
  static func pValue(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    return value < 0.001 ? "<0.001" : NumberText.fixed(value, decimals: 3)
  }
}
