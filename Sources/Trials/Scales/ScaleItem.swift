import Randomness

/// One item of a scale by the graded response model (Samejima 1969, doi:10.1007/BF03372160): it is scored at least
/// `lowest + c` with probability 1/(1 + exp(-a (severity - b_c))).
package struct ScaleItem: Sendable, Hashable {
  package var name: String
  /// Score when no threshold is passed.
  package var lowest = 0
  /// a, above 0.
  package var discrimination: Double
  /// b_1 < b_2 < …: one for each score above the lowest.
  package var thresholds: [Double]

  package init(name: String, discrimination: Double, thresholds: [Double]) {
    self.name = name
    self.discrimination = discrimination
    self.thresholds = thresholds
  }

  package var highest: Int { lowest + thresholds.count }

  /// Probabilities of each score, from the lowest; they add up to 1.
  package func probabilities(severity: Double) -> [Double] {
    let atLeast = [1] + thresholds.map { probability(above: $0, severity: severity) } + [0]
    return zip(atLeast, atLeast.dropFirst()).map { $0 - $1 }
  }

  package func expectedScore(severity: Double) -> Double {
    thresholds.reduce(Double(lowest)) { $0 + probability(above: $1, severity: severity) }
  }

  package func variance(severity: Double) -> Double {
    // E[k] = Σ P_c and E[k²] = Σ (2c - 1) P_c for the number k of thresholds passed.
    var mean = 0.0
    var square = 0.0
    for (index, threshold) in thresholds.enumerated() {
      let share = probability(above: threshold, severity: severity)
      mean += share
      square += Double(2 * index + 1) * share
    }
    return square - mean * mean
  }

  private func probability(above threshold: Double, severity: Double) -> Double {
    1 / (1 + Elementary.exp(-discrimination * (severity - threshold)))
  }
}
