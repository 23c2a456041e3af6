import Pharmacology
import Simulation

/// What one group of subjects goes through from the model's start to the end: an arm, or a crossover's sequence of arms;
/// and where the course is looked at.
struct CoursePlan: Sendable {
  /// One arm's part of the course.
  struct Period: Sendable {
    var arm: Int
    /// Day of the trial on which it starts.
    var startDay: Double
    /// For each visit the earliest offset in days, and places among the times of it and of the days after it.
    var visits: [(first: Int, places: [Int])]
    /// For each day on which some arm has doses that can be noticed: its day in the period, and places among the times
    /// (none where this arm has no dose).
    var doses: [(day: Int, places: [Int])]
  }

  /// Hours of the model.
  let treatments: [Treatment]
  /// The same without the doses under test; nil where there are none in it.
  let withoutTested: [Treatment]?
  let periods: [Period]
  /// Hours of the model, ascending.
  let times: [Double]

  /// - Parameters:
  ///   - arms: in the order of the periods; one where there is no crossover.
  ///   - noticedDays: days of a period on which some arm has doses that can be noticed: what one arm's doses make
  ///     felt, the other arms' subjects expect on the same days.
  ///   - isNoticed: for each arm and treatment, whether its doses can be noticed at all.
  init(_ design: TrialDesign, clock: TrialClock, arms: [Int], noticedDays: [Int], isNoticed: [[Bool]]) {
    var common: [Treatment] = []
    if let leadIn = design.leadIn {
      common += leadIn.treatments.map { $0.later(by: 24 * clock.leadInStart) }
    }
    var given = common
    var spared = common
    var hasTested = false
    var times = SampleTimes()
    var drafts: [(arm: Int, start: Double, visits: [(Int, [Double])], doses: [(Int, [Double])])] = []
    for (period, arm) in arms.enumerated() {
      let start = design.crossover?.periodDays[period] ?? 0
      let shift = clock.hours(day: start)
      let content = design.arms[arm]
      given += (content.treatments + content.concomitant).map { $0.later(by: shift) }
      let kept = content.role == .active ? content.treatments.filter { !$0.isDose } : content.treatments
      hasTested = hasTested || kept.count < content.treatments.count
      spared += (kept + content.concomitant).map { $0.later(by: shift) }
      let visits = design.visits.indices.map { visit -> (Int, [Double]) in
        let offsets = VisitPlan.offsets(of: visit, in: design.visits)
        return (offsets.lowerBound, offsets.map { shift + 24 * (design.visits[visit].day + Double($0)) })
      }
      var doses = Dictionary(uniqueKeysWithValues: noticedDays.map { ($0, [Double]()) })
      for (index, treatment) in content.treatments.enumerated() where isNoticed[arm][index] {
        for occasion in treatment.occasions {
          doses[Int((occasion.lowerBound / 24).rounded(.down)), default: []] +=
            AcuteGrid.hours(occasion).map { $0 + shift }
        }
      }
      for visit in visits { times.add(visit.1) }
      for dose in doses.values { times.add(dose) }
      drafts.append((arm, start, visits, doses.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }
    treatments = given
    withoutTested = hasTested ? spared : nil
    let all = times.sorted()
    self.times = all.hours
    periods = drafts.map { draft in
      Period(
        arm: draft.arm, startDay: draft.start, visits: draft.visits.map { ($0.0, $0.1.map(all.place)) },
        doses: draft.doses.map { ($0.0, $0.1.map(all.place)) })
    }
  }
}

/// Hours after the start of a dose at which acute effects are looked at.
enum AcuteGrid {
  private static let steps = [0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6]

  static func hours(_ occasion: ClosedRange<Double>) -> [Double] {
    steps.map { occasion.lowerBound + $0 } + (occasion.upperBound > occasion.lowerBound ? [occasion.upperBound] : [])
  }
}

/// Gathers sample times; times closer than a thousandth of a second are one.
struct SampleTimes {
  private static let cell = 1e-6
  private var cells: [Int: Double] = [:]

  struct Sorted {
    var hours: [Double]
    var places: [Int: Int]

    func place(_ hours: Double) -> Int { places[SampleTimes.cell(hours)] ?? 0 }
  }

  mutating func add(_ hours: [Double]) {
    for hour in hours where cells[Self.cell(hour)] == nil { cells[Self.cell(hour)] = hour }
  }

  func sorted() -> Sorted {
    let sorted = cells.sorted { $0.key < $1.key }
    return Sorted(
      hours: sorted.map(\.value),
      places: Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.key, $0) }))
  }

  fileprivate static func cell(_ hours: Double) -> Int { Int((hours / cell).rounded()) }
}

extension Treatment {
  /// The same, some hours later.
  func later(by hours: Double) -> Treatment {
    var moved = self
    moved.times = times.map { $0 + hours }
    return moved
  }

  var isDose: Bool { if case .dose = content { true } else { false } }
}
