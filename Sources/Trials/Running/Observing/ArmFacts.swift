import Pharmacology

/// What an arm is like to be on, beside its effect.
struct ArmFacts: Sendable {
  var share: Double
  var isActive: Bool
  /// The typical patient's largest acute effect on a day with doses, mean over those days of the whole trial, 0 to 1.
  var intensity: Double
  /// Of the drug whose side effects weigh most: how strong they are, and its days, ascending.
  var sideEffects: Double
  var drugDays: [Double]

  /// - Parameter typical: the typical patient's largest acute effect on each day with doses.
  init(_ arm: TrialArm, typical: [Double]) {
    share = Double(arm.allocation)
    isActive = arm.role != .control
    intensity = typical.isEmpty ? 0 : typical.reduce(0, +) / Double(typical.count)
    var days: [String: (intensity: Double, days: Set<Double>)] = [:]
    for treatment in arm.treatments + arm.concomitant {
      guard case .dose(let dose) = treatment.content else { continue }
      days[dose.compound.id, default: (dose.compound.sideEffects, [])].days
        .formUnion(treatment.times.map { ($0 / 24).rounded(.down) })
    }
    let worst = days.sorted { $0.key < $1.key }
      .max { $0.value.intensity * Double($0.value.days.count) < $1.value.intensity * Double($1.value.days.count) }
    sideEffects = worst?.value.intensity ?? 0
    drugDays = worst?.value.days.sorted() ?? []
  }

  /// Days with that drug before a day.
  func drugDays(before day: Double) -> Double {
    var low = 0
    var high = drugDays.count
    while low < high {
      let middle = (low + high) / 2
      if drugDays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return Double(low)
  }
}
