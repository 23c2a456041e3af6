import Trials

/// Finds how each target is computed in the trial's designs.
struct TargetPlanning {
  let trial: PublishedTrial
  let choices: ValidationChoices
  let scales: ScaleCatalogue
  let parts: DerivedParts

  private var own: TrialChoices? { choices.trial(trial.id) }
  /// Half of the baseline, by convention.
  private static let response = 0.5

  /// - Throws: ``Underivable``.
  func plan(_ target: PublishedTarget) throws -> TargetPlan {
    var plan = TargetPlan(
      statistic: .meanChange(.init(scale: 0, visit: 0)), arms: [], versus: [], ordered: [:], spread: nil,
      scaleRatio: 1, assumptions: [])
    if let ordinal = target.ordinal {
      for arm in ordinal.arms { plan.ordered[arm] = try parts.place(of: arm) }
    } else {
      plan.arms = try target.arms.map { try parts.place(of: $0) }
      plan.versus = try target.versus.map { try parts.place(of: $0) }
    }
    let places = plan.arms + plan.versus + plan.ordered.values
    guard let first = places.first else { throw Underivable("it names no arm") }
    guard target.ordinal != nil || places.allSatisfy({ $0.part == first.part }) else {
      throw Underivable("its arms were not one trial")
    }
    let part = parts.made[first.part].part
    let scale = try position(target.scale, in: part)
    plan.statistic = try statistic(target, part, scale, plan)
    let names = plan.ordered.isEmpty ? plan.arms : []
    plan.spread = spread(names, in: parts.made[first.part])
    let (own, primary) = (scales[part.design.scales[scale]], scales[part.design.scales[0]])
    plan.scaleRatio = (own?.highest ?? 1) / max(primary?.highest ?? 1, 1e-9)
    if target.day == nil, let day = self.own?.day, !TrialTiming.needsEvents(target) {
      plan.assumptions.append("the day is not recorded; \(DayText.number(day)) is taken")
    }
    return plan
  }

  private func position(_ name: String?, in part: DerivedPart) throws -> Int {
    guard let name else { return 0 }
    guard let id = scales[name]?.id, let index = part.design.scales.firstIndex(of: id) else {
      throw Underivable("the library has no scale \"\(name)\"")
    }
    return index
  }

  private func reading(_ day: Double, _ part: DerivedPart, _ scale: Int) throws -> TargetStatistic.Reading {
    guard let visit = part.design.visits.firstIndex(where: { abs($0.day - day) < 1e-9 }) else {
      throw Underivable("the design has no visit on day \(DayText.number(day))")
    }
    return .init(scale: scale, visit: visit)
  }

  private func statistic(
    _ target: PublishedTarget, _ part: DerivedPart, _ scale: Int, _ plan: TargetPlan
  ) throws -> TargetStatistic {
    func at() throws -> TargetStatistic.Reading { try reading(TrialTiming.day(target, own), part, scale) }
    func two() throws {
      guard !plan.versus.isEmpty else { throw Underivable("it compares nothing") }
    }
    func one() throws {
      guard plan.versus.isEmpty else { throw Underivable("what it compares is not recorded") }
    }
    switch target.statistic {
    case .difference:
      try two()
      return .difference(try at())
    case .meanChange:
      try one()
      return .meanChange(try at())
    case .response:
      try one()
      return .percent(try response(target, part), try at())
    case .remission:
      try one()
      return .percent(try remission(part, scale), try at())
    case .riskDifference:
      try two()
      return .riskDifference(try outcome(target, part, scale), try at())
    case .riskRatio:
      try two()
      return .riskRatio(try outcome(target, part, scale), try at())
    case .oddsRatio:
      try two()
      return .oddsRatio(try outcome(target, part, scale), try at())
    case .effectSize:
      return plan.versus.isEmpty ? .prePostEffect(try at()) : .effectSize(try at())
    case .nullEffect:
      try two()
      let words = (target.definition ?? "").lowercased()
      let isStandardised = words.contains("standardised") || words.contains("hedges") || target.scale == nil
      return isStandardised ? .effectSize(try at()) : .difference(try at())
    case .share:
      if plan.versus.isEmpty { return .shareOfBaseline(try at()) }
      guard let last = trial.design.durationDays else { throw Underivable("the trial's length is not recorded") }
      return .shareOfDifference(try at(), later: try reading(last - (trial.design.randomisationDay ?? 0), part, scale))
    case .hazardRatio:
      try two()
      return .hazardRatio(try event(target, part, scale, plan))
    case .medianDays:
      try one()
      return .medianDays(try event(target, part, scale, plan))
    case .relapse:
      try one()
      return .percentWithEvent(try event(target, part, scale, plan))
    case .ordinal: return try ordered(target, part, scale, plan)
    case .slope: throw Underivable("the regression behind the slope is not recorded")
    }
  }

  /// What is computed for each arm of an order.
  private func ordered(
    _ target: PublishedTarget, _ part: DerivedPart, _ scale: Int, _ plan: TargetPlan
  ) throws -> TargetStatistic {
    func at() throws -> TargetStatistic.Reading { try reading(TrialTiming.day(target, own), part, scale) }
    switch target.compares {
    case .improvement: return .meanChange(try at())
    case .response: return .percent(try response(target, part), try at())
    case .remission: return .percent(try remission(part, scale), try at())
    // Medians that are not reached, or fall on the same visit, have no order.
    case .daysToEvent: return .daysWithoutEvent(try event(target, part, scale, plan))
    case nil: throw Underivable("what the order compares is not recorded")
    }
  }

  private func outcome(
    _ target: PublishedTarget, _ part: DerivedPart, _ scale: Int
  ) throws -> TargetStatistic.Outcome {
    let words = (target.definition ?? "").lowercased()
    if words.contains("relapse") { throw Underivable("shares with a relapse are not compared") }
    return words.contains("remission") ? try remission(part, scale) : try response(target, part)
  }

  private func response(_ target: PublishedTarget, _ part: DerivedPart) throws -> TargetStatistic.Outcome {
    guard let repeated = ResponseDefinition(target.definition) else { return .response(share: Self.response) }
    let visits = part.design.visits.indices.filter { index in
      let day = part.design.visits[index].day
      return day >= repeated.days[0] && day <= repeated.days[1]
    }
    return .repeatedResponse(share: Self.response, count: repeated.count, visits: visits)
  }

  private func remission(_ part: DerivedPart, _ scale: Int) throws -> TargetStatistic.Outcome {
    let id = part.design.scales[scale]
    guard let limit = scales[id]?.remission else { throw Underivable("no remission is agreed on for \(id)") }
    return .remission(limit: limit)
  }

  private func event(
    _ target: PublishedTarget, _ part: DerivedPart, _ scale: Int, _ plan: TargetPlan
  ) throws -> TargetStatistic.EventRule {
    let choice = own?.events.first { $0.target == target.id }
    let relapse = part.design.relapse
    let start: Double
    switch choice?.start ?? .randomisation {
    case .randomisation: start = 0
    case .lastDose:
      guard let place = plan.arms.first else { throw Underivable("it names no arm") }
      start = parts.made[place.part].lastDose[place.arm]
    }
    switch choice?.event ?? .relapse {
    case .relapse:
      return .init(
        scale: scale, event: .relapse(limit: relapse.score, visits: relapse.visits), startDay: start,
        amongResponders: false)
    case .responseLost:
      return .init(
        scale: scale, event: .responseLost(share: Self.response), startDay: start, amongResponders: true)
    }
  }

  /// That of the arm's drugs; of a control arm alone, that of what the trial tests.
  private func spread(_ places: [TargetPlan.ArmPlace], in made: DerivedParts.Made) -> TrialSpread? {
    let own = places.flatMap { made.treatments[$0.arm].spreads }
    let any = own.isEmpty ? made.treatments.flatMap(\.spreads) : own
    return any.first.flatMap { choices.spreads[$0] }
  }
}
