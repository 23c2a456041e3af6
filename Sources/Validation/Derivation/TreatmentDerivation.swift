import Diagnostics
package import Pharmacology

/// What one published arm gets, as treatments of the model library.
package struct ArmTreatments: Sendable {
  /// Before randomisation; hours from day 0.
  package var before: [Treatment] = []
  package var after: [Treatment] = []
  /// In the open beside.
  package var concomitant: [Treatment] = []
  /// Sessions that the library has no model of and that only count when arms differ in them.
  package var sharedTherapy: Therapy?
  /// Names of between-trial spreads of what is under test; drugs first.
  package var spreads: [String] = []
  package var assumptions: [String] = []
}

/// Makes treatments from what is published about arms.
struct TreatmentDerivation {
  let standIns: CompoundStandIns
  let choices: ValidationChoices
  let isPooled: Bool
  /// Day of randomisation on the source's clock.
  let randomisationDay: Double
  /// Days from randomisation to the end.
  let durationDays: Double

  /// - Throws: ``Underivable``.
  func treatments(of arm: PublishedArm) throws -> ArmTreatments {
    var made = ArmTreatments()
    for intervention in arm.interventions { try add(intervention, to: &made) }
    try addTherapy(arm.therapy, to: &made)
    try addConcomitant(arm, to: &made)
    return made
  }

  // MARK: drugs

  private func add(_ intervention: Intervention, to made: inout ArmTreatments) throws {
    let entry = try entry(intervention.compound)
    switch entry.kind {
    case .nothing: return
    case .background:
      made.assumptions.append("\(entry.id): went on before the trial and is part of who is enrolled")
      return
    case .device: throw Underivable("\(entry.id) is no drug")
    case .drug: break
    }
    guard let compound = standIns.compound(entry) else {
      throw Underivable("the library has no compound \"\(entry.library)\"")
    }
    let days = try days(intervention)
    let doses = try doses(intervention, entry, compound, count: days.count, &made)
    if let because = entry.because, !made.assumptions.contains(because) { made.assumptions.append(because) }
    if intervention.isAssumed {
      made.assumptions.append("\(entry.id): dose or days are assumed in the source file")
    }
    if let spread = entry.spread, !made.spreads.contains(spread) { made.spreads.append(spread) }
    for (dose, positions) in doses {
      let times = positions.map { days[$0] - randomisationDay }
      try place(dose, times, of: compound, &made.before, &made.after)
    }
  }

  private func entry(_ id: String) throws -> CompoundStandIns.Entry {
    guard let entry = standIns.entry(id) else { throw Underivable("the library has no compound \"\(id)\"") }
    return entry
  }

  /// Days on the source's clock, ascending.
  private func days(_ intervention: Intervention) throws -> [Double] {
    let end = randomisationDay + durationDays
    switch intervention.schedule {
    case .days(let days):
      guard let days, !days.isEmpty else { throw Underivable("the days of \(intervention.compound) are not recorded") }
      return Array(Set(days)).sorted()
    case .every(let step, let first, let last):
      let last = min(last ?? end, end)
      guard last >= first else { return [] }
      let count = ((last - first) / step + 1e-9).rounded(.down)
      guard count < Self.mostOccasions else { throw Underivable("\(intervention.compound) is given too often") }
      return (0...Int(count)).map { first + Double($0) * step }
    }
  }

  private static let mostOccasions = 5000.0

  /// A line of the treatment language for each dose, with the positions of the days on which it is given.
  private func doses(
    _ intervention: Intervention, _ entry: CompoundStandIns.Entry, _ compound: Compound, count: Int,
    _ made: inout ArmTreatments
  ) throws -> [(line: String, positions: [Int])] {
    var (amount, unit, route) = (intervention.dose, intervention.unit, intervention.route)
    if amount == nil {
      guard let usual = entry.usual, entry.isClass || isPooled else {
        throw Underivable("the dose of \(intervention.compound) is not recorded")
      }
      (amount, unit, route) = (usual.dose, usual.unit, route ?? usual.route)
      made.assumptions.append(
        "\(entry.id): no dose is stated; \(DayText.number(usual.dose)) \(usual.unit.rawValue) is usual")
    }
    guard let amount, let unit else { throw Underivable("the unit of \(intervention.compound) is not recorded") }
    guard amount > 0 else { return [] }
    guard let route else { throw Underivable("the route of \(intervention.compound) is not recorded") }
    guard let own = compound.routes.first(where: { $0.id == Self.routeNames[route] }) else {
      throw Underivable("the library has no \(route.rawValue) \(compound.id)")
    }
    let milligrams = amount * entry.factor * (Self.milligrams[unit] ?? .nan)
    guard milligrams.isFinite else { throw Underivable("\(unit.rawValue) is no amount of a drug") }
    let perKilogram = unit == .perKilogram || unit == .perSeventyKilograms
    var end = " \(perKilogram ? "mg/kg" : "mg") \(own.id)"
    if let minutes = intervention.minutes, minutes > 0, own.isInfusion {
      end += " over \(DayText.number(minutes)) min"
    } else if own.isInfusion {
      made.assumptions.append("\(entry.id): the time of infusion is not recorded; it is given at once")
    }
    func line(_ amount: Double) -> String { "\(compound.id) \(Self.plain(amount))\(end)" }
    guard let device = own.device else { return [(line(milligrams), Array(0..<count))] }
    guard !perKilogram else { throw Underivable("\(own.id) doses per kilogram are not whole devices") }
    let units = milligrams / device.strength
    let whole = units.rounded(.down)
    if abs(units - units.rounded()) < 1e-9 { return [(line(milligrams), Array(0..<count))] }
    guard whole >= 1 else { throw Underivable("\(DayText.number(milligrams)) mg is less than one device") }
    made.assumptions.append(
      "\(entry.id): \(DayText.number(milligrams)) mg stands for a flexible dose; doses of \(DayText.number(whole)) and "
        + "\(DayText.number(whole + 1)) devices alternate")
    return [
      (line(whole * device.strength), (0..<count).filter { $0 % 2 == 0 }),
      (line((whole + 1) * device.strength), (0..<count).filter { $0 % 2 == 1 }),
    ]
  }

  /// Ids of routes in the library.
  private static let routeNames: [Intervention.Route: String] = [
    .intravenous: "iv", .intranasal: "nasal", .oral: "oral", .extendedRelease: "oral_er", .subcutaneous: "sc",
    .sublingual: "sublingual", .intramuscular: "im",
  ]
  /// Milligrams (for mass per weight: milligrams per kilogram) in one unit.
  private static let milligrams: [Intervention.Unit: Double] = [
    .milligrams: 1, .perKilogram: 1, .perSeventyKilograms: 1 / 70.0, .micrograms: 0.001,
  ]

  /// Digits and a point, as treatments are written.
  private static func plain(_ value: Double) -> String { DayText.number((value * 1e6).rounded() / 1e6) }

  /// Reads a line and gives it at days from randomisation; what would be at the end or after it is left out.
  private func place(
    _ line: String, _ days: [Double], of compound: Compound?, _ before: inout [Treatment], _ after: inout [Treatment]
  ) throws {
    guard !days.isEmpty else { return }
    let parser = TreatmentParser(library: standIns.library, durationDays: 1)
    let parsed: Treatment
    do {
      parsed = try parser.parse(TreatmentLine(argument: line + " on day 0", option: "published arm"))
    } catch let error as InputError {
      throw Underivable("\"\(line)\" cannot be given: \(error.explanation.problem)")
    }
    let length = parsed.occasions.first.map { $0.upperBound - $0.lowerBound } ?? 0
    func treatment(_ days: [Double]) -> Treatment {
      var treatment = parsed
      treatment.times = days.map { $0 * 24 }
      treatment.text = "\(line) on \(DayText.days(days))"
      return treatment
    }
    let early = days.filter { $0 < 0 }
    let late = days.filter { $0 >= 0 && $0 * 24 + length <= durationDays * 24 && $0 < durationDays }
    if !early.isEmpty { before.append(treatment(early)) }
    if !late.isEmpty { after.append(treatment(late)) }
  }

  // MARK: therapy and what goes on beside

  private func addTherapy(_ therapy: Therapy?, to made: inout ArmTreatments) throws {
    guard let therapy else { return }
    guard let choice = choices.therapies[therapy.modality] else {
      throw Underivable("the library has no psychotherapy of the kind \"\(therapy.kind ?? therapy.modality.rawValue)\"")
    }
    guard let days = therapy.days, !days.isEmpty else {
      throw Underivable("the days of the sessions (\(therapy.modality.rawValue)) are not recorded")
    }
    guard let modality = choice.modality else {
      made.sharedTherapy = therapy
      if let shared = choice.shared { made.assumptions.append("\(therapy.modality.rawValue): \(shared)") }
      return
    }
    guard case .modality(let own)? = standIns.library.subject(named: modality) else {
      throw Underivable("the library has no psychotherapy \"\(modality)\"")
    }
    guard let hours = therapy.hoursPerSession, hours > 0 else {
      throw Underivable("the length of the sessions (\(therapy.modality.rawValue)) is not recorded")
    }
    if therapy.isAssumed {
      made.assumptions.append("\(therapy.modality.rawValue): the days of the sessions are assumed in the source file")
    }
    if let spread = choice.spread, !made.spreads.contains(spread) { made.spreads.append(spread) }
    // Sessions on one day follow each other.
    var used: [Double: Int] = [:]
    let times = days.sorted().map { day in
      let earlier = used[day, default: 0]
      used[day] = earlier + 1
      return day - randomisationDay + Double(earlier) * hours / 24
    }
    try place(
      "\(own.id) \(DayText.number((hours * 60 * 100).rounded() / 100)) min", times, of: nil, &made.before, &made.after)
  }

  private func addConcomitant(_ arm: PublishedArm, to made: inout ArmTreatments) throws {
    guard let concomitant = arm.concomitant else {
      made.assumptions.append("what was taken beside is not recorded; nothing is given")
      return
    }
    let note = (arm.concomitantNote ?? "").lowercased()
    let isNew = choices.newlyStarted.contains { note.contains($0.lowercased()) }
    for id in concomitant {
      let entry = try entry(id)
      switch entry.kind {
      case .nothing: continue
      case .device: throw Underivable("\(entry.id) is no drug")
      case .background: break
      case .drug:
        guard isNew else { break }
        guard let usual = entry.usual, let compound = standIns.compound(entry) else {
          throw Underivable("nothing in the library stands for \"\(id)\"")
        }
        var given = ArmTreatments()
        try add(
          Intervention(
            compound: id, dose: usual.dose, unit: usual.unit, route: usual.route, minutes: nil, leastDose: nil,
            mostDose: nil, titration: [], isAssumed: false,
            schedule: .every(days: 1, first: randomisationDay, last: nil), place: arm.place), to: &given)
        made.concomitant += given.after
        made.assumptions += given.assumptions
        made.assumptions.append(
          "\(id), newly started: \(compound.title) \(DayText.number(usual.dose)) \(usual.unit.rawValue) in the open")
        continue
      }
      made.assumptions.append("\(id): went on before the trial and is part of who is enrolled")
    }
  }
}
