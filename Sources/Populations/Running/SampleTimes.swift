import Pharmacology

/// When courses are sampled.
enum SampleTimes {
  /// Hours within which two times are one.
  private static let tolerance = 1e-6
  /// Of a treatment with more doses than this, only the first two and the last are sampled finely.
  private static let fineDoseLimit = 8

  /// Hours, ascending: hourly to 48 h, every 6 h to day 14, daily to the end; every 2 min in the first hour after a
  /// dose and every 5 min to the sixth (of many doses: two hours after each, so that courses show both its trough and
  /// about its peak); the exact start and end of everything given; the visits.
  static func make(treatments: [Treatment], visits: [Visit], durationHours end: Double) -> [Double] {
    var times = Array(stride(from: 0.0, through: min(48, end), by: 1))
    times += stride(from: 54.0, through: min(336, end), by: 6)
    times += stride(from: 360.0, through: end, by: 24)
    times += visits.map(\.hours)
    times.append(end)
    for treatment in treatments {
      let occasions = treatment.occasions
      for occasion in occasions { times += [occasion.lowerBound, occasion.upperBound] }
      guard case .dose = treatment.content else { continue }
      times += occasions.map { $0.lowerBound + 2 }
      let isFew = occasions.count <= fineDoseLimit
      for (index, occasion) in occasions.enumerated() where isFew || index < 2 || index == occasions.count - 1 {
        times += stride(from: 2.0, to: 60, by: 2).map { occasion.lowerBound + $0 / 60 }
        times += stride(from: 60.0, through: 360, by: 5).map { occasion.lowerBound + $0 / 60 }
      }
    }
    times.sort()
    var distinct: [Double] = []
    for time in times where time <= end + tolerance && time - (distinct.last ?? -1) > tolerance {
      distinct.append(min(time, end))
    }
    return distinct
  }
}
