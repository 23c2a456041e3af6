/// Whose meaning a record type has where programs differ.
package enum DosingDialect: String, Sendable, CaseIterable {
  /// EVID 0 to 4.
  case nonmem
  /// EVID 8 replaces an amount.
  case mrgsolve
  /// EVID 5 replaces an amount, 6 multiplies it.
  case rxode2
}

/// Between two records of a subject, whose covariates hold.
package enum CovariateRule: String, Sendable, CaseIterable {
  /// Those of the next record (next observation carried backward), as in NONMEM.
  case nocb
  /// Those of the last record (last observation carried forward).
  case locf
}

/// How a dosing table is read.
package struct DosingOptions: Sendable {
  /// Nil: only record types that all dialects share.
  package var dialect: DosingDialect?
  package var covariates = CovariateRule.nocb
  /// Columns to leave out.
  package var ignored: [String] = []

  package init() {}
}
