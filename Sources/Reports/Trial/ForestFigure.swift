import Trials

/// Every contrast under each estimand: the estimate, its interval in one trial, the range of trials, and how many
/// reject.
struct ForestFigure {
  let result: TrialResult
  private let text: TrialText

  private static let rowHeight = 22
  private static let panelWidth = 420
  /// In the order of the estimands; the false one is grey.
  private static let colors = ["#0072B2", "#00795A", "#C04F00", "#8A8A8A"]

  init(_ result: TrialResult) {
    self.result = result
    text = TrialText(design: result.design)
  }

  /// One figure for each endpoint of the plan; nil where nothing is compared.
  func all() -> [Figure] { result.design.analysis.endpoints.indices.compactMap(figure) }

  private struct Row {
    var contrast: Int
    var estimand: Estimand
    var outcome: EndpointOutcome
  }

  private func figure(_ endpoint: Int) -> Figure? {
    let kind = result.design.analysis.endpoints[endpoint].kind
    let title = text.endpoint(result.design.analysis.endpoints[endpoint])
    let contrasts = result.design.analysis.contrasts.indices
    let rows = contrasts.flatMap { contrast in
      result.estimands.map {
        Row(contrast: contrast, estimand: $0.estimand, outcome: $0.contrasts[contrast].endpoints[endpoint])
      }
    }.filter { $0.outcome.estimate.mean.isFinite }
    guard !rows.isEmpty else { return nil }
    let isMany = (result.estimands.first?.replicates ?? 0) > 1
    func shown(_ value: Double) -> JSONValue { .number(NumberText.rounded(TrialText.shown(value, kind), digits: 4)) }
    let none = TrialText.shown(0, kind)
    let labels = rows.map(label)
    let values = zip(rows, labels).map { row, label -> JSONValue in
      let outcome = row.outcome
      let rejected =
        isMany
        ? "\(NumberText.fixed(100 * outcome.power.share, decimals: 1)) % reject"
        : "p \(TrialText.pValue(outcome.pValue.mean))"
      return [
        "row": .string(label), "estimate": shown(outcome.estimate.mean), "lower": shown(outcome.lower.mean),
        "upper": shown(outcome.upper.mean), "low": shown(outcome.estimate.low), "high": shown(outcome.estimate.high),
        "color": .string(Self.colors[Estimand.allCases.firstIndex(of: row.estimand) ?? 0]),
        "text": .string("\(TrialText.number(outcome.estimate.mean, kind)) · \(rejected)"),
      ]
    }
    let ends =
      rows.flatMap {
        [$0.outcome.lower.mean, $0.outcome.upper.mean, $0.outcome.estimate.low, $0.outcome.estimate.high]
      }
      .filter(\.isFinite).map { TrialText.shown($0, kind) } + [none]
    let (low, high) = (ends.min() ?? -1, ends.max() ?? 1)
    let room = kind == .timeToRelapse ? 0 : 0.04 * (high - low)
    let x: JSONValue = [
      "field": "estimate", "type": "quantitative", "title": .string(axisTitle(kind)),
      "scale": [
        "domain": [.number(low - room), .number(high + room)], "nice": true, "zero": false,
        "type": kind == .timeToRelapse ? "log" : "linear",
      ],
      "axis": ["tickCount": 6],
    ]
    let y: JSONValue = [
      "field": "row", "type": "nominal", "title": nil, "sort": nil, "scale": ["domain": .texts(labels)],
      "axis": [
        "labelLimit": 460, "labelFontSize": 11, "ticks": false, "domain": false, "grid": false, "labelPadding": 10,
      ],
    ]
    let color: JSONValue = ["field": "color", "type": "nominal", "scale": nil, "legend": nil]
    func rule(_ from: String, _ to: String, _ mark: JSONValue) -> JSONValue {
      let own: JSONValue = ["type": "rule"]
      return [
        "mark": own.adding(mark),
        "encoding": [
          "x": x.replacing("field", with: .string(from)), "x2": ["field": .string(to)], "y": y, "color": color,
        ],
      ]
    }
    var layers: [JSONValue] = [
      [
        "data": ["values": [["none": .number(none)]]],
        "mark": ["type": "rule", "color": .string(Palette.reference), "strokeDash": [4, 3]],
        "encoding": ["x": x.replacing("field", with: "none")],
      ]
    ]
    if isMany { layers.append(rule("low", "high", ["strokeWidth": 8, "opacity": 0.22])) }
    layers.append(rule("lower", "upper", ["strokeWidth": 1.8]))
    layers.append([
      "mark": ["type": "point", "filled": true, "size": 62, "opacity": 1],
      "encoding": ["x": x, "y": y, "color": color],
    ])
    layers.append([
      "mark": ["type": "text", "align": "left", "baseline": "middle", "fontSize": 11, "color": "#333333"],
      "encoding": [
        "x": ["value": .integer(Self.panelWidth + 12)], "y": y, "text": ["field": "text", "type": "nominal"],
      ],
    ])
    let caption =
      "\(title.prefix(1).uppercased())\(title.dropFirst()): estimate, its 95 % confidence interval in one trial"
      + (isMany
        ? " (line, means over trials), the range of 95 % of the trials (band), and the share that rejects no difference."
        : " (line).")
    return Figure.make(
      id: "forest-\(endpoint + 1)", caption: caption,
      [
        "title": .string(title), "width": .integer(Self.panelWidth),
        "height": .integer(Self.rowHeight * rows.count + 6),
        "padding": ["left": 5, "top": 5, "bottom": 5, "right": 170],
        "autosize": ["type": "pad", "contains": "content"], "data": ["values": .array(values)],
        "layer": .array(layers),
      ])
  }

  private func label(_ row: Row) -> String {
    let estimand = TrialText.title(row.estimand)
    guard result.design.analysis.contrasts.count > 1 else { return estimand }
    let contrast = result.design.analysis.contrasts[row.contrast]
    return "\(StudyTables.shortened(text.contrast(contrast), to: 56)), \(estimand)"
  }

  private func axisTitle(_ kind: TrialEndpoint.Kind) -> String {
    switch kind {
    case .changeByAncova, .changeByRepeatedMeasures: "difference, points (left of 0: better)"
    case .response, .remission: "difference, % of subjects (right of 0: better)"
    case .timeToRelapse: "hazard ratio (left of 1: better)"
    }
  }
}

/// Who guesses what, in each arm.
struct GuessFigure {
  let design: TrialDesign
  let arms: [ArmOutcome]

  /// As many words as fit into a bar of this share.
  private static func words(_ kind: String, _ share: Double) -> String {
    let number = "\(NumberText.percent(share)) %"
    return ["\(kind) \(number)", number].first { 6.5 * Double($0.count) < 640 * share } ?? ""
  }

  func figure() -> Figure? {
    guard arms.contains(where: { $0.guessedRight.mean.isFinite }), arms.count > 1 else { return nil }
    let text = TrialText(design: design)
    let labels = arms.indices.map { StudyTables.shortened(text.arm($0), to: 44) }
    let kinds = ["right", "do not know", "wrong"]
    let rows = arms.indices.flatMap { arm -> [JSONValue] in
      let shares = [arms[arm].guessedRight.mean, arms[arm].unsure.mean, arms[arm].guessedWrong.mean]
      var start = 0.0
      return zip(kinds, shares).compactMap { kind, share in
        guard share.isFinite else { return nil }
        defer { start += 100 * share }
        return [
          "arm": .string(labels[arm]), "kind": .string(kind),
          "start": .number(NumberText.rounded(start, digits: 4)),
          "end": .number(NumberText.rounded(start + 100 * share, digits: 4)),
          "middle": .number(NumberText.rounded(start + 50 * share, digits: 4)),
          "text": .string(Self.words(kind, share)),
        ]
      }
    }
    let x: JSONValue = [
      "field": "start", "type": "quantitative", "title": "subjects, %", "scale": ["domain": [0, 100]],
      "axis": ["values": [0, 25, 50, 75, 100]],
    ]
    let y: JSONValue = [
      "field": "arm", "type": "nominal", "title": nil, "sort": nil, "scale": ["domain": .texts(labels)],
      "axis": ["labelLimit": 320, "labelFontSize": 11, "ticks": false, "domain": false, "grid": false],
    ]
    return Figure.make(
      id: "guesses",
      caption: "What subjects guess about their own arm at the end, as run. Without any hint, half of those who guess "
        + "are right where arms are of equal size.",
      [
        "width": 640, "height": .integer(34 * arms.count), "data": ["values": .array(rows)],
        "layer": [
          [
            "mark": ["type": "bar", "height": ["band": 0.72]],
            "encoding": [
              "x": x, "x2": ["field": "end"], "y": y,
              "color": [
                "field": "kind", "type": "nominal", "legend": nil,
                "scale": ["domain": .texts(kinds), "range": ["#0072B2", "#D5DADF", "#C98A5B"]],
              ],
            ],
          ],
          [
            "mark": ["type": "text", "fontSize": 11, "baseline": "middle"],
            "encoding": [
              "x": x.replacing("field", with: "middle"), "y": y, "text": ["field": "text", "type": "nominal"],
              "color": ["condition": ["test": "datum.kind == 'right'", "value": "white"], "value": "#222222"],
            ],
          ],
        ],
      ])
  }
}
