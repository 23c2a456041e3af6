/// Suggests the right name for a wrong one.
package enum NearestName {
  /// The candidate nearest to `name` by edit distance (transpositions count one), or nil when none is near:
  /// at most a third of the longer name may differ, and one edit is always near. Names beyond 100 bytes are not compared.
  ///
  /// - Complexity: O(candidates · length²).
  package static func find(_ name: String, among candidates: some Sequence<String>) -> String? {
    var best: (distance: Int, name: String)?
    // Nobody misspells a name of more than a hundred letters; comparing such names would take long.
    guard name.utf8.count <= 100 else { return nil }
    for candidate in candidates where candidate.utf8.count <= 100 {
      let distance = editDistance(name.lowercased(), candidate.lowercased())
      let limit = max(1, max(name.count, candidate.count) / 3)
      guard distance <= limit, name.count > 1 || distance == 0 else { continue }
      if best == nil || (distance, candidate) < (best!.distance, best!.name) { best = (distance, candidate) }
    }
    return best?.name
  }

  /// The hint of a message about an unknown name: the nearest one, or the list when it is short.
  package static func hint(_ name: String, among candidates: some Sequence<String>) -> String? {
    let all = Array(candidates)
    if let near = find(name, among: all) { return "did you mean \"\(near)\"?" }
    guard !all.isEmpty else { return nil }
    let sorted = all.sorted()
    return sorted.count <= 12
      ? "known: \(sorted.joined(separator: ", "))" : "known: \(sorted.prefix(12).joined(separator: ", ")), …"
  }

  /// Damerau's edit distance with adjacent transpositions (optimal string alignment).
  package static func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var older = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], older[j - 2] + 1)
        }
      }
      older = previous
      previous = current
    }
    return previous[b.count]
  }
}
