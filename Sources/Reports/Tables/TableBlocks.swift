extension ReportTable {
  /// Characters between two columns.
  static let gap = 2

  /// This table in tables that are at most `width` characters wide: whole column groups are packed side by side, a group
  /// that is wider by itself is split between its columns, a single column never is. The title stays on the first, the
  /// notes on the last.
  package func blocks(width: Int) -> [ReportTable] {
    let space = max(width - labelWidth, 1)
    let pieces = groups.flatMap { groupWidth($0) <= space ? [$0] : split($0, space: space) }
    var blocks: [[Int]] = []
    var used = 0
    for piece in pieces {
      let needed = groupWidth(piece)
      if blocks.isEmpty || used + needed > space {
        blocks.append(Array(piece))
        used = needed
      } else {
        blocks[blocks.count - 1] += piece
        used += needed
      }
    }
    return blocks.enumerated().map { position, indices in
      ReportTable(
        title: position == 0 ? title : "", labelTitle: labelTitle, labels: labels,
        columns: indices.map { columns[$0] }, notes: position == blocks.count - 1 ? notes : [])
    }
  }

  var labelWidth: Int { ([labelTitle] + labels).map(\.count).max() ?? 0 }

  func columnWidth(_ index: Int) -> Int { ([columns[index].title] + columns[index].cells).map(\.count).max() ?? 0 }

  /// The width of a group's columns, or of its heading where that is longer, with the gaps before them.
  func groupWidth(_ group: Range<Int>) -> Int {
    max(group.map { columnWidth($0) + Self.gap }.reduce(0, +), columns[group.lowerBound].group.count + Self.gap)
  }

  private func split(_ group: Range<Int>, space: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for index in group {
      if let last = pieces.last, groupWidth(last.lowerBound..<(index + 1)) <= space {
        pieces[pieces.count - 1] = last.lowerBound..<(index + 1)
      } else {
        pieces.append(index..<(index + 1))
      }
    }
    return pieces
  }
}
