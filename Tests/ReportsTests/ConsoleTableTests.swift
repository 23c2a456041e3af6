import Reports
import Testing

@Suite struct ConsoleTableTests {
  private let table = ReportTable(
    title: "Peaks", labelTitle: "arm", labels: ["1 none", "2 some drug"],
    columns: [
      ReportTable.Column(group: "plasma, ng/mL", title: "peak", cells: ["–", "185 (140–240)"]),
      ReportTable.Column(group: "plasma, ng/mL", title: "after, h", cells: ["–", "0.7"]),
      ReportTable.Column(group: "glutamate [C]", title: "peak", cells: ["1.00", "1.31"]),
    ], notes: ["one two three four five six seven eight nine ten eleven twelve"])

  @Test func alignsColumnsUnderTheirGroups() {
    #expect(
      ConsoleTable(table, width: 60).text() == """
        Peaks
                     plasma, ng/mL            glutamate [C]
        arm          peak           after, h  peak
        ───────────────────────────────────────────────────
        1 none       –              –         1.00
        2 some drug  185 (140–240)  0.7       1.31
        one two three four five six seven eight nine ten eleven
          twelve

        """)
  }

  @Test func splitsIntoBlocksOfWholeGroups() {
    let text = ConsoleTable(table, width: 40).text()
    #expect(
      text.hasPrefix(
        """
        Peaks
                     plasma, ng/mL
        arm          peak           after, h
        ────────────────────────────────────
        1 none       –              –
        2 some drug  185 (140–240)  0.7

                     glutamate [C]
        arm          peak

        """))
  }

  @Test(arguments: [28, 34, 40, 60, 116])
  func neverWiderThanAsked(_ width: Int) {
    for line in ConsoleTable(table, width: width).text().split(separator: "\n") { #expect(line.count <= width) }
  }

  @Test func blocksKeepEveryColumnOnceInOrder() {
    for width in [1, 28, 40, 100] {
      let blocks = table.blocks(width: width)
      #expect(blocks.flatMap(\.columns) == table.columns)
      #expect(blocks.flatMap(\.notes) == table.notes)
      #expect(blocks.map { $0.title }.filter { !$0.isEmpty } == ["Peaks"])
    }
  }

  @Test func wrapsAtSpaces() {
    #expect(ConsoleTable.wrapped("a bb ccc dddd", width: 6, indentation: 1) == ["a bb", " ccc", " dddd"])
    #expect(ConsoleTable.wrapped("", width: 6, indentation: 1) == [])
    #expect(ConsoleTable.wrapped("incompressible", width: 4, indentation: 0) == ["incompressible"])
  }
}
