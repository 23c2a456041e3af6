import Equations
import Foundation

/// Looks for the states that a steady-state flow brings back to themselves.
struct FixedPointSearch {
  let flow: SteadyStateFlow
  /// The states to solve for.
  let free: [Int]
  let names: [String]
  let relativeTolerance: Double
  let absoluteTolerance: Double

  private static let firstIntervals = 10
  private static let mostIterations = 20
  /// Of a state's size: by so much it is changed to see what comes of it.
  private static let perturbation = 1e-3

  /// A fixed point, and how well it is determined: the smallest pivot of the last matrix, at most 1.
  struct Found {
    var states: [Double]
    var smallestPivot: Double
  }

  /// States just before a dose that come back after the interval.
  func periodic(from start: [Double], interval: Double) throws -> [Double] {
    let count = Self.firstIntervals
    let first = try flow.states(after: Double(count) * interval, intervals: count, from: [start])[0]
    let guess = keeping(start, first)
    if let found = try newton(from: guess, time: interval) { return found.states }
    return try repeated(from: guess, interval: interval)
  }

  /// States that a constant infusion does not change: over longer and longer times, until they are well determined.
  func equilibrium(from start: [Double]) throws -> [Double] {
    var states = start
    var best: Found?
    for exponent in 0...9 {
      var time = 1.0
      for _ in 0..<exponent { time *= 10 }
      states = keeping(start, try flow.states(after: time, intervals: 1, from: [states])[0])
      guard let found = try newton(from: states, time: time) else { continue }
      if best.map({ $0.smallestPivot < found.smallestPivot }) ?? true { best = found }
      if found.smallestPivot > 0.1 { break }
    }
    guard let best else {
      throw SteadyStateFailure(reason: "an endless infusion into \(dosed) never comes to a steady state")
    }
    return best.states
  }

  private var dosed: String { "\"\(names[flow.problem.state])\"" }

  /// The free and algebraic states of `later`; integrals stay where they were.
  private func keeping(_ start: [Double], _ later: [Double]) -> [Double] {
    var states = start
    for (slot, state) in flow.simulator.system.states.enumerated() where state.isAlgebraic {
      states[slot] = later[slot]
    }
    for slot in free { states[slot] = later[slot] }
    return states
  }

  /// Newton's method on Φ(y) − y, nil when it does not converge to a fixed point that attracts.
  private func newton(from start: [Double], time: Double) throws -> Found? {
    var states = start
    var sizes = [Double](repeating: 0, count: free.count)
    for _ in 0..<Self.mostIterations {
      for (index, slot) in free.enumerated() { sizes[index] = max(sizes[index], abs(states[slot])) }
      let scales = scales(sizes)
      guard let (image, matrix) = try linearised(at: states, scales: scales, time: time) else { return nil }
      let residual = free.enumerated().map { (image[$1] - states[$1]) / scales[$0] }
      guard let step = FixedPointStep(matrix: matrix, residual: residual) else { return nil }
      var isConverged = true
      for (index, slot) in free.enumerated() {
        let change = step.change[index] * scales[index]
        guard change.isFinite else { return nil }
        let allowed = relativeTolerance * abs(states[slot] + change) + absoluteTolerance
        // Where the fixed point is hardly determined, the map's own error moves it.
        if abs(change) > 0.1 * allowed * max(1, 1 / step.smallestPivot) { isConverged = false }
        states[slot] += change
      }
      states = keeping(states, image.enumerated().map { free.contains($0) ? states[$0] : $1 })
      if isConverged {
        return DenseMatrix.staysBounded(matrix) ? Found(states: states, smallestPivot: step.smallestPivot) : nil
      }
    }
    return nil
  }

  /// What a state counts by: its size, and something small beside the others where it is 0.
  private func scales(_ sizes: [Double]) -> [Double] {
    let largest = sizes.max() ?? 0
    return sizes.map { max($0, 1e-6 * largest, 1e3 * absoluteTolerance) }
  }

  /// The image of the states and the matrix of the map there, in units of the scales; nil where the solver stops.
  private func linearised(
    at states: [Double], scales: [Double], time: Double
  ) throws -> (image: [Double], matrix: DenseMatrix)? {
    var starts = [states]
    for (index, slot) in free.enumerated() {
      var changed = states
      changed[slot] += Self.perturbation * scales[index]
      starts.append(changed)
    }
    guard let images = try? flow.states(after: time, intervals: 1, from: starts) else { return nil }
    var matrix = DenseMatrix(count: free.count)
    for (column, slot) in free.enumerated() {
      let difference = starts[column + 1][slot] - states[slot]
      for (row, target) in free.enumerated() {
        matrix[row, column] =
          (images[column + 1][target] - images[0][target]) / difference * scales[column] / scales[row]
      }
    }
    return (images[0], matrix)
  }

  private static let blockIntervals = 100
  private static let mostBlocks = 100

  /// Gives dose after dose until the states come back.
  private func repeated(from start: [Double], interval: Double) throws -> [Double] {
    var states = start
    var previous: Double?
    var worst = (share: 0.0, state: flow.problem.state)
    for _ in 0..<Self.mostBlocks {
      let count = Self.blockIntervals
      let late = keeping(
        start, try flow.states(after: Double(count) * interval, intervals: count, from: [states])[0])
      states = keeping(start, try flow.states(after: interval, intervals: 1, from: [late])[0])
      worst = (0, flow.problem.state)
      for slot in free {
        let share = abs(states[slot] - late[slot]) / (relativeTolerance * abs(states[slot]) + absoluteTolerance)
        if !(share <= worst.share) { worst = (share, slot) }
      }
      // The changes shrink by a factor with every dose; what is left is their sum.
      if let previous, worst.share < previous {
        let factor = pow(worst.share / previous, 1 / Double(count + 1))
        if worst.share * factor < 0.1 * (1 - factor) { return states }
      } else if worst.share == 0 {
        return states
      }
      previous = worst.share
    }
    throw SteadyStateFailure(
      reason: "doses into \(dosed) have no steady state: \"\(names[worst.state])\" still changes after "
        + "\(Self.blockIntervals * Self.mostBlocks) intervals")
  }
}
