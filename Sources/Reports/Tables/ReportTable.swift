/// A table of the report, the same for the terminal and for the page: rows are arms, columns belong to groups.
package struct ReportTable: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    /// What neighbouring columns have in common, shown above them: `synapses, 1 = healthy`.
    package var group: String
    /// `day 7`, `peak`.
    package var title: String
    package var cells: [String]

    package init(group: String, title: String, cells: [String]) {
      self.group = group
      self.title = title
      self.cells = cells
    }
  }

  package var title: String
  /// The head of the first column, which labels the rows.
  package var labelTitle: String
  package var labels: [String]
  package var columns: [Column]
  /// Sentences below the table.
  package var notes: [String]

  package init(title: String, labelTitle: String, labels: [String], columns: [Column], notes: [String] = []) {
    self.title = title
    self.labelTitle = labelTitle
    self.labels = labels
    self.columns = columns
    self.notes = notes
  }

  /// The runs of neighbouring columns of the same group.
  package var groups: [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in columns.indices {
      if let last = runs.last, columns[last.lowerBound].group == columns[index].group {
        runs[runs.count - 1] = last.lowerBound..<(index + 1)
      } else {
        runs.append(index..<(index + 1))
      }
    }
    return runs
  }
}
