import Randomness

/// A scale laid out for scoring: numbers in rows, names of streams made once.
struct ScalePlan: Sendable {
  let isRated: Bool
  let trait: Double
  let occasion: Double
  private let visitPurpose: String
  private let subjectPurpose: String
  private let lowest: [Int]
  /// 1/a of each item.
  private let widths: [Double]
  private let thresholds: [Double]
  /// Where each item's thresholds start; one more than items.
  private let starts: [Int]

  init(_ scale: Scale, trait: Double) {
    isRated = scale.reporter == .clinician
    self.trait = trait
    occasion = scale.occasion
    visitPurpose = "measurement.\(scale.id)"
    subjectPurpose = "measurement.subject.\(scale.id)"
    lowest = scale.items.map(\.lowest)
    widths = scale.items.map { 1 / $0.discrimination }
    thresholds = scale.items.flatMap(\.thresholds)
    starts = scale.items.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.thresholds.count) }
  }

  /// Scores all items and returns their sum.
  ///
  /// An item passes the thresholds below the severity plus a logistic deviate. With the probability `persistence` the
  /// deviate is the one that the subject always has at this item, else a new one: each alone has the same distribution.
  ///
  /// - Parameters:
  ///   - severity: as this scale's rater sees it, without what is the scale's own.
  ///   - items: gets the item scores; nil: nobody asks.
  func score(
    severity: Double, subject: MeasuredSubject, visit: Int, persistence: Double,
    items: UnsafeMutableBufferPointer<Int8>?
  ) -> Double {
    var fresh = RandomStream(
      seed: subject.seed, patient: subject.patient, purpose: visitPurpose, attempt: visit)
    var lasting = RandomStream(seed: subject.seed, patient: subject.patient, purpose: subjectPurpose)
    var severity = severity
    if trait > 0 { severity += trait * lasting.normal() }
    if occasion > 0 { severity += occasion * fresh.normal() }
    var sum = 0
    for item in widths.indices {
      let always = lasting.uniform()
      var share = fresh.uniform()
      share = share < persistence ? always : (share - persistence) / (1 - persistence)
      let reach = severity - widths[item] * Elementary.log(share / (1 - share))
      var score = lowest[item]
      for index in starts[item]..<starts[item + 1] where thresholds[index] < reach { score += 1 }
      sum += score
      if let items { items[item] = Int8(score) }
    }
    return Double(sum)
  }
}
