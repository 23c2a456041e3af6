/// A variable with finitely many values, each with its probability: observed values, or the labels of a category.
package struct StepDistribution: Sendable, Hashable {
  /// In the order in which a share from 0 to 1 goes through them; of numbers, ascending.
  package let values: [Double]
  /// The share up to each value, the last one 1.
  let cumulated: [Double]
  /// Of a category: one label for each value. Empty: the values are numbers.
  package let labels: [String]

  /// - Parameter weights: not negative, not all zero; they are divided by their sum.
  package init(values: [Double], weights: [Double], labels: [String] = []) {
    let order = labels.isEmpty ? values.indices.sorted { values[$0] < values[$1] } : Array(values.indices)
    let total = weights.reduce(0, +)
    var sum = 0.0
    var cumulated = order.map { index in
      sum += weights[index]
      return sum / total
    }
    cumulated[cumulated.count - 1] = 1
    self.values = order.map { values[$0] }
    self.cumulated = cumulated
    self.labels = labels
  }

  /// The first value up to which at least the share lies.
  ///
  /// - Complexity: O(log values).
  func value(share: Double) -> Double {
    var low = 0
    var high = cumulated.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] >= share { high = middle } else { low = middle + 1 }
    }
    return values[low]
  }

  func probability(at index: Int) -> Double { cumulated[index] - (index == 0 ? 0 : cumulated[index - 1]) }

  func shareUpTo(_ value: Double) -> Double {
    values.indices.reduce(0) { values[$1] <= value ? $0 + probability(at: $1) : $0 }
  }

  func shareBelow(_ value: Double) -> Double {
    values.indices.reduce(0) { values[$1] < value ? $0 + probability(at: $1) : $0 }
  }
}

/// Straight lines between points, constant beyond the first and last.
struct PiecewiseLine {
  /// Ascending.
  let x: [Double]
  let y: [Double]

  func value(at position: Double) -> Double {
    guard let next = x.firstIndex(where: { $0 >= position }) else { return y[y.count - 1] }
    guard next > 0 else { return y[0] }
    let width = x[next] - x[next - 1]
    return width > 0 ? y[next - 1] + (position - x[next - 1]) / width * (y[next] - y[next - 1]) : y[next]
  }
}
