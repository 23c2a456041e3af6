/// The scores of a trial's subjects as analyses need them: row by row, with NaN for whatever is missing or unusable.
struct ObservedScores {
  let subjects: [TrialSubject]
  let visits: Int
  let scales: Int

  init(_ subjects: [TrialSubject], design: TrialDesign) {
    self.subjects = subjects
    visits = design.visits.count
    scales = design.scales.count
  }

  func score(_ row: Int, visit: Int, scale: Int) -> Double {
    let place = visit * scales + scale
    guard subjects[row].scores.indices.contains(place) else { return .nan }
    let value = subjects[row].scores[place]
    return value.isFinite ? value : .nan
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
    let improvement = improvement(row, visit: visit, scale: scale)
    return improvement.isNaN ? .nan : improvement >= 50 - 1e-9 ? 1 : 0
  }

  /// Nil for subjects never at risk and for times that are none.
  func relapse(_ row: Int) -> TrialSubject.EventTime? {
    guard let time = subjects[row].relapse, time.days >= 0, time.days.isFinite else { return nil }
    return time
  }
}
