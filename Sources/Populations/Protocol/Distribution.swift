import Randomness

/// How one quantity differs between patients.
package struct Distribution: Sendable, Hashable {
  package enum Shape: Sendable, Hashable {
    /// The same value for everybody.
    case fixed(Double)
    case uniform(low: Double, high: Double)
    case normal(mean: Double, sd: Double)
    /// `logSD` is the standard deviation of the logarithm; a coefficient of variation cv gives sqrt(ln(1 + cv²)).
    case lognormal(median: Double, logSD: Double)
    /// Between `low` and `high`: ln((x - low)/(high - x)) is normal with standard deviation `logitSD`.
    case logitNormal(median: Double, logitSD: Double, low: Double, high: Double)
    /// ((x/median)^lambda - 1)/lambda is normal with standard deviation `sd` (Box and Cox 1964,
    /// doi:10.1111/j.2517-6161.1964.tb00553.x); what has no such power is never drawn.
    case boxCox(median: Double, sd: Double, lambda: Double)
    /// median · exp((exp(lambda·η) - 1)/lambda), η normal with standard deviation `logSD`: the Box-Cox transformed
    /// random effect of Petersson 2009 (doi:10.1007/s11095-009-9931-1).
    case boxCoxEffect(median: Double, logSD: Double, lambda: Double)
    case steps(StepDistribution)
    /// A continuous variable by some of its quantiles, in between on straight lines; shares ascend from 0 to 1.
    case quantiles(shares: [Double], values: [Double])
  }

  package var shape: Shape
  /// No value lies outside.
  package var minimum: Double?
  package var maximum: Double?

  package init(_ shape: Shape, minimum: Double? = nil, maximum: Double? = nil) {
    self.shape = shape
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The standard deviation of the logarithm of a lognormal variable with a coefficient of variation.
  package static func logSD(cv: Double) -> Double { Elementary.log(1 + cv * cv).squareRoot() }

  /// How often a value outside the limits is drawn again before it is taken from inside them.
  private static let redraws = 1000

  /// One value. Values outside the limits are drawn again; after a thousand of them the next random number picks among
  /// the values inside, which is the same distribution.
  func draw(from stream: inout RandomStream) -> Double {
    for _ in 0..<Self.redraws {
      let value = unlimitedValue(from: &stream)
      if isInside(value) { return value }
    }
    return value(share: stream.uniform())
  }

  private func isInside(_ value: Double) -> Bool { value >= minimum ?? -.infinity && value <= maximum ?? .infinity }

  private func unlimitedValue(from stream: inout RandomStream) -> Double {
    switch shape {
    case .fixed(let value): value
    case .uniform(let low, let high): low + (high - low) * stream.uniform()
    case .steps, .quantiles: unlimitedQuantile(stream.uniform())
    default: value(deviate: stream.normal())
    }
  }

  /// The value below which a share of the limited distribution lies.
  package func value(share: Double) -> Double {
    guard minimum != nil || maximum != nil else { return unlimitedQuantile(share) }
    let low = minimum.map { shareBelow($0) } ?? 0
    let high = maximum.map { shareUpTo($0) } ?? 1
    let value = unlimitedQuantile(low + share * (high - low))
    return min(max(value, minimum ?? -.infinity), maximum ?? .infinity)
  }

  /// The value that belongs to a standard normal deviate, as one correlated with others: the deviate's own share of
  /// the limited distribution.
  package func value(correlated deviate: Double) -> Double {
    let isPlain = minimum == nil && maximum == nil
    switch shape {
    case .normal where isPlain, .lognormal where isPlain, .logitNormal where isPlain, .boxCoxEffect where isPlain:
      return value(deviate: deviate)
    default:
      // A share of exactly 0 or 1 would give infinite values.
      let share = min(max(NormalDistribution.cumulative(deviate), 0x1p-60), 1 - 0x1p-53)
      return value(share: share)
    }
  }

  private func unlimitedQuantile(_ share: Double) -> Double {
    switch shape {
    case .fixed(let value): value
    case .uniform(let low, let high): low + (high - low) * share
    case .steps(let steps): steps.value(share: share)
    case .quantiles(let shares, let values): PiecewiseLine(x: shares, y: values).value(at: share)
    case .boxCox(_, let sd, let lambda):
      // Shares of what can be: deviates whose power exists.
      switch lambda {
      case 0: value(deviate: NormalDistribution.quantile(share))
      case let lambda where lambda > 0:
        value(
          deviate: NormalDistribution.quantile(
            NormalDistribution.cumulative(-1 / (lambda * sd)) * (1 - share) + share))
      default:
        value(
          deviate: NormalDistribution.quantile(share * NormalDistribution.cumulative(-1 / (lambda * sd))))
      }
    default: value(deviate: NormalDistribution.quantile(share))
    }
  }

  /// The value that a standard normal deviate stands for, of the shapes that are made from one; NaN where there is
  /// none.
  private func value(deviate: Double) -> Double {
    switch shape {
    case .normal(let mean, let sd): return mean + sd * deviate
    case .lognormal(let median, let logSD): return median * Elementary.exp(logSD * deviate)
    case .logitNormal(let median, let logitSD, let low, let high):
      let odds = (median - low) / (high - median) * Elementary.exp(logitSD * deviate)
      return odds < 1 ? low + (high - low) * (odds / (1 + odds)) : high - (high - low) / (1 + odds)
    case .boxCox(let median, let sd, let lambda):
      if lambda == 0 { return median * Elementary.exp(sd * deviate) }
      let base = 1 + lambda * sd * deviate
      return base > 0 ? median * Elementary.power(base, 1 / lambda) : .nan
    case .boxCoxEffect(let median, let logSD, let lambda):
      let effect = logSD * deviate
      return median * Elementary.exp(lambda == 0 ? effect : (Elementary.exp(lambda * effect) - 1) / lambda)
    case .fixed, .uniform, .steps, .quantiles: return .nan
    }
  }

  /// The share of the distribution without limits that lies at or below a value.
  package func shareUpTo(_ value: Double) -> Double {
    func normal(_ deviate: Double) -> Double { NormalDistribution.cumulative(deviate) }
    switch shape {
    case .fixed(let one): return value >= one ? 1 : 0
    case .uniform(let low, let high): return min(max((value - low) / (high - low), 0), 1)
    case .normal(let mean, let sd): return normal((value - mean) / sd)
    case .lognormal(let median, let logSD): return value <= 0 ? 0 : normal(Elementary.log(value / median) / logSD)
    case .logitNormal(let median, let logitSD, let low, let high):
      if value <= low { return 0 }
      if value >= high { return 1 }
      let odds = (value - low) / (high - value) / ((median - low) / (high - median))
      return normal(Elementary.log(odds) / logitSD)
    case .boxCox(let median, let sd, let lambda):
      if value <= 0 { return 0 }
      let logarithm = Elementary.log(value / median)
      if lambda == 0 { return normal(logarithm / sd) }
      let below = normal((Elementary.exp(lambda * logarithm) - 1) / lambda / sd)
      let edge = normal(-1 / (lambda * sd))
      return lambda > 0 ? (below - edge) / (1 - edge) : below / edge
    case .boxCoxEffect(let median, let logSD, let lambda):
      if value <= 0 { return 0 }
      let logarithm = Elementary.log(value / median)
      if lambda == 0 { return normal(logarithm / logSD) }
      let base = 1 + lambda * logarithm
      guard base > 0 else { return lambda > 0 ? 0 : 1 }
      return normal(Elementary.log(base) / lambda / logSD)
    case .steps(let steps): return steps.shareUpTo(value)
    case .quantiles(let shares, let values): return PiecewiseLine(x: values, y: shares).value(at: value)
    }
  }

  private func shareBelow(_ value: Double) -> Double {
    guard case .steps(let steps) = shape else { return shareUpTo(value) }
    return steps.shareBelow(value)
  }

  /// The share of the distribution without limits that lies inside them.
  package var shareInside: Double {
    switch shape {
    case .fixed(let value): return isInside(value) ? 1 : 0
    default: return (maximum.map { shareUpTo($0) } ?? 1) - (minimum.map { shareBelow($0) } ?? 0)
    }
  }
}
