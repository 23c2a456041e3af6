import Trials

/// One colour for each arm of a trial: controls are grey, one darker than the next; the others have the palette's.
struct ArmColors {
  private let colors: [String]

  private static let controls = ["#555555", "#8A8A8A", "#333333"]

  init(_ design: TrialDesign) {
    var (controls, others) = (0, 0)
    colors = design.arms.map { arm in
      if arm.role == .control {
        controls += 1
        return Self.controls[(controls - 1) % Self.controls.count]
      }
      others += 1
      return Palette.families[(others - 1) % Palette.families.count]
    }
  }

  subscript(arm: Int) -> String { colors[arm] }
}
