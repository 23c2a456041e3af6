import Trials

/// What unblinding does, drawn: over the share that guesses right, and for each of the known guesses.
struct UnblindingFigures {
  let comparison: UnblindingComparison
  /// Makes ids of several comparisons on a page differ.
  let number: Int

  private static let tones = ["#555555", "#0072B2", "#00795A", "#8F6400", "#C04F00"]
  private static let strokeWidth = 2

  func all() -> [Figure] { [falsePositives, power, cases] }

  /// Multiples of the expectancy, ascending.
  private var sizes: [Double] {
    comparison.points.reduce(into: []) { if $0.last != $1.expectancy { $0.append($1.expectancy) } }
  }

  private var falsePositives: Figure {
    let names = sizes.map { "\(NumberText.short($0)) points" }
    let rows = comparison.points.map { point in
      row(point.right, point.falsePositives, "\(NumberText.short(point.expectancy)) points")
    }
    let level = 100 * comparison.setting.alpha
    return Figure.make(
      id: "false-positives-\(number)",
      caption:
        "How often a t test finds a difference although the drug relieves nothing, by the share of both arms that "
        + "guesses right, for sizes of expectancy (at the right end of each line: points that certainty moves a "
        + "score). Dashed: the level of the test.",
      panel(
        rows: rows, series: names, colors: Self.tones, title: "false positives, %",
        rule: level, labelTitle: "certainty moves a score by"))
  }

  private var power: Figure {
    let size = comparison.setting.expectancy
    let points = comparison.points.filter { $0.expectancy == size }
    let masked = comparison.cases.first?.model.maskedPower.total ?? points.first?.apparentPower ?? 0
    let names = ["as run", "masked", "left"]
    let rows = points.flatMap { point in
      [
        row(point.right, point.apparentPower, names[0]), row(point.right, masked, names[1]),
        row(point.right, point.adjustedPower, names[2]),
      ]
    }
    return Figure.make(
      id: "power-\(number)",
      caption:
        "How often a trial finds the drug that relieves \(NumberText.short(comparison.setting.effect)) points, by "
        + "the share of both arms that guesses right: as run (belief adds to the difference), masked (nobody can guess), "
        + "and what is left when the analysis allows for guesses.",
      panel(
        rows: rows, series: names, colors: ["#C04F00", "#555555", "#0072B2"], title: "power, %", rule: nil,
        labelTitle: nil))
  }

  private var cases: Figure {
    let names = ["false positives", "power masked", "power left"]
    let colors = ["#C04F00", "#555555", "#0072B2"]
    let rows = comparison.cases.flatMap { item -> [JSONValue] in
      let values = [
        item.model.falsePositives.total, item.model.maskedPower.total, item.model.adjustedPower.total,
      ]
      return zip(names, values).map { name, value in
        [
          "case": .string(label(item)), "measure": .string(name),
          "value": .number(NumberText.rounded(100 * value, digits: 4)),
        ]
      }
    }
    let x: JSONValue = [
      "field": "value", "type": "quantitative", "title": "share of trials, %",
      "scale": ["domain": [0, 100]],
    ]
    let y: JSONValue = [
      "field": "case", "type": "nominal", "sort": nil, "title": nil,
      "axis": ["labelLimit": 360, "labelFontSize": 11, "ticks": false, "domain": false, "grid": true],
    ]
    return Figure.make(
      id: "guesses-\(number)",
      caption: "The same trial if its subjects guessed as in the cases listed (share right in the active and in the "
        + "control arm): false positives, the power of perfect blinding, and what is left of it.",
      [
        "width": 560, "height": .integer(30 * comparison.cases.count + 10), "data": ["values": .array(rows)],
        "mark": ["type": "point", "filled": true, "size": 90, "opacity": 1],
        "encoding": [
          "x": x, "y": y,
          "color": [
            "field": "measure", "type": "nominal", "title": nil,
            "scale": ["domain": .texts(names), "range": .texts(colors)],
            "legend": ["orient": "top", "labelFontSize": 11],
          ],
        ],
      ])
  }

  private func label(_ item: UnblindingComparison.Case) -> String {
    let control = item.control.map { ", \($0.rawValue)" } ?? ""
    return "\(item.id)\(control): \(NumberText.percent(item.active.active)) and "
      + "\(NumberText.percent(item.controlArm.control)) % right"
  }

  private func row(_ right: Double, _ value: Double, _ series: String) -> JSONValue {
    [
      "right": .number(NumberText.rounded(100 * right, digits: 4)),
      "value": .number(NumberText.rounded(100 * value, digits: 4)), "series": .string(series),
    ]
  }

  /// Lines over the share right, named at their right ends.
  private func panel(
    rows: [JSONValue], series: [String], colors: [String], title: String, rule: Double?, labelTitle: String?
  ) -> JSONValue {
    let x: JSONValue = [
      "field": "right", "type": "quantitative", "title": "share of both arms that guesses right, %",
      "scale": ["domain": [50, 100]],
    ]
    let y: JSONValue = [
      "field": "value", "type": "quantitative", "title": .string(title), "scale": ["domain": [0, 100]],
    ]
    let color: JSONValue = [
      "field": "series", "type": "nominal", "legend": nil,
      "scale": ["domain": .texts(series), "range": .texts(colors)],
    ]
    var layers: [JSONValue] = []
    if let rule {
      layers.append([
        "data": ["values": [["level": .number(rule)]]],
        "mark": ["type": "rule", "color": .string(Palette.reference), "strokeDash": [4, 3]],
        "encoding": ["y": ["field": "level", "type": "quantitative"]],
      ])
    }
    layers.append([
      "mark": ["type": "line", "strokeWidth": .integer(Self.strokeWidth)],
      "encoding": ["x": x, "y": y, "color": color],
    ])
    layers.append([
      "transform": [["filter": "datum.right == 100"]],
      "mark": ["type": "text", "align": "left", "dx": 5, "fontSize": 10.5, "clip": false],
      "encoding": ["x": x, "y": y, "color": color, "text": ["field": "series"]],
    ])
    if let labelTitle {
      layers.append([
        "data": ["values": [["right": 100, "value": 100]]],
        "mark": [
          "type": "text", "align": "left", "dx": 5, "dy": -12, "fontSize": 10, "color": "#58636e",
          "text": .string(labelTitle),
        ],
        "encoding": ["x": x, "y": y],
      ])
    }
    return [
      "width": 560, "height": 280, "padding": ["right": 130, "left": 5, "top": 20, "bottom": 5],
      "data": ["values": .array(rows)], "layer": .array(layers),
    ]
  }
}
