import Randomness

/// The visits of one subject in one period: when they take place, and which are missed.
struct VisitPlan {
  /// Days as planned, moved by whole days within the windows.
  var offsets: [Int]
  var isMissed: [Bool]

  /// - Parameter stream: two numbers for each visit are taken, whatever becomes of them.
  init(_ visits: [TrialVisit], missedShare: Double, stream: inout RandomStream) {
    offsets = []
    isMissed = []
    offsets.reserveCapacity(visits.count)
    isMissed.reserveCapacity(visits.count)
    for index in visits.indices {
      let (place, chance) = (stream.uniform(), stream.uniform())
      let range = Self.offsets(of: index, in: visits)
      offsets.append(min(range.upperBound, range.lowerBound + Int(place * Double(range.count))))
      isMissed.append(index > 0 && chance < missedShare)
    }
  }

  /// How many days a visit may be moved by: its window, but never past half the way to its neighbours, and the
  /// baseline not at all.
  static func offsets(of index: Int, in visits: [TrialVisit]) -> ClosedRange<Int> {
    let visit = visits[index]
    guard index > 0, visit.window > 0 else { return 0...0 }
    func room(_ distance: Double) -> Int { max(0, Int(((distance - 1) / 2).rounded(.down))) }
    let before = min(visit.window, room(visit.day - visits[index - 1].day))
    let after = index + 1 < visits.count ? min(visit.window, room(visits[index + 1].day - visit.day)) : visit.window
    return -before...after
  }
}
