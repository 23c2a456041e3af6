import Statistics

/// Finds the sample size at which a trial has a wanted power.
///
/// The first guess is the normal approximation with the effect and standard error of the trial as it is planned. Then
/// sizes around the wanted power are simulated, each with the same seed, until one with less and one with more lie close
/// to the answer; a curve through them gives it with the interval that Monte Carlo leaves.
package struct PowerSearch: Sendable {
  /// Between 0 and 1.
  package var target: Double
  /// Two-sided.
  package var alpha: Double
  /// No larger trial is simulated.
  package var largestUnits: Int
  /// Sizes that are simulated at most.
  package var evaluationLimit = 8

  package init(target: Double, alpha: Double, largestUnits: Int = 2_000) {
    self.target = target
    self.alpha = alpha
    self.largestUnits = largestUnits
  }

  /// - Parameters:
  ///   - start: units of the trial as it is planned.
  ///   - evaluate: runs the replicates of a trial with that many units; with the same seed each time.
  /// - Throws: what `evaluate` throws.
  package func run(start: Int, evaluate: (Int) throws -> PowerEvaluation) rethrows -> PowerSearchResult {
    var done: [Int: PowerEvaluation] = [:]
    var next = min(max(start, Self.smallest), largestUnits)
    while done[next] == nil, done.count < evaluationLimit {
      let evaluation = try evaluate(next)
      done[next] = evaluation
      next = isHopeless(done, start: start) ? evaluation.units : proposal(done, after: evaluation)
    }
    return result(done)
  }

  private static let smallest = 2
  /// How much larger the next size may be: a guess from an effect near 0 says little.
  private static let growth = 4
  /// A trial that is so much larger than planned and rejects no more than chance ends the search.
  private static let hopeless = 16

  private func isHopeless(_ done: [Int: PowerEvaluation], start: Int) -> Bool {
    let largest = done.values.max { $0.units < $1.units }
    return largest.map { $0.units >= Self.hopeless * start && $0.power.share < alpha } ?? false
  }

  /// The next size; one that is done ends the search.
  private func proposal(_ done: [Int: PowerEvaluation], after last: PowerEvaluation) -> Int {
    let all = done.values.sorted { $0.units < $1.units }
    if done.count == 1 { return normalApproximation(last) }
    let below = all.last { $0.power.share < target }
    let above = all.first { $0.power.share >= target }
    guard let above else {
      guard let largest = all.last, largest.units < largestUnits else { return last.units }
      return min(largestUnits, max(normalApproximation(largest), 2 * largest.units))
    }
    guard let below else { return max(Self.smallest, (all.first?.units ?? Self.smallest) / 2) }
    guard let curve = PowerCurve(near(all)) else { return (above.units + below.units) / 2 }
    let answer = clamped(curve.units(power: target))
    // Both sides known within a tenth: another size would say the same.
    let isClose = [below, above].allSatisfy { abs(Double($0.units - answer)) <= max(0.1 * Double(answer), 1) }
    if isClose { return last.units }
    if done[answer] == nil { return answer }
    // The answer itself is known: its other side is not yet.
    let share = done[answer].map { $0.power.share < target ? 1.08 : 0.92 } ?? 1
    return clamped(share * Double(answer))
  }

  private func normalApproximation(_ pilot: PowerEvaluation) -> Int {
    let wanted = StandardNormal.quantile(1 - 0.5 * alpha) + StandardNormal.quantile(target)
    let ratio = wanted * pilot.standardError / abs(pilot.effect)
    let most = Double(Self.growth * pilot.units)
    let guess = clamped(ratio.isFinite ? min(Double(pilot.units) * ratio * ratio, most) : most)
    return guess == pilot.units ? clamped(1.08 * Double(guess) + 1) : guess
  }

  private func clamped(_ units: Double) -> Int {
    units.isFinite ? min(max(Int(min(units, 1e9).rounded(.up)), Self.smallest), largestUnits) : largestUnits
  }

  /// Sizes within a factor of two of those nearest to the target: the curve is straight there.
  private func near(_ all: [PowerEvaluation]) -> [PowerEvaluation] {
    guard let nearest = all.min(by: { abs($0.power.share - target) < abs($1.power.share - target) }) else { return [] }
    let kept = all.filter { 2 * $0.units >= nearest.units && $0.units <= 2 * nearest.units }
    return Set(kept.map(\.units)).count > 1 ? kept : all
  }

  private func result(_ done: [Int: PowerEvaluation]) -> PowerSearchResult {
    let all = done.values.sorted { $0.units < $1.units }
    let isReached = all.contains { $0.power.share >= target }
    let curve = PowerCurve(near(all))
    let interval = curve?.interval(power: target) ?? (0, .infinity)
    let smallestEnough = all.first { $0.power.share >= target }?.units
    let answer = isReached ? curve.map { clamped($0.units(power: target)) } ?? smallestEnough : nil
    return PowerSearchResult(
      target: target, units: answer, low: interval.low.rounded(.up), high: interval.high.rounded(.up),
      largestUnits: largestUnits, evaluations: all)
  }
}
