import Diagnostics
import Randomness

/// Weights that give virtual patients the published summaries of a real population.
///
/// Of all weights with these summaries the ones of largest entropy: a patient's weight is the exponential of a sum of
/// multipliers times its own quantities (exponential tilting). The multipliers are fitted to a pilot, the study's first
/// patients; after that a weight depends on the patient alone. Weighting virtual patients to the statistics of a cohort
/// is the practice of quantitative systems pharmacology (MAPEL: Schmidt 2013, doi:10.1186/1471-2105-14-221; Allen 2016,
/// doi:10.1002/psp4.12063); those fit weights of bins, and Allen's method selects patients instead.
package struct PrevalenceWeights: Sendable {
  package struct Feature: Sendable {
    /// In words: `mean of age`.
    package var title: String
    /// What the weighted mean of ``value(_:)`` is to be.
    package var target: Double
    var name: String
    var statistic: PrevalenceTargets.Statistic
    /// By which the multiplier is divided: the feature's standard deviation in the pilot.
    package var scale: Double
    /// The weight's logarithm rises by this when the feature rises by its ``scale``.
    package var multiplier = 0.0

    /// What is averaged.
    func value(_ x: Double) -> Double {
      switch statistic {
      case .mean: x
      case .standardDeviation(_, let mean): (x - mean) * (x - mean)
      case .share(let low, let high, _): x > low && x <= high ? 1 : 0
      }
    }
  }

  package private(set) var features: [Feature]
  /// Subtracted from the logarithm, so that the pilot's weights are 1 on average.
  package private(set) var logNormalizer = 0.0
  /// How many patients of the pilot had a plausible draw.
  package let pilotCount: Int
  /// Kish's effective number of patients in the pilot: (Σw)² / Σw².
  package private(set) var effectiveSampleSize = 0.0
  /// The pilot's largest weight.
  package private(set) var largest = 1.0

  /// Below this share of the pilot the effective number deserves a warning.
  private static let smallShare = 0.25
  private static let iterationLimit = 200

  /// - Parameters:
  ///   - quantities: of the pilot.
  ///   - rows: those of its rows that can be run.
  /// - Throws: `InputError` naming the target that no weights reach.
  init(_ prevalence: PrevalenceTargets, quantities: Quantities, rows: [Int]) throws {
    try self.init(
      prevalence.targets.map { target in
        (target, rows.map { quantities.value(target.name, row: $0) })
      }, text: prevalence.text)
  }

  /// - Parameter columns: each target with the pilot's values of its quantity.
  init(_ columns: [(target: PrevalenceTargets.Target, values: [Double])], text: SourceText? = nil) throws {
    pilotCount = columns.first?.values.count ?? 0
    let count = Double(pilotCount)
    features = []
    // Standardised: (g - target) / scale, by feature.
    var table: [[Double]] = []
    for (target, values) in columns {
      func refuse(_ problem: String) -> InputError { InputError(problem, at: target.place, in: text) }
      var feature = Feature(
        title: target.title, target: target.statistic.expected, name: target.name, statistic: target.statistic, scale: 1
      )
      let column = values.map { feature.value($0) - feature.target }
      guard pilotCount >= 2, column.allSatisfy(\.isFinite) else {
        throw refuse("\"\(target.name)\" is not a finite number in every patient of the pilot")
      }
      guard let low = column.min(), let high = column.max(), low < 0, high > 0 else {
        throw refuse("no weights give the \(target.title) that is asked for: all of the pilot lies on one side of it")
      }
      let mean = column.reduce(0, +) / count
      feature.scale = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
      table.append(column.map { $0 / feature.scale })
      features.append(feature)
    }
    let (multipliers, residuals) = Self.fit(table, count: pilotCount)
    if let worst = residuals.indices.max(by: { abs(residuals[$0]) < abs(residuals[$1]) }),
      !(abs(residuals[worst]) < 1e-8)
    {
      throw InputError(
        "no weights of the pilot's patients reach all targets together, least the \(features[worst].title)",
        at: columns[worst].target.place, in: text, hint: "let the patients differ more, or ask for less")
    }
    for index in features.indices { features[index].multiplier = multipliers[index] }
    let logs = (0..<pilotCount).map { row in table.indices.reduce(0) { $0 + multipliers[$1] * table[$1][row] } }
    let largest = logs.max() ?? 0
    let weights = logs.map { Elementary.exp($0 - largest) }
    let sum = weights.reduce(0, +)
    logNormalizer = largest + Elementary.log(sum / count)
    self.largest = count / sum
    effectiveSampleSize = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
  }

  /// The weight of a patient; 1 on average over the pilot.
  ///
  /// - Parameter quantity: its covariate, parameter or baseline of a name.
  package func weight(_ quantity: (String) -> Double) -> Double {
    let logarithm = features.reduce(-logNormalizer) { sum, feature in
      sum + feature.multiplier * ((feature.value(quantity(feature.name)) - feature.target) / feature.scale)
    }
    return Elementary.exp(logarithm)
  }

  /// A sentence for reports, with a warning where few patients carry most of the weight.
  package var note: String {
    let size = PlainText.number(effectiveSampleSize.rounded())
    let fitted = features.map { "\($0.title) \(PlainText.number($0.multiplier))" }.joined(separator: ", ")
    let sentence =
      "Weights to \(features.count) published summaries: \(pilotCount) patients of the pilot count as \(size). "
      + "Multipliers of a standard deviation: \(fitted)."
    return effectiveSampleSize < Self.smallShare * Double(pilotCount)
      ? sentence + " Few of them carry most of the weight: the drawn population is far from the published one."
      : sentence
  }

  /// Newton's method on the convex dual, the logarithm of the mean of exp(Σ multiplier · column), whose gradient is the
  /// distance of the weighted means from the targets; halved steps until it falls.
  ///
  /// - Returns: the multipliers and the distances that are left.
  private static func fit(_ table: [[Double]], count: Int) -> (multipliers: [Double], residuals: [Double]) {
    var multipliers = table.map { _ in 0.0 }
    var state = Dual(table, multipliers, count: count)
    for _ in 0..<iterationLimit {
      if state.gradient.allSatisfy({ abs($0) < 1e-12 }) { break }
      guard let factor = try? Cholesky.factor(state.hessian) else { break }
      let step = Cholesky.solve(factor, state.gradient)
      let slope = zip(step, state.gradient).reduce(0) { $0 + $1.0 * $1.1 }
      var length = 1.0
      var next = state
      var moved = multipliers
      repeat {
        moved = zip(multipliers, step).map { $0 - length * $1 }
        next = Dual(table, moved, count: count)
        length /= 2
      } while !(next.value <= state.value - 1e-4 * length * slope) && length > 1e-10
      if length <= 1e-10 { break }
      multipliers = moved
      state = next
    }
    return (multipliers, state.gradient)
  }

  /// The dual function at some multipliers.
  private struct Dual {
    var value: Double
    /// Weighted means of the columns.
    var gradient: [Double]
    /// Their weighted covariances, the rows up to the diagonal.
    var hessian: [[Double]]

    init(_ table: [[Double]], _ multipliers: [Double], count: Int) {
      let logs = (0..<count).map { row in table.indices.reduce(0) { $0 + multipliers[$1] * table[$1][row] } }
      let largest = logs.max() ?? 0
      let weights = logs.map { Elementary.exp($0 - largest) }
      let sum = weights.reduce(0, +)
      value = largest + Elementary.log(sum / Double(count))
      let means = table.map { column in zip(weights, column).reduce(0) { $0 + $1.0 * $1.1 } / sum }
      hessian = table.indices.map { i in
        (0...i).map { j in
          (0..<count).reduce(0) { $0 + weights[$1] * table[i][$1] * table[j][$1] } / sum - means[i] * means[j]
        }
      }
      gradient = means
    }
  }
}

extension PrevalenceTargets.Statistic {
  /// What the feature's weighted mean is to be.
  fileprivate var expected: Double {
    switch self {
    case .mean(let mean): mean
    case .standardDeviation(let sd, _): sd * sd
    case .share(_, _, let share): share
    }
  }
}
