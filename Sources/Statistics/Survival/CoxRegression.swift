import Foundation

/// Cox's regression of the hazard on one covariate (Cox 1972, doi:10.1111/j.2517-6161.1972.tb00899.x) with Efron's
/// treatment of ties (Efron 1977, doi:10.1080/01621459.1977.10480613), by Newton's method.
package struct CoxRegression: Sendable {
  /// The logarithm of the hazard ratio for one unit of the covariate, with Wald's interval and test.
  package let coefficient: Estimate
  /// At the maximum.
  package let logLikelihood: Double
  /// p values of the same hypothesis by the ratio of likelihoods and by the score.
  package let likelihoodRatioP: Double
  package let scoreP: Double

  package var hazardRatio: RatioEstimate { ratio(level: 0.95) }

  package func ratio(level: Double) -> RatioEstimate {
    RatioEstimate(logarithm: coefficient.value, standardError: coefficient.standardError, level: level)
  }

  /// O(n·log n) and O(n) for each of a few iterations.
  ///
  /// - Parameter covariate: for each patient, for example 0 and 1 for two arms.
  /// - Throws: ``StatisticsError`` when lengths differ, values are not finite, the covariate does not vary among those
  ///   at risk, or the likelihood has no maximum, as when only one arm has events.
  package init(_ data: SurvivalTimes, covariate: [Double], level: Double = 0.95) throws(StatisticsError) {
    guard covariate.count == data.times.count else {
      throw .unusable("the covariate has not one value for each patient")
    }
    guard covariate.allSatisfy(\.isFinite) else { throw .unusable("the covariate is not a number for every patient") }
    let mean = covariate.reduce(0, +) / Double(covariate.count)
    let reach = covariate.reduce(0) { max($0, abs($1 - mean)) }
    let likelihood = CoxLikelihood(data, covariate: covariate.map { $0 - mean })
    let null = likelihood.evaluate(0)
    guard null.information > 1e-12 * reach * reach, reach > 0 else {
      throw .unusable("the covariate does not vary among the patients at risk of an event")
    }
    var slope = 0.0
    var at = null
    var isDone = false
    for _ in 0..<100 where !isDone {
      var step = at.score / at.information
      step = max(-4 / reach, min(4 / reach, step))
      var next = likelihood.evaluate(slope + step)
      var halvings = 0
      while !(next.value >= at.value - 1e-12 * abs(at.value)), halvings < 30 {
        step *= 0.5
        halvings += 1
        next = likelihood.evaluate(slope + step)
      }
      slope += step
      at = next
      isDone = abs(step) * reach < 1e-11 * max(1, abs(slope) * reach)
      guard abs(slope) * reach < 25, at.information > 1e-12 * reach * reach else {
        throw .unusable(
          "the likelihood of Cox's regression grows without end: the covariate separates those with events from those "
            + "without",
          hint: "use the log-rank test")
      }
    }
    guard isDone else { throw .unusable("Cox's regression did not converge in 100 iterations") }
    coefficient = Estimate(value: slope, standardError: 1 / at.information.squareRoot(), level: level)
    logLikelihood = at.value
    likelihoodRatioP = ChiSquare(1).above(max(2 * (at.value - null.value), 0))
    scoreP = ChiSquare(1).above(null.score * null.score / null.information)
  }
}

/// Efron's partial likelihood, its derivative, and minus its second derivative.
struct CoxLikelihood {
  private let x: [Double]
  private let events: [Bool]
  private let times: [Double]

  /// Rows are put in order of falling time, so that those at risk are those before.
  init(_ data: SurvivalTimes, covariate: [Double]) {
    let order = data.order.reversed()
    x = order.map { covariate[$0] }
    events = order.map { data.events[$0] }
    times = order.map { data.times[$0] }
  }

  func evaluate(_ slope: Double) -> (value: Double, score: Double, information: Double) {
    var (value, score, information) = (0.0, 0.0, 0.0)
    var (s0, s1, s2) = (0.0, 0.0, 0.0)
    var index = 0
    while index < x.count {
      let time = times[index]
      var (d0, d1, d2) = (0.0, 0.0, 0.0)
      var deaths = 0
      while index < x.count, times[index] == time {
        let risk = exp(slope * x[index])
        s0 += risk
        s1 += risk * x[index]
        s2 += risk * x[index] * x[index]
        if events[index] {
          deaths += 1
          d0 += risk
          d1 += risk * x[index]
          d2 += risk * x[index] * x[index]
          value += slope * x[index]
          score += x[index]
        }
        index += 1
      }
      for tie in 0..<deaths {
        let share = Double(tie) / Double(deaths)
        let (r0, r1, r2) = (s0 - share * d0, s1 - share * d1, s2 - share * d2)
        let mean = r1 / r0
        value -= log(r0)
        score -= mean
        information += r2 / r0 - mean * mean
      }
    }
    return (value, score, information)
  }
}
