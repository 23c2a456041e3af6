/// Names of the parameters that say how doses into one site go in.
package struct SiteExpressions: Sendable, Hashable {
  /// Share of the amount that arrives (`F_`).
  package var bioavailability: String?
  /// Time from the record to the arrival (`ALAG_` or `lag_`).
  package var lag: String?
  /// Amount per time where RATE is −1 (`R_`).
  package var rate: String?
  /// Duration where RATE is −2 (`D_`).
  package var duration: String?

  /// - Throws: `InputError` when the model gives one of them twice.
  package init(_ model: DosingModel, site: Int) throws {
    bioavailability = try model.expression(["F"], of: site)
    lag = try model.expression(["ALAG", "lag"], of: site)
    rate = try model.expression(["R"], of: site)
    duration = try model.expression(["D"], of: site)
  }

  /// Those that the model has.
  package var names: [String] { [bioavailability, lag, rate, duration].compactMap(\.self) }
}
