import Randomness
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Scores estimates of replicates against a published value and its band.
package struct IntervalScoring: Sendable {
  /// One replicate: the estimate, its error by formula, and how far one standard deviation between trials moves it. All
  /// on the scale of scoring: logarithms for ratios.
  package struct Draw: Sendable, Hashable {
    package var value: Double
    package var standardError: Double
    package var shift: Double
    /// A standard normal deviate: this replicate's place between trials.
    package var deviate: Double

    package init(value: Double, standardError: Double, shift: Double, deviate: Double) {
      self.value = value
      self.standardError = standardError
      self.shift = shift
      self.deviate = deviate
    }
  }

  package var isRatio: Bool
  /// Of several trials taken together: the error is the one by formula.
  package var isPooled: Bool
  /// How many times as wide as the published interval the simulated one may be.
  package var widthLimit: Double

  package init(isRatio: Bool, isPooled: Bool, widthLimit: Double) {
    self.isRatio = isRatio
    self.isPooled = isPooled
    self.widthLimit = widthLimit
  }

  /// The standard deviation of fewer draws is known less well than the standard error by formula.
  private static let leastForDeviation = 40
  /// Fewer draws have no quantiles of their own: those of a normal distribution are taken.
  private static let leastForQuantiles = 100

  /// - Parameters:
  ///   - value: as published; `low` and `high` its band, nil where it is open.
  ///   - isMeasured: whether the band is an interval of the published estimate, not an assumed one.
  /// - Returns: nil when most draws have no estimate.
  package func score(
    _ draws: [Draw], value: Double, low: Double?, high: Double?, isMeasured: Bool
  ) -> IntervalScore? {
    let usable = draws.filter { $0.value.isFinite }
    guard usable.count > 1, 2 * usable.count >= draws.count else { return nil }
    let sample = Sample(usable.map(\.value))
    var sd = sample.variance.squareRoot()
    if isPooled || usable.count < Self.leastForDeviation {
      let errors = usable.map(\.standardError).filter(\.isFinite)
      if !errors.isEmpty {
        sd = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
      }
    }
    let shifts = usable.map(\.shift).filter(\.isFinite)
    let spread = shifts.isEmpty ? 0 : shifts.reduce(0, +) / Double(shifts.count)
    let total = (sd * sd + spread * spread).squareRoot()
    var ends = (sample.mean - Self.z * total, sample.mean + Self.z * total)
    if !isPooled, usable.count >= Self.leastForQuantiles {
      let moved = usable.map { $0.value + ($0.shift.isFinite ? $0.shift : spread) * $0.deviate }.sorted()
      ends = (Self.quantile(0.025, of: moved), Self.quantile(0.975, of: moved))
    }
    let (published, from, to) = (scaled(value), low.map(scaled) ?? -.infinity, high.map(scaled) ?? .infinity)
    let isNarrow: Bool? =
      isMeasured && !isPooled && (to - from).isFinite ? ends.1 - ends.0 <= widthLimit * (to - from) : nil
    let deviation = (published - sample.mean) / total
    return IntervalScore(
      replicates: usable.count, mean: unscaled(sample.mean), sd: sd, spread: abs(spread), low: unscaled(ends.0),
      high: unscaled(ends.1), isTight: sample.mean >= from && sample.mean <= to,
      isPredictive: published >= ends.0 && published <= ends.1, isNarrow: isNarrow,
      logScore: total > 0 ? -0.5 * deviation * deviation - log(total) - 0.5 * log(2 * Double.pi) : -.infinity)
  }

  /// To the scale of scoring.
  package func scaled(_ value: Double) -> Double { isRatio ? log(value) : value }
  private func unscaled(_ value: Double) -> Double { isRatio ? exp(value) : value }

  private static let z = StandardNormal.quantile(0.975)

  /// Between the order statistics, as R's type 7 (Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566).
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = share * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}
