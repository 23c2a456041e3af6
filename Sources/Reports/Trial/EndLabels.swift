/// Places words at the ends of lines so that none covers another.
enum EndLabels {
  /// Positions near the wanted ones, at least `gap` apart, moved as little as that takes.
  ///
  /// - Complexity: O(n²).
  static func positions(_ wanted: [Double], gap: Double) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    // Runs of labels that touch share the mean of what they want.
    var runs: [(members: [Int], center: Double)] = []
    for index in order {
      runs.append(([index], wanted[index]))
      while runs.count > 1 {
        let (last, before) = (runs[runs.count - 1], runs[runs.count - 2])
        let needed = gap * Double(last.members.count + before.members.count) / 2
        guard last.center - before.center < needed else { break }
        let count = Double(last.members.count + before.members.count)
        let center =
          (last.center * Double(last.members.count) + before.center * Double(before.members.count)) / count
        runs.removeLast(2)
        runs.append((before.members + last.members, center))
      }
    }
    var placed = wanted
    for run in runs {
      let first = run.center - gap * Double(run.members.count - 1) / 2
      for (offset, index) in run.members.enumerated() { placed[index] = first + gap * Double(offset) }
    }
    return placed
  }
}
