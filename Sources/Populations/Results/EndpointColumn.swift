/// An endpoint before anything is summarised: what is read once from each patient's course.
package struct EndpointColumn: Sendable, Hashable {
  /// Stable: `plasma_peak.drug`, `glutamate_peak`, `synapses.d7`.
  package var id: String
  /// `plasma peak`, `synapses, day 7`.
  package var title: String
  package var unit: String
  /// `Stage.id` it is read from.
  package var stage: String
  /// The compound's id when it is read per compound, else nil.
  package var compound: String?
  package var kind: Endpoint.Kind
  /// The column of the course that it is read from.
  var column: Int

  static let symptomStage = "symptoms"

  /// Which endpoints a stage gives.
  private enum Rule {
    case peak
    case values(visits: Set<String>)
    case none

    static func of(_ stage: String) -> Rule {
      switch stage {
      case "plasma", "occupancy", "glutamate", "bdnf", "mtorc1": .peak
      case "synapses", "topdown": .values(visits: ["24h", "d7", "d28", "d182"])
      default: .none
      }
    }
  }

  /// The endpoints of an arm, in the order of the stages.
  static func all(_ columns: [ArmPlan.Column], visits: [Visit]) -> [EndpointColumn] {
    columns.enumerated().flatMap { index, column -> [EndpointColumn] in
      let (stage, name) = (column.stage, column.stage.title.lowercasedStart)
      func endpoint(_ id: String, _ title: String, _ unit: String, _ kind: Endpoint.Kind) -> EndpointColumn {
        EndpointColumn(
          id: column.compound.map { "\(id).\($0)" } ?? id, title: title, unit: unit, stage: stage.id,
          compound: column.compound, kind: kind, column: index)
      }
      switch Rule.of(stage.id) {
      case .peak:
        return [
          endpoint("\(stage.id)_peak", "\(name), peak", stage.unit, .peak),
          endpoint("\(stage.id)_peak_time", "\(name), time of peak after the dose", "h", .peakTime),
        ]
      case .values(let chosen):
        return visits.filter { chosen.contains($0.id) || $0.id == visits.last?.id }.map {
          endpoint("\(stage.id).\($0.id)", "\(name), \($0.title)", stage.unit, .value(visit: $0.id))
        }
      case .none: return []
      }
    }
  }
}

extension Endpoint {
  init(_ column: EndpointColumn, summary: Interval) {
    self.init(
      id: column.id, title: column.title, unit: column.unit, stage: column.stage, compound: column.compound,
      kind: column.kind, summary: summary)
  }
}

extension String {
  /// The text with a small first letter, unless it starts with an abbreviation.
  fileprivate var lowercasedStart: String {
    guard let first, let second = dropFirst().first, first.isUppercase, second.isLowercase else { return self }
    return first.lowercased() + dropFirst()
  }
}
