/// One row of a dosing table.
package struct DosingRecord: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// EVID 0
    case observation
    /// EVID 1
    case dose
    /// EVID 2: carries covariates only.
    case other
    /// EVID 3
    case reset
    /// EVID 4
    case resetAndDose
    /// EVID 8 or 5: an amount is replaced.
    case replacement
    /// EVID 6: an amount is multiplied.
    case multiplication
  }

  /// How fast a dose goes in.
  package enum Rate: Sendable, Hashable {
    case atOnce
    /// An amount per time.
    case fixed(Double)
    /// RATE −1: the site's `R_` expression.
    case modelledRate
    /// RATE −2: the site's `D_` expression is the duration.
    case modelledDuration
  }

  package enum SteadyState: Int, Sendable, Hashable {
    case none = 0
    /// The steady state takes the place of what is there.
    case replaces = 1
    /// The steady state is added to what is there.
    case adds = 2
  }

  /// Row of the table, from 0.
  package var row: Int
  package var time: Double
  package var kind: Kind
  /// Position among the model's sites; nil where the record concerns none.
  package var site: Int?
  package var amount = 0.0
  package var rate = Rate.atOnce
  package var interval = 0.0
  package var additional = 0
  package var steadyState = SteadyState.none
  /// For the table's covariates in order; nil where the cell is empty.
  package var covariates: [Double?] = []

  package var givesDose: Bool { kind == .dose || kind == .resetAndDose }

  /// An endless infusion that has come to its steady state: SS without an amount and interval.
  package var isConstantInfusion: Bool { givesDose && steadyState != .none && amount == 0 }
}
