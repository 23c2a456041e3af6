import Populations

/// Picks the sample times that a small panel needs to show a course without losing its spikes.
enum CourseSampling {
  /// Indices into `times`, ascending: everything in the window when it is short enough, else from each of `buckets`
  /// equal parts of the window the first sample and those with the smallest and largest median.
  ///
  /// - Complexity: O(times).
  static func indices(
    times: [Double], median: [Double], window: ClosedRange<Double>, buckets: Int
  ) -> [Int] {
    let inside = times.indices.filter { window.contains(times[$0]) }
    guard inside.count > 3 * buckets, let first = inside.first, let last = inside.last else { return inside }
    let width = (times[last] - times[first]) / Double(buckets)
    guard width > 0 else { return inside }
    var chosen: Set<Int> = [first, last]
    var bucket: [Int] = []
    var number = 0
    func close() {
      guard let start = bucket.first else { return }
      chosen.insert(start)
      if let low = bucket.min(by: { median[$0] < median[$1] }) { chosen.insert(low) }
      if let high = bucket.max(by: { median[$0] < median[$1] }) { chosen.insert(high) }
      bucket.removeAll(keepingCapacity: true)
    }
    for index in inside {
      let position = min(buckets - 1, Int((times[index] - times[first]) / width))
      if position != number {
        close()
        number = position
      }
      bucket.append(index)
    }
    close()
    return chosen.sorted()
  }
}
