import Populations

/// The figures that compare all arms at a glance: the symptom score on each visit, and response and remission.
struct OverviewFigures {
  let result: StudyResult
  let palette: Palette
  private static let rowHeight = 21

  init(_ result: StudyResult) {
    self.result = result
    palette = Palette(result.arms)
  }

  func all() -> [Figure] { [symptoms(), response()].compactMap { $0 } }

  /// Visits on which some arm has an outcome.
  private var visits: [Visit] {
    result.visits.filter { visit in result.arms.contains { $0.outcomes.contains { $0.visit.id == visit.id } } }
  }

  private var labels: [String] {
    result.arms.enumerated().map { index, arm in
      StudyTables.shortened(StudyTables.label(arm, number: index + 1), to: 44) + (arm.evidence.isEmpty ? "" : " †")
    }
  }

  private func symptoms() -> Figure? {
    guard !visits.isEmpty, let stage = result.stages.last else { return nil }
    let scores = result.arms.flatMap { $0.outcomes.map(\.score) }.filter { $0.count > 0 }
    let untreated = result.arms.first(where: \.isUntreated)
    let domain = StageFigure.domain(scores.map { ($0.low, $0.high) })
    let panels = visits.enumerated().map { position, visit -> JSONValue in
      let x: JSONValue = [
        "field": "median", "type": "quantitative", "title": .string(visit.title),
        "scale": ["domain": [.number(domain.low), .number(domain.high)], "nice": true],
        "axis": ["tickCount": 4, "titleFontWeight": "bold", "orient": "top"],
      ]
      var layers: [JSONValue] = []
      if let median = untreated?.outcome(visit)?.score.median {
        layers.append([
          "data": ["values": [["median": .number(NumberText.rounded(median, digits: 4))]]],
          "mark": ["type": "rule", "color": .string(Palette.reference), "strokeDash": [4, 3]], "encoding": ["x": x],
        ])
      }
      layers.append([
        "mark": ["type": "rule", "strokeWidth": 5, "opacity": 0.3],
        "encoding": [
          "x": [
            "field": "p05", "type": "quantitative", "scale": ["domain": [.number(domain.low), .number(domain.high)]],
          ],
          "x2": ["field": "p95"], "y": y(showsLabels: position == 0), "color": color,
        ],
      ])
      layers.append([
        "mark": ["type": "point", "filled": true, "size": 58, "opacity": 1],
        "encoding": ["x": x, "y": y(showsLabels: position == 0), "color": color],
      ])
      return panel(layers, rows: rows(visit) { $0.score.count > 0 ? score($0.score) : nil })
    }
    return Figure.make(
      id: "overview-symptoms",
      caption: "\(stage.title) in \(stage.unit) on each visit: median (dot) and 5 to 95 % of patients (bar)"
        + (untreated == nil ? "" : "; grey dashed line: median without treatment") + ". Lower is better.",
      ["hconcat": .array(panels), "spacing": 14])
  }

  private func response() -> Figure? {
    guard !visits.isEmpty else { return nil }
    let panels = visits.enumerated().map { position, visit -> JSONValue in
      func bar(_ field: String, opacity: Double) -> JSONValue {
        [
          "mark": ["type": "bar", "opacity": .number(opacity), "height": ["band": 0.62]],
          "encoding": [
            "x": [
              "field": .string(field), "type": "quantitative", "title": .string(visit.title), "stack": nil,
              "scale": ["domain": [0, 100]],
              "axis": [
                "values": [0, 50, 100], "titleFontWeight": "bold", "orient": "top", "labelExpr": "datum.value + ' %'",
              ],
            ],
            "y": y(showsLabels: position == 0), "color": color,
          ],
        ]
      }
      return panel(
        [bar("response", opacity: 0.3), bar("remission", opacity: 1)],
        rows: rows(visit) { outcome in
          guard outcome.count > 0 else { return nil }
          return [
            "response": .number(NumberText.rounded(100 * outcome.response, digits: 4)),
            "remission": .number(NumberText.rounded(100 * outcome.remission, digits: 4)),
          ]
        })
    }
    return Figure.make(
      id: "overview-response",
      caption: "Patients in response (pale: at least 50 % below their baseline) and in remission (full: MADRS at most "
        + "10) on each visit.",
      ["hconcat": .array(panels), "spacing": 14])
  }

  private func panel(_ layers: [JSONValue], rows: JSONValue) -> JSONValue {
    [
      "width": .integer(max(90, 780 / max(visits.count, 1))), "height": .integer(Self.rowHeight * result.arms.count),
      "data": ["values": rows], "layer": .array(layers),
    ]
  }

  private func rows(_ visit: Visit, _ fields: (VisitOutcome) -> JSONValue?) -> JSONValue {
    .array(
      result.arms.indices.compactMap { index in
        guard let outcome = result.arms[index].outcome(visit), case .object(let own)? = fields(outcome) else {
          return nil
        }
        return .object([JSONValue.Field(name: "arm", value: .string(labels[index]))] + own)
      })
  }

  private func score(_ interval: Interval) -> JSONValue {
    [
      "p05": .number(NumberText.rounded(interval.low, digits: 4)),
      "median": .number(NumberText.rounded(interval.median, digits: 4)),
      "p95": .number(NumberText.rounded(interval.high, digits: 4)),
    ]
  }

  private func y(showsLabels: Bool) -> JSONValue {
    [
      "field": "arm", "type": "nominal", "sort": nil, "title": nil, "scale": ["domain": .texts(labels)],
      "axis": showsLabels
        ? ["labelLimit": 320, "labelFontSize": 11, "ticks": false, "domain": false, "grid": true]
        : ["labels": false, "ticks": false, "domain": false, "grid": true],
    ]
  }

  private var color: JSONValue {
    [
      "field": "arm", "type": "nominal", "legend": nil,
      "scale": ["domain": .texts(labels), "range": .texts(result.arms.indices.map { palette[$0] })],
    ]
  }
}

extension ArmResult {
  fileprivate func outcome(_ visit: Visit) -> VisitOutcome? { outcomes.first { $0.visit.id == visit.id } }
}
