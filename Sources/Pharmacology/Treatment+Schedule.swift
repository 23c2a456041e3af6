package import Simulation

extension Treatment {
  /// The patient model's parameter that doses per kilogram are multiplied by.
  package static let weight = "weight"

  /// What the treatment puts into the patient model. Times in hours, amounts in mg, sessions at level 1.
  package var entries: [InputSchedule.Entry] {
    switch content {
    case .dose(let dose): times.flatMap { dose.entries(at: $0, weight: Self.weight) }
    case .session(let session):
      times.map { time in
        InputSchedule.Entry(
          time: time, target: session.modality.input, action: .hold(level: 1, duration: session.minutes / 60))
      }
    }
  }

  /// The hours during which something is still being given, one interval for each occasion.
  package var occasions: [ClosedRange<Double>] {
    let length: Double
    switch content {
    case .dose(let dose):
      let units = dose.device.map { (dose.amount / $0.strength).rounded() } ?? 1
      length = dose.infusionHours ?? (units - 1) * (dose.device?.spacingMinutes ?? 0) / 60
    case .session(let session): length = session.minutes / 60
    }
    return times.map { $0...($0 + length) }
  }
}

extension InputSchedule {
  /// Everything that the treatments of an arm put in, by time.
  package init(_ treatments: [Treatment]) {
    self.init(treatments.flatMap(\.entries).sorted { $0.time < $1.time })
  }
}

extension Dose {
  var device: Device? { route.device }

  fileprivate func entries(at time: Double, weight: String) -> [InputSchedule.Entry] {
    guard let device else { return parts(variant.parts, amount: amount, at: time, weight: weight) }
    let units = Int((amount / device.strength).rounded())
    return (0..<units).flatMap { unit in
      parts(
        unit == 0 ? variant.parts : device.laterParts, amount: device.strength,
        at: time + Double(unit) * device.spacingMinutes / 60, weight: weight)
    }
  }

  private func parts(_ parts: [RoutePart], amount: Double, at time: Double, weight: String) -> [InputSchedule.Entry] {
    parts.map { part in
      let share = amount * part.fraction
      let action: InputSchedule.Action =
        infusionHours.map { .infusion(amount: share, duration: $0) }
        // The duration here is replaced, per patient, by the parameter's.
        ?? (part.duration == nil ? .bolus(amount: share) : .infusion(amount: share, duration: 1))
      return InputSchedule.Entry(
        time: time, target: compound.qualified(part.target), action: action,
        scaledBy: (isPerKilogram ? [weight] : []) + (part.bioavailability.map { [compound.qualified($0)] } ?? []),
        lag: part.lag.map(compound.qualified),
        duration: infusionHours == nil ? part.duration.map(compound.qualified) : nil)
    }
  }
}
