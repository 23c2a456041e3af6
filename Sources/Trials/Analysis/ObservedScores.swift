/// The scores of a trial's subjects as analyses need them: row by row, with NaN for whatever is missing or unusable.
struct ObservedScores {
  let subjects: [TrialSubject]
  let visits: Int
  let scales: Int
  /// `values[(visit * scales + scale) * rows + row]`
  private let values: [Double]

  init(_ subjects: [TrialSubject], design: TrialDesign) {
    self.subjects = subjects
    visits = design.visits.count
    scales = design.scales.count
    let width = visits * scales
    var values = [Double](repeating: .nan, count: subjects.count * width)
    for row in subjects.indices {
      let scores = subjects[row].scores
      for place in 0..<min(width, scores.count) where scores[place].isFinite {
        values[place * subjects.count + row] = scores[place]
      }
    }
    self.values = values
  }

  func score(_ row: Int, visit: Int, scale: Int) -> Double {
    values[(visit * scales + scale) * subjects.count + row]
  }

  func baseline(_ row: Int, scale: Int) -> Double { score(row, visit: 0, scale: scale) }

  func change(_ row: Int, visit: Int, scale: Int) -> Double {
    score(row, visit: visit, scale: scale) - baseline(row, scale: scale)
  }

  /// The score of those who have a baseline, too.
  func scoreWithBaseline(_ row: Int, visit: Int, scale: Int) -> Double {
    baseline(row, scale: scale).isNaN ? .nan : score(row, visit: visit, scale: scale)
  }

  /// Percent by which the score fell; NaN for a baseline of 0 or less.
  func improvement(_ row: Int, visit: Int, scale: Int) -> Double {
    let baseline = baseline(row, scale: scale)
    return baseline > 0 ? -100 * change(row, visit: visit, scale: scale) / baseline : .nan
  }

  /// 1 for a score of at most half of the baseline, else 0.
  func response(_ row: Int, visit: Int, scale: Int) -> Double {
    let baseline = baseline(row, scale: scale)
    let score = score(row, visit: visit, scale: scale)
    return score.isNaN || !(baseline > 0) ? .nan : score <= 0.5 * baseline ? 1 : 0
  }

  /// Nil for subjects never at risk and for times that are none.
  func relapse(_ row: Int) -> TrialSubject.EventTime? {
    guard let time = subjects[row].relapse, time.days >= 0, time.days.isFinite else { return nil }
    return time
  }
}
