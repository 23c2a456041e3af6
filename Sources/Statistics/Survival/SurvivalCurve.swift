import Foundation

/// The product-limit estimate of survival (Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452) with Greenwood's
/// variance and intervals on the scale ln(−ln S) (Kalbfleisch and Prentice 2002, doi:10.1002/9781118032985).
package struct SurvivalCurve: Sendable {
  package struct Step: Sendable, Hashable {
    /// Of the event.
    package let time: Double
    /// Someone censored at this time still counts.
    package let atRisk: Int
    package let events: Int
    /// The share without the event beyond this time.
    package let survival: Double
    /// NaN, as are the bounds, once no one survives: the data say nothing about precision there.
    package let standardError: Double
    package let lower: Double
    package let upper: Double
  }

  /// At the times of events, ascending.
  package let steps: [Step]

  /// O(n·log n).
  package init(_ data: SurvivalTimes, level: Double = 0.95) {
    let z = StandardNormal.quantile(0.5 + 0.5 * level)
    let order = data.order
    var steps: [Step] = []
    var survival = 1.0
    var greenwood = 0.0
    var index = 0
    while index < order.count {
      let time = data.times[order[index]]
      let atRisk = order.count - index
      var events = 0
      while index < order.count, data.times[order[index]] == time {
        events += data.events[order[index]] ? 1 : 0
        index += 1
      }
      guard events > 0 else { continue }
      survival *= Double(atRisk - events) / Double(atRisk)
      greenwood += Double(events) / (Double(atRisk) * Double(atRisk - events))
      let ends = Self.bounds(survival, greenwood, z)
      steps.append(
        Step(
          time: time, atRisk: atRisk, events: events, survival: survival,
          standardError: survival > 0 ? survival * greenwood.squareRoot() : .nan, lower: ends.lower,
          upper: ends.upper))
    }
    self.steps = steps
  }

  private static func bounds(_ survival: Double, _ greenwood: Double, _ z: Double) -> (lower: Double, upper: Double) {
    guard survival > 0 else { return (.nan, .nan) }
    let half = z * greenwood.squareRoot() / -log(survival)
    return (pow(survival, exp(half)), pow(survival, exp(-half)))
  }

  /// The share without the event beyond `time`.
  package func survival(at time: Double) -> Double { steps.last { $0.time <= time }?.survival ?? 1 }

  /// The first time at which at most half survive, with the times at which the interval's ends reach a half (Brookmeyer
  /// and Crowley 1982, doi:10.2307/2530286); nil where that is beyond the data.
  package var median: (value: Double?, lower: Double?, upper: Double?) {
    (
      steps.first { $0.survival <= 0.5 }?.time, steps.first { $0.lower <= 0.5 }?.time,
      steps.first { $0.upper <= 0.5 }?.time
    )
  }
}
