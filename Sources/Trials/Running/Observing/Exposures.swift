import Pharmacology

extension TrialSubject.Exposure {
  /// The doses and sessions of some treatments within a stretch of time.
  ///
  /// - Parameters:
  ///   - shift: added to the treatments' hours, so that they count from day 0.
  ///   - until: hours from day 0 that are no longer in it.
  static func list(_ treatments: [Treatment], shift: Double, from: Double = -.infinity, until: Double) -> [Self] {
    treatments.flatMap { treatment -> [Self] in
      let hours = treatment.times.map { $0 + shift }.filter { $0 >= from && $0 < until }
      switch treatment.content {
      case .dose(let dose):
        return hours.map {
          Self(
            hours: $0, treatment: treatment.text, subject: dose.compound.id, amount: dose.amount,
            unit: dose.isPerKilogram ? "mg/kg" : "mg", route: dose.route.id)
        }
      case .session(let session):
        return hours.map {
          Self(
            hours: $0, treatment: treatment.text, subject: session.modality.id, amount: session.minutes, unit: "min",
            route: "")
        }
      }
    }
  }
}
