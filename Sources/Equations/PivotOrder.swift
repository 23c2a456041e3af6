/// The order in which pivots are eliminated: minimum degree after Markowitz, diagonal pivots only.
///
/// H. M. Markowitz, Management Science 3 (1957) 255, doi 10.1287/mnsc.3.3.255: take the pivot whose elimination can
/// fill the fewest places, (row count − 1) · (column count − 1). Ties go to the lowest index.
enum PivotOrder {
  /// - Parameter pattern: the columns of each row, ascending; the diagonal counts as present.
  /// - Returns: the rows (which are also the columns) in elimination order.
  /// - Complexity: O(fill · degree + n log n); nothing dense.
  static func minimumDegree(pattern: [[Int]]) -> [Int] {
    let count = pattern.count
    var rows: [[Int]] = pattern.enumerated().map { row, columns in columns.filter { $0 != row } }
    var columns = [[Int]](repeating: [], count: count)
    for row in 0..<count { for column in rows[row] { columns[column].append(row) } }

    var queue = CandidateQueue()
    func cost(_ index: Int) -> Int { rows[index].count * columns[index].count }
    var listed = (0..<count).map(cost)
    for index in 0..<count { queue.insert(.init(cost: listed[index], index: index)) }
    var isDone = [Bool](repeating: false, count: count)
    var order: [Int] = []
    order.reserveCapacity(count)

    while let candidate = queue.removeFirst() {
      let pivot = candidate.index
      guard !isDone[pivot], candidate.cost == listed[pivot] else { continue }
      isDone[pivot] = true
      order.append(pivot)
      let (pivotRow, pivotColumn) = (rows[pivot], columns[pivot])
      (rows[pivot], columns[pivot]) = ([], [])
      for column in pivotRow { columns[column].remove(sorted: pivot) }
      for row in pivotColumn {
        rows[row].remove(sorted: pivot)
        for column in pivotRow where column != row && rows[row].insert(sorted: column) {
          columns[column].insert(sorted: row)
        }
      }
      for touched in pivotRow + pivotColumn where listed[touched] != cost(touched) {
        listed[touched] = cost(touched)
        queue.insert(.init(cost: listed[touched], index: touched))
      }
    }
    return order
  }
}

extension [Int] {
  /// The place of `element` in an ascending array, or where it belongs.
  fileprivate func place(sorted element: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Inserts into an ascending array; false when it was there.
  @discardableResult
  fileprivate mutating func insert(sorted element: Int) -> Bool {
    let place = place(sorted: element)
    if place < count, self[place] == element { return false }
    insert(element, at: place)
    return true
  }

  fileprivate mutating func remove(sorted element: Int) {
    let place = place(sorted: element)
    if place < count, self[place] == element { remove(at: place) }
  }
}

/// A binary heap of pivots by cost, then index.
private struct CandidateQueue {
  struct Candidate {
    var cost: Int
    var index: Int
    static func < (left: Candidate, right: Candidate) -> Bool { (left.cost, left.index) < (right.cost, right.index) }
  }
  private var heap: [Candidate] = []

  mutating func insert(_ candidate: Candidate) {
    heap.append(candidate)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> Candidate? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[smallest] {
        smallest = child
      }
      if smallest == parent { return first }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
