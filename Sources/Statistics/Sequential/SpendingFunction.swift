import Foundation

/// How much of the two-sided error may be spent by a share of the information (Lan and DeMets 1983,
/// doi:10.1093/biomet/70.3.659), half of it on each side.
package enum SpendingFunction: Sendable, Hashable {
  /// 2·(2 − 2·Φ(z/√t)), z the upper quantile of α/4: nearly O'Brien and Fleming's boundary.
  case obrienFleming
  /// α·ln(1 + (e − 1)·t): nearly Pocock's boundary.
  case pocock

  /// - Parameters:
  ///   - share: of the information, 0 to 1.
  ///   - alpha: two-sided, in all.
  package func spent(by share: Double, alpha: Double) -> Double {
    guard share > 0 else { return 0 }
    guard share < 1 else { return alpha }
    switch self {
    case .obrienFleming:
      return 4 * StandardNormal.above(-StandardNormal.quantile(alpha / 4) / share.squareRoot())
    case .pocock:
      return alpha * log(1 + (M_E - 1) * share)
    }
  }
}
