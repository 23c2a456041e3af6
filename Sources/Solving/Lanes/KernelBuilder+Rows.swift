import NativeCode

/// One of many rows that the same is done with: says where its words lie.
struct Row {
  /// Of the loop, when there is one.
  fileprivate let index: Index?
  fileprivate let offset: Int

  /// The row's word of an array, or the one some words behind it.
  func of(_ array: KernelArray, behind words: Int = 0) -> Slot {
    guard let index else { return array[offset + words] }
    return array[index, offset: offset + words]
  }
}

extension KernelBuilder {
  /// Rows handled in one turn of a loop: what a loop costs besides is shared, and the rows do not wait for each other.
  static let rowsAtOnce = 4

  /// Does the same with neighbouring rows, several in each turn of a loop; with few rows, without a loop.
  ///
  /// - Parameter body: does it with some rows.
  mutating func rowGroups(_ rows: Range<Int>, _ body: (inout KernelBuilder, [Row]) -> Void) {
    let turns = rows.count / Self.rowsAtOnce
    let first = rows.lowerBound
    if turns > 1 {
      loop(turns) { b, s in
        body(&b, (0..<Self.rowsAtOnce).map { Row(index: s, offset: first + $0 * turns) })
      }
    }
    let rest = (turns > 1 ? first + turns * Self.rowsAtOnce : first)..<rows.upperBound
    if !rest.isEmpty { body(&self, rest.map { Row(index: nil, offset: $0) }) }
  }

  /// Does the same with every row of some.
  mutating func rows(_ rows: Range<Int>, _ body: (inout KernelBuilder, Row) -> Void) {
    rowGroups(rows) { b, group in for row in group { body(&b, row) } }
  }
}
