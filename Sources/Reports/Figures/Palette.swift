import Populations

/// One colour for each family of arms: arms that give the same drugs share one, arms without a drug but with therapy
/// share one, and untreated arms are grey.
///
/// After Okabe and Ito's palette (Color Universal Design, 2008), which people with any common colour blindness can
/// tell apart; darkened so that words in these colours can be read on white (contrast at least 4.5).
struct Palette {
  static let families = ["#0072B2", "#C04F00", "#00795A", "#A8478A", "#8F6400", "#3A7CA5"]
  static let untreated = "#555555"
  static let reference = "#8A8A8A"

  private let colors: [String]

  init(_ arms: [ArmResult]) {
    var known: [[String]: String] = [:]
    colors = arms.map { arm in
      if arm.isUntreated { return Self.untreated }
      let family = arm.compounds.map(\.id).sorted()
      if let color = known[family] { return color }
      let color = Self.families[known.count % Self.families.count]
      known[family] = color
      return color
    }
  }

  /// The colour of the arm at a position in the study.
  subscript(arm: Int) -> String { colors[arm] }
}

extension ArmResult {
  /// Whether the arm gives neither a drug nor a therapy: the grey reference of every panel.
  var isUntreated: Bool { compounds.isEmpty && modalities.isEmpty && treatments.isEmpty }
}
