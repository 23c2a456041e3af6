/// A report table as markup.
enum TableMarkup {
  /// Characters that fit on the page side by side.
  private static let width = 138

  static func html(_ table: ReportTable) -> String {
    table.blocks(width: width).map(block).joined()
  }

  private static func block(_ table: ReportTable) -> String {
    let groups = table.groups
    let caption = table.title.isEmpty ? "" : "<caption>\(HTMLText.escaped(table.title))</caption>"
    var html = "<div class=\"table\"><table>\(caption)<thead>"
    if groups.contains(where: { !table.columns[$0.lowerBound].group.isEmpty }) {
      html += "<tr class=\"groups\"><th></th>"
      for group in groups {
        html +=
          "<th colspan=\"\(group.count)\" scope=\"colgroup\">"
          + HTMLText.escaped(table.columns[group.lowerBound].group) + "</th>"
      }
      html += "</tr>"
    }
    html += "<tr><th scope=\"col\">\(HTMLText.escaped(table.labelTitle))</th>"
    html +=
      table.columns.map { "<th scope=\"col\">\(HTMLText.escaped($0.title))</th>" }.joined() + "</tr></thead>\n<tbody>"
    for (row, label) in table.labels.enumerated() {
      html += "<tr><th scope=\"row\">\(HTMLText.escaped(label))</th>"
      html += table.columns.map { "<td>\(HTMLText.escaped($0.cells[row]))</td>" }.joined() + "</tr>\n"
    }
    html += "</tbody></table>"
    html += table.notes.map { "<p class=\"soft\">\(HTMLText.escaped($0))</p>" }.joined()
    return html + "</div>\n"
  }

  /// A grade as a badge with its meaning.
  static func badge(_ grade: String, meaning: String?) -> String {
    let letter = grade.count == 1 && grade.first?.isLetter == true ? grade : "E"
    let words = meaning.map { " · \($0)" } ?? ""
    return "<span class=\"grade grade-\(HTMLText.escaped(letter))\">\(HTMLText.escaped(grade + words))</span>"
  }
}
