import Randomness

/// A scale laid out for scoring: numbers in rows, names of streams made once.
///
/// A part of a scale goes through all items of the whole, so that it has the scores that the whole has at that visit.
struct ScalePlan: Sendable {
  let isRated: Bool
  /// Standard deviation of what is new at each visit.
  private let occasion: Double
  private let visitPurpose: String
  private let subjectPurpose: String
  private let lowest: Int
  /// 1/a of each item.
  private let widths: [Double]
  /// Whether an item adds to the sum.
  private let counts: [Bool]
  private let thresholds: [Double]
  /// Where each item's thresholds start; one more than items.
  private let starts: [Int]

  init(_ scale: Scale, whole: Scale) {
    isRated = scale.reporter == .clinician
    occasion = scale.occasion
    visitPurpose = "measurement.\(whole.id)"
    subjectPurpose = "measurement.subject.\(whole.id)"
    lowest = whole.items.first?.lowest ?? 0
    widths = whole.items.map { 1 / $0.discrimination }
    counts = whole.items.map { scale.items.contains($0) }
    thresholds = whole.items.flatMap(\.thresholds)
    starts = whole.items.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.thresholds.count) }
  }

  /// How many numbers of a subject belong to this scale.
  var itemCount: Int { widths.count }

  /// How far each item of this subject lies off at all visits, in severity.
  func lastingDeviates(seed: UInt64, patient: Int) -> [Double] {
    var stream = RandomStream(seed: seed, patient: patient, purpose: subjectPurpose)
    return widths.map { Self.deviate(stream.uniform(), width: $0) }
  }

  private static func deviate(_ share: Double, width: Double) -> Double {
    width * Elementary.log(share / (1 - share))
  }

  /// Scores all items and returns the sum of those that count.
  ///
  /// An item passes the thresholds below the severity plus a logistic deviate. With the probability `persistence` the
  /// deviate is the one that the subject always has at this item, else a new one: each alone has the same distribution.
  ///
  /// - Parameters:
  ///   - severity: as this scale's reporter sees it.
  ///   - lasting: the subject's lasting deviates.
  ///   - items: gets the scores of the items that count; nil: nobody asks.
  func score(
    severity: Double, seed: UInt64, patient: Int, visit: Int, persistence: Double, lasting: ArraySlice<Double>,
    items: UnsafeMutableBufferPointer<Int8>?
  ) -> Double {
    var stream = RandomStream(seed: seed, patient: patient, purpose: visitPurpose, attempt: visit)
    let severity = occasion > 0 ? severity + occasion * stream.normal() : severity
    var sum = 0
    var counted = 0
    for item in widths.indices {
      let share = stream.uniform()
      guard counts[item] else { continue }
      let deviate =
        share < persistence
        ? lasting[lasting.startIndex + item]
        : Self.deviate((share - persistence) / (1 - persistence), width: widths[item])
      let reach = severity + deviate
      var score = lowest
      for index in starts[item]..<starts[item + 1] where thresholds[index] < reach { score += 1 }
      sum += score
      if let items { items[counted] = Int8(score) }
      counted += 1
    }
    return Double(sum)
  }
}
