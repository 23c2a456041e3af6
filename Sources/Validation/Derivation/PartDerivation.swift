import Diagnostics
import Files
import Pharmacology
import Populations
import Randomness
import Trials

/// Makes the designs of one trial: usually one; several where arms have different patients or were no one trial.
struct PartDerivation {
  let derivation: DesignDerivation
  let trial: PublishedTrial
  /// Targets that a design must serve.
  let asked: [PublishedTarget]
  let replicates: Int

  private var choices: ValidationChoices { derivation.choices }
  private var own: TrialChoices? { choices.trial(trial.id) }

  func parts() throws -> DerivedParts {
    var parts = DerivedParts()
    guard !asked.isEmpty else {
      parts.leftOut = trial.arms.map { .init(arm: $0.id, reason: "no target that can be simulated needs it") }
      return parts
    }
    let groups = own?.groups ?? []
    let all = groups.isEmpty ? [TrialChoices.Group(arms: trial.arms.map(\.id))] : groups
    for (index, group) in all.enumerated() {
      do {
        try add(group, number: all.count > 1 ? index + 1 : nil, to: &parts)
      } catch let failure as Underivable {
        parts.leftOut.removeAll { left in group.arms.contains(left.arm) }
        parts.leftOut += group.arms.map { .init(arm: $0, reason: failure.reason) }
        for arm in group.arms { parts.failed[arm] = failure.reason }
      }
    }
    let known = Set(parts.made.flatMap(\.arms) + parts.leftOut.map(\.arm))
    parts.leftOut += trial.arms.filter { !known.contains($0.id) }.map {
      .init(arm: $0.id, reason: "no target needs it")
    }
    return parts
  }

  /// Arms that targets name.
  private var needed: Set<String> { Set(asked.flatMap { $0.arms + $0.versus + ($0.ordinal?.arms ?? []) }) }

  private func add(_ group: TrialChoices.Group, number: Int?, to parts: inout DerivedParts) throws {
    let arms = group.arms.compactMap { trial.arm($0) }
    guard arms.contains(where: { needed.contains($0.id) }) else {
      parts.leftOut += arms.map { .init(arm: $0.id, reason: "no target that can be simulated needs it") }
      return
    }
    let patients = choices.patients(for: trial.population.diagnosis)
    if let reason = patients?.reason { throw Underivable(reason) }
    let timing = try TrialTiming(trial: trial, asked: asked, own: own, choices: choices)
    let treating = TreatmentDerivation(
      standIns: derivation.standIns, choices: choices, isPooled: trial.design.isPooled,
      randomisationDay: timing.randomisationDay, durationDays: timing.durationDays)
    var kept: [(arm: PublishedArm, treatments: ArmTreatments, count: Int)] = []
    for arm in arms where !trial.design.isPooled || needed.contains(arm.id) {
      do {
        kept.append((arm, try treating.treatments(of: arm), try size(arm)))
      } catch let failure as Underivable {
        // One arm less would be another trial; arms that no target names may have been a trial of their own.
        if needed.contains(arm.id), !trial.design.isPooled, arms.count > 1 {
          throw Underivable("arm \(arm.id): \(failure.reason)")
        }
        parts.leftOut.append(.init(arm: arm.id, reason: failure.reason))
      }
    }
    kept.removeAll { entry in
      let isUseless = !trial.design.isPooled && arms.count > 1 && !belongs(entry.arm, among: arms)
      if isUseless { parts.leftOut.append(.init(arm: entry.arm.id, reason: "no target needs it")) }
      return isUseless
    }
    guard kept.contains(where: { needed.contains($0.arm.id) }) else { return }
    try checkSharedTherapy(kept.map(\.treatments))
    var made = try design(group, number: number, timing: timing, patients: patients, arms: kept)
    made.lastDose = kept.map { entry in
      (entry.treatments.after.flatMap(\.times).max() ?? 0) / 24
    }
    parts.made.append(made)
  }

  /// Whether an arm was randomised beside those that targets name, as far as the file tells: it has a size of its own
  /// and its members are not among another arm's.
  private func belongs(_ arm: PublishedArm, among arms: [PublishedArm]) -> Bool {
    if needed.contains(arm.id) { return true }
    guard let all = trial.population.count else { return true }
    let named = arms.filter { needed.contains($0.id) }.compactMap(\.count).reduce(0, +)
    return named + (arm.count ?? all) <= all
  }

  private func size(_ arm: PublishedArm) throws -> Int {
    if trial.design.isPooled { return min(arm.count ?? choices.pooledPatients, choices.pooledPatients) }
    guard let count = arm.count else { throw Underivable("how many patients it had is not recorded") }
    return count
  }

  private func checkSharedTherapy(_ treatments: [ArmTreatments]) throws {
    let therapies = treatments.map { made in
      made.sharedTherapy.map { "\($0.modality) \($0.days ?? []) \($0.hoursPerSession ?? 0)" }
    }
    guard Set(therapies).count > 1 else { return }
    let modality = treatments.compactMap(\.sharedTherapy).first?.modality.rawValue ?? ""
    throw Underivable("arms differ in a psychotherapy that the library has not (\(modality))")
  }

  // MARK: one design

  private func design(
    _ group: TrialChoices.Group, number: Int?, timing: TrialTiming, patients: ValidationChoices.Patients?,
    arms: [(arm: PublishedArm, treatments: ArmTreatments, count: Int)]
  ) throws -> DerivedParts.Made {
    var assumptions = own?.because.map { [$0] } ?? []
    func assume(_ sentence: String) { if !assumptions.contains(sentence) { assumptions.append(sentence) } }
    arms.flatMap(\.treatments.assumptions).forEach(assume)
    let isOpen = openness
    let divisor = arms.map(\.count).reduce(0, Self.greatestCommonDivisor)
    let trialArms = arms.map { entry in
      var arm = TrialArm(
        id: entry.arm.id, title: entry.arm.name,
        role: TrialArm.Role(rawValue: entry.arm.role.rawValue) ?? .comparator,
        control: control(of: entry.arm), treatments: entry.treatments.after)
      arm.concomitant = entry.treatments.concomitant
      arm.allocation = max(1, entry.count / max(1, divisor))
      if entry.arm.isCountAssumed { assume("the size of arm \(entry.arm.id) is assumed in the source file") }
      return arm
    }
    let scales = try scales(assume)
    var enrolment = Enrolment(
      population: try population(group), diagnosis: trial.population.diagnosis ?? "not recorded")
    enrolment.leastFailures = group.failures ?? patients?.failures
    if let because = patients?.because { assume(because) }
    let lead = try leadIn(arms.map(\.treatments), group, timing, scales[0], assume)
    enrolment.baseline = baseline(scales, patients, assume)
    let shown = group.arms.filter { id in arms.contains { $0.arm.id == id } }
    let visits = timing.visits
    var design = TrialDesign(
      title: [trial.source.short, number.map { "part \($0)" }].compactMap { $0 }.joined(separator: ", "),
      id: trial.id.map { $0 == "_" ? "-" : String($0) }.joined() + (number.map { "-\($0)" } ?? ""),
      durationDays: timing.durationDays, enrolment: enrolment, arms: trialArms,
      subjectCount: trial.design.isCrossover ? arms.map(\.count).max() ?? 0 : arms.map(\.count).reduce(0, +),
      visits: visits.map { TrialVisit(day: $0, title: DayText.visit($0)) }, scales: scales.map(\.id),
      analysis: plan(arms.map(\.arm), lastVisit: visits.count - 1))
    design.seed = derivation.seed &+ NameHash.fnv1a(design.id)
    design.leadIn = lead
    design.relapse.fromStart = true
    if trial.design.isCrossover {
      let step = timing.durationDays + choices.crossoverGapDays
      assume("the time between periods is not recorded; \(DayText.number(choices.crossoverGapDays)) days are taken")
      design.crossover = Crossover(
        periodDays: arms.indices.map { Double($0) * step }, periodLength: timing.durationDays)
    }
    let count =
      trial.design.isPooled
      ? min(replicates, choices.pooledReplicates)
      : min(replicates, max(choices.leastReplicates, affordable(design)))
    let part = DerivedPart(
      design: design, estimand: isOpen ? .openLabel : .asRun, isPooled: trial.design.isPooled,
      replicates: max(2, count), assumptions: assumptions)
    return DerivedParts.Made(part: part, arms: shown, treatments: arms.map(\.treatments), lastDose: [])
  }

  /// Replicates that the effort for one design is enough for.
  private func affordable(_ design: TrialDesign) -> Int {
    let days = max(Self.leastDays, design.durationDays + (design.leadIn?.durationDays ?? 0))
    return Int(choices.mostSubjectDays / (Double(max(1, design.subjectCount)) * days))
  }

  /// What a subject costs besides days, in days.
  private static let leastDays = 10.0

  /// Whether everybody knew.
  private var openness: Bool {
    switch trial.design.control {
    case .openLabel, .waitlist, .usualCare, .none: return true
    case .inertPlacebo, .activePlacebo, .lowDose, .masked, .activeComparator:
      return trial.design.blinding.lowercased().hasPrefix("open")
    }
  }

  private func control(of arm: PublishedArm) -> ControlType? {
    switch arm.role {
    case .active: return nil
    case .control:
      let name = arm.name.lowercased()
      if name.contains("waitlist") || name.contains("waiting list") { return .waitlist }
      switch trial.design.control {
      case .inertPlacebo: return .inertPlacebo
      case .activePlacebo: return .activePlacebo
      case .lowDose: return .lowDose
      case .masked: return .masked
      case .waitlist: return .waitlist
      case .usualCare: return .usualCare
      case .openLabel: return .openLabel
      // Nobody cares for people whose natural course is watched.
      case .none: return .waitlist
      case .activeComparator: return .activePlacebo
      }
    case .comparator:
      let drugs = arm.interventions.map(\.compound)
      let isInert = drugs.allSatisfy { derivation.standIns.entry($0)?.kind == .nothing }
      return isInert && !drugs.isEmpty && trial.design.control == .inertPlacebo ? .inertPlacebo : nil
    }
  }

  /// The primary scale first: the population's own, where the library has it.
  private func scales(_ assume: (String) -> Void) throws -> [ScaleCatalogue.Entry] {
    var found: [ScaleCatalogue.Entry] = []
    if let name = trial.population.scale, let own = derivation.scales[name] {
      found.append(own)
    } else {
      found.append(try derivation.scale(nil))
      if let name = trial.population.scale {
        assume("the source's scale (\(name)) is not one of the library; \(found[0].id) is the primary one")
      }
    }
    for target in asked {
      let scale = try target.scale.map { try derivation.scale($0) } ?? found[0]
      if !found.contains(scale) { found.append(scale) }
    }
    return found
  }

  private func population(_ group: TrialChoices.Group) throws -> PopulationDescription {
    let value = group.population ?? choices.population
    let fields = try value.mapping("\"population\"", keys: ["file"] + PopulationDescription.sectionKeys)
    return try PopulationDescription.read(fields, fileKey: "file", library: derivation.standIns.library)
  }

  private func baseline(
    _ scales: [ScaleCatalogue.Entry], _ patients: ValidationChoices.Patients?, _ assume: (String) -> Void
  ) -> (mean: Double, sd: Double)? {
    let published = trial.population
    if let mean = published.baselineMean, published.scale.flatMap({ derivation.scales[$0] }) == scales[0] {
      if let sd = published.baselineSD { return (mean, sd) }
      if let usual = patients?.baseline {
        assume("the baseline's SD is not recorded; \(DayText.number(usual.sd)) is taken")
        return (mean, usual.sd)
      }
    }
    guard let usual = patients?.baseline, let scale = derivation.scales[usual.scale], scale == scales[0] else {
      assume("the baseline is not recorded; it is as the population has it")
      return nil
    }
    assume(
      "the baseline is not recorded; \(scale.id) \(DayText.number(usual.mean)) (SD \(DayText.number(usual.sd))) is "
        + "taken, as in trials of such patients")
    return (usual.mean, usual.sd)
  }

  private func leadIn(
    _ treatments: [ArmTreatments], _ group: TrialChoices.Group, _ timing: TrialTiming, _ scale: ScaleCatalogue.Entry,
    _ assume: (String) -> Void
  ) throws -> LeadIn? {
    let before = treatments.map(\.before)
    guard before.allSatisfy({ $0 == before[0] }) else { throw Underivable("arms differ before randomisation") }
    let earliest = before[0].flatMap(\.times).min() ?? 0
    let days = max(timing.randomisationDay, (-earliest / 24).rounded(.up))
    guard days > 0 else { return nil }
    let shifted = before[0].map { treatment in
      var treatment = treatment
      treatment.times = treatment.times.map { $0 + days * 24 }
      return treatment
    }
    let position = 0
    var criteria: [TrialCondition] = []
    let response = TrialCondition(quantity: .percentChange(position), relation: .atMost, value: -50)
    switch group.criterion ?? (trial.design.isEnriched ? .response : nil) {
    case .response: criteria = [response]
    case .remission, .responseWithoutRemission:
      guard let limit = scale.remission else { throw Underivable("no remission is agreed on for \(scale.id)") }
      let isRemission = group.criterion == .remission
      criteria = [
        TrialCondition(quantity: .score(position), relation: isRemission ? .atMost : .more, value: limit)
      ]
      if !isRemission { criteria.append(response) }
    case nil: break
    }
    if group.criterion == nil, trial.design.isEnriched {
      assume("who went on from the lead-in is not recorded; those in response go on")
    }
    return LeadIn(durationDays: days, treatments: shifted, criteria: criteria)
  }

  private func plan(_ arms: [PublishedArm], lastVisit: Int) -> AnalysisPlan {
    let contrasts = asked.compactMap { target -> TrialContrast? in
      guard let versus = target.versus.first, let first = target.arms.first,
        let a = arms.firstIndex(where: { $0.id == first }), let b = arms.firstIndex(where: { $0.id == versus })
      else { return nil }
      return TrialContrast(arm: a, versus: b)
    }
    let unique = contrasts.enumerated().filter { !contrasts[..<$0.offset].contains($0.element) }.map(\.element)
    return AnalysisPlan(
      endpoints: [TrialEndpoint(kind: .changeByAncova, scale: 0, visit: lastVisit)], contrasts: unique)
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
