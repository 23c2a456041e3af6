package import Provenance

/// What a number does, as text for a terminal.
package enum EffectListing {
  package static func text(_ effects: NumberEffects, width: Int) -> String {
    let facts = [("enters", effects.states), ("stages", effects.stages)].map { label, names in
      field(label, names.isEmpty ? "nothing" : names.joined(separator: ", "), width: width)
    }
    let tables = effects.steps.enumerated().map { index, step in
      ConsoleTable(table(effects, step, index), width: width).text()
    }
    return (facts + [""] + tables).joined(separator: "\n")
  }

  private static func field(_ label: String, _ text: String, width: Int) -> String {
    let lines = ConsoleTable.wrapped(PlainText.oneLine(text), width: width - 16, indentation: 0)
    let start = "  " + label + String(repeating: " ", count: 14 - label.count)
    return lines.enumerated().map { ($0 == 0 ? start : String(repeating: " ", count: 16)) + $1 }.joined(separator: "\n")
  }

  private static func table(_ effects: NumberEffects, _ step: NumberEffects.Step, _ index: Int) -> ReportTable {
    func points(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    let days = effects.arms.first?.relief.indices ?? 0..<0
    return ReportTable(
      title: "Relief when the number changes by \(step.title)", labelTitle: "arm",
      labels: effects.arms.enumerated().map {
        StudyTables.shortened("\($0 + 2) \(PlainText.oneLine($1.title))", to: 32)
      },
      columns: days.flatMap { day -> [ReportTable.Column] in
        let group = "day \(NumberText.fixed(NumberEffects.days[day], decimals: 0))"
        return [
          ReportTable.Column(
            group: group, title: NumberText.short(step.low),
            cells: effects.arms.map { points($0.changed[index].low[day]) }),
          ReportTable.Column(group: group, title: "as is", cells: effects.arms.map { points($0.relief[day]) }),
          ReportTable.Column(
            group: group, title: NumberText.short(step.high),
            cells: effects.arms.map { points($0.changed[index].high[day]) }),
        ]
      },
      notes: [
        "Relief: points of the symptom score below arm 1 (\(PlainText.oneLine(effects.comparator))), in the model's "
          + "default patient. Research software, not medical advice."
      ])
  }
}
