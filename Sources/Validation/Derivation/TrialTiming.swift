/// When a trial's visits are, in days from randomisation.
struct TrialTiming {
  let randomisationDay: Double
  let durationDays: Double
  /// Ascending; the first is 0.
  let visits: [Double]

  /// - Parameter asked: targets that the visits must serve.
  /// - Throws: ``Underivable`` when nothing says how long the trial lasted.
  init(
    trial: PublishedTrial, asked: [PublishedTarget], own: TrialChoices?, choices: ValidationChoices
  ) throws {
    let start = max(0, trial.design.randomisationDay ?? 0)
    randomisationDay = start
    // Days of targets count from randomisation where there was a lead-in, else from day 0: the same.
    var days: Set<Double> = []
    for target in asked {
      days.formUnion(try Self.days(target, own))
      if target.statistic == .share, !target.versus.isEmpty, let end = trial.design.durationDays {
        days.insert(end - start)
      }
    }
    let needsEvents = asked.contains(where: Self.needsEvents)
    var end = days.max() ?? 0
    if needsEvents {
      let stated = own?.followUpDays ?? trial.design.durationDays.map { $0 - start }
      guard let stated, stated > 0 else { throw Underivable("how long patients were followed is not recorded") }
      end = max(end, stated)
    }
    guard end > 0 else { throw Underivable("the days of its targets are not recorded") }
    durationDays = end
    let observed = trial.arms.flatMap(\.observations).compactMap(\.day).map { $0 - start }
    days.formUnion(observed.filter { $0 > 0 && $0 <= end })
    if needsEvents {
      let rule = choices.eventVisits
      let step = min(max((end * rule.share).rounded(), rule.least), rule.most)
      days.formUnion(stride(from: step, through: end, by: step))
      days.insert(end)
    }
    days.remove(0)
    visits = [0] + days.sorted()
  }

  /// The day of a target, or the one that stands for it where it is not recorded.
  static func day(_ target: PublishedTarget, _ own: TrialChoices?) throws -> Double {
    guard let day = target.day ?? own?.day else { throw Underivable("the day of the target is not recorded") }
    guard day > 0 else { throw Underivable("the target's day lies before the first visit") }
    return day
  }

  static func needsEvents(_ target: PublishedTarget) -> Bool {
    switch target.statistic {
    case .hazardRatio, .medianDays, .relapse: true
    case .ordinal: target.compares == .daysToEvent
    default: false
    }
  }

  /// Visits that a target needs; those without a day are reported by its own plan.
  private static func days(_ target: PublishedTarget, _ own: TrialChoices?) throws -> [Double] {
    if needsEvents(target) { return [] }
    if let repeated = ResponseDefinition(target.definition), let first = repeated.days.first {
      return stride(from: first, through: repeated.days[1], by: 1).filter { $0 > 0 }
    }
    guard let day = try? day(target, own) else { return [] }
    return [day]
  }
}

/// `response on at least 2 of days 2 to 5`: a response that must be seen more than once.
struct ResponseDefinition: Hashable {
  let count: Int
  /// First and last.
  let days: [Double]

  /// Nil: the definition says nothing of the kind.
  init?(_ definition: String?) {
    guard let definition else { return nil }
    let words = definition.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let start = words.indices.first(where: { words[$0...].starts(with: ["at", "least"]) }) else { return nil }
    let rest = Array(words[(start + 2)...])
    guard rest.count >= 6, let count = Int(rest[0]), rest[1] == "of", rest[2] == "days", let first = Double(rest[3]),
      rest[4] == "to", let last = Double(rest[5]), first <= last, last - first < 100, count > 0
    else { return nil }
    self.count = count
    days = [first, last]
  }
}
