/// A subject's records in the order in which they happen, with the instants at which they do.
///
/// Records at one time happen in the order of the table. The solver carries out everything that is due at an instant
/// before it looks, so whatever follows an observation at the same time is put a moment later: 10⁻¹³ of the time to the
/// next record, or sixteen times what the clock resolves. SUNDIALS takes times that are so near for one: there a moment
/// is 10⁻¹² of the time itself too.
struct DosingTimeline: Sendable {
  enum Action: Sendable, Hashable {
    case dose(PlannedDose)
    case reset
    case replace(site: Int, amount: Double)
    case multiply(site: Int, factor: Double)
    /// A covariate, by its position among those that change with time.
    case level(covariate: Int, value: Double)
  }

  struct Event: Sendable, Hashable {
    /// As the table says; what follows from the event counts from here.
    var time: Double
    /// When it is carried out.
    var instant: Double
    var action: Action
  }

  struct Sample: Sendable, Hashable {
    /// Position among the subject's records.
    var record: Int
    var instant: Double
  }

  private(set) var events: [Event] = []
  private(set) var samples: [Sample] = []

  /// The present moment while the list is made.
  private let hasFineClock: Bool
  private var time = 0.0
  private var step = 0.0
  private var latest = 0.0
  private var shifts = 0
  private var isObserved = false
  private var levels: [Double] = []

  /// - Parameters:
  ///   - doses: of each record, nil where it gives none.
  ///   - covariates: of each record, those that change with time.
  ///   - isOnGrid: whether the course is sampled on a grid and not at the observations.
  ///   - hasFineClock: whether the solver tells times apart as far as their numbers do.
  init(
    records: [DosingRecord], doses: [PlannedDose?], covariates: [[Double]], rule: CovariateRule, isOnGrid: Bool,
    hasFineClock: Bool = true
  ) {
    self.hasFineClock = hasFineClock
    levels = covariates.first ?? []
    var index = records.startIndex
    while index < records.endIndex {
      var next = index
      while next < records.endIndex, records[next].time == records[index].time { next += 1 }
      begin(at: records[index].time, next: next < records.endIndex ? records[next].time : nil)
      for position in index..<next {
        set(covariates[position])
        if records[position].kind == .observation {
          guard !isOnGrid else { continue }
          samples.append(Sample(record: position, instant: instant))
          isObserved = true
        } else {
          add(records[position], doses[position])
        }
      }
      if rule == .nocb, next < records.endIndex, covariates[next] != levels {
        isObserved = isObserved || isOnGrid
        set(covariates[next])
      }
      index = next
    }
  }

  private var instant: Double { min(time + Double(shifts) * step, latest) }

  private mutating func begin(at time: Double, next: Double?) {
    let gap = next.map { $0 - time } ?? max(1, time)
    self.time = time
    step = hasFineClock ? max(16 * time.ulp, 1e-13 * gap) : 1e-12 * (time + gap)
    latest = time + gap / 2
    shifts = 0
    isObserved = false
  }

  /// What happens after an observation at the same time happens a moment later.
  private mutating func append(_ action: Action) {
    if isObserved { shifts += 1 }
    isObserved = false
    events.append(Event(time: time, instant: instant, action: action))
  }

  private mutating func set(_ values: [Double]) {
    for (covariate, value) in values.enumerated() where levels[covariate] != value {
      append(.level(covariate: covariate, value: value))
    }
    levels = values
  }

  private mutating func add(_ record: DosingRecord, _ dose: PlannedDose?) {
    switch record.kind {
    case .observation, .other: break
    case .reset: append(.reset)
    case .resetAndDose:
      append(.reset)
      if let dose { append(.dose(dose)) }
    case .dose:
      if let dose { append(.dose(dose)) }
    case .replacement:
      if let site = record.site { append(.replace(site: site, amount: record.amount)) }
    case .multiplication:
      if let site = record.site { append(.multiply(site: site, factor: record.amount)) }
    }
  }
}
