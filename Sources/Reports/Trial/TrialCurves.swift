import Trials

/// The curves of a trial's arms: scores over time, responders by improvement, time to relapse.
struct TrialCurves {
  let design: TrialDesign
  let arms: [ArmOutcome]
  let replicates: Int
  private let text: TrialText
  private let colors: ArmColors

  private static let (width, height) = (640, 320)
  private static let leastAtRisk = 5.0

  init(_ design: TrialDesign, _ estimand: EstimandResult) {
    self.design = design
    arms = estimand.arms
    replicates = estimand.replicates
    text = TrialText(design: design)
    colors = ArmColors(design)
  }

  func all() -> [Figure] { [scores(), responders(), survival()].compactMap { $0 } }

  /// One line of a figure.
  private struct Line {
    var arm: Int
    var points: [(x: Double, y: Double, low: Double, high: Double)]
  }

  // MARK: Scores over time

  func scores() -> Figure? {
    let scale = design.analysis.endpoints.first?.scale ?? 0
    guard let end = design.visits.last?.day else { return nil }
    let lines = arms.indices.map { arm in
      Line(
        arm: arm,
        points: design.visits.indices.compactMap { visit in
          let scores = arms[arm].visits[visit][scale]
          guard scores.mean.mean.isFinite, scores.observed.mean > 0 else { return nil }
          let error = 1.96 * scores.sd.mean / scores.observed.mean.squareRoot()
          let half = error.isFinite ? error : 0
          // Arms stand a little beside one another, so that their bars are seen.
          let beside = (Double(arm) - Double(arms.count - 1) / 2) * 0.006 * end
          return (design.visits[visit].day + beside, scores.mean.mean, scores.mean.mean - half, scores.mean.mean + half)
        })
    }.filter { !$0.points.isEmpty }
    guard !lines.isEmpty else { return nil }
    let low = lines.flatMap { $0.points.map(\.low) }.min() ?? 0
    let high = lines.flatMap { $0.points.map(\.high) }.max() ?? 60
    let y = Axis(title: "\(design.scales[scale]), points", low: max(0, low - 2), high: high + 2)
    let x = Axis(
      title: "days from randomisation", low: -0.02 * end, high: 1.01 * end,
      ticks: Self.dayTicks(design.visits.map(\.day)))
    let bars: JSONValue = [
      "mark": ["type": "rule", "strokeWidth": 1.6, "opacity": 0.55],
      "encoding": ["x": x.encoding("x"), "y": y.encoding("low"), "y2": ["field": "high"], "color": Self.color],
    ]
    let points: JSONValue = [
      "mark": ["type": "point", "filled": true, "size": 46, "opacity": 1],
      "encoding": ["x": x.encoding("x"), "y": y.encoding("y"), "color": Self.color],
    ]
    return Figure.make(
      id: "scores",
      caption:
        "Mean observed \(design.scales[scale]) of each arm on its visits, as run; bars: 95 % confidence interval "
        + "of a trial of this size\(replicates > 1 ? " (means over the simulated trials)" : ""). Lower is better. "
        + "Scores are those of the subjects who were seen.",
      chart(lines, x, y, layers: [bars, line(x, y), points]))
  }

  // MARK: Responders

  func responders() -> Figure? {
    let primary = design.analysis.endpoints.first
    let visit = primary?.visit ?? design.visits.count - 1
    let lines = arms.indices.map { arm in
      Line(
        arm: arm,
        points: arms[arm].responders.compactMap { step in
          step.share.mean.isFinite ? (step.percent, 100 * step.share.mean, 0, 0) : nil
        })
    }.filter { $0.points.count > 1 }
    guard !lines.isEmpty else { return nil }
    let x = Axis(title: "improvement from baseline of at least, %", low: 0, high: 100, ticks: [0, 25, 50, 75, 100])
    let y = Axis(title: "share of subjects, %", low: 0, high: 100)
    let half: JSONValue = [
      "data": ["values": [["x": 50]]],
      "mark": ["type": "rule", "color": .string(Palette.reference), "strokeDash": [4, 3]],
      "encoding": ["x": x.encoding("x")],
    ]
    return Figure.make(
      id: "responders",
      caption: "Share of subjects who improved by at least so much in \(design.scales[primary?.scale ?? 0]) at "
        + "\(design.visits[visit].title), as run. Dashed: 50 %, a response.",
      chart(lines, x, y, labelsAt: 25, layers: [half, line(x, y)]))
  }

  // MARK: Time to relapse

  /// Curves of arms in which hardly anybody is at risk are left out.
  func survival() -> Figure? {
    let lines = arms.indices.filter { arms[$0].atRisk.mean >= Self.leastAtRisk }.map { arm in
      Line(
        arm: arm,
        points: arms[arm].survival.compactMap { step in
          step.share.mean.isFinite ? (step.day, 100 * step.share.mean, 0, 0) : nil
        })
    }.filter { $0.points.count > 1 }
    guard !lines.isEmpty, arms.contains(where: { $0.relapsed.mean > 0 }) else { return nil }
    let end = lines.compactMap { $0.points.last?.x }.max() ?? 1
    let x = Axis(
      title: design.relapse.fromStart ? "days from randomisation" : "days from the first response", low: 0, high: end,
      ticks: CoursePanel.ticks(to: end))
    let y = Axis(title: "without relapse, %", low: 0, high: 100)
    let curve: JSONValue = [
      "mark": ["type": "line", "interpolate": "step-after", "strokeWidth": 2.2],
      "encoding": ["x": x.encoding("x"), "y": y.encoding("y"), "color": Self.color],
    ]
    let criterion =
      "\(design.scales[0]) of \(TrialText.plain(design.relapse.score)) or more at \(design.relapse.visits) "
      + "\(design.relapse.visits == 1 ? "visit" : "visits in a row")"
    return Figure.make(
      id: "relapse",
      caption: "Kaplan-Meier estimate of the share without a relapse (\(criterion)), as run"
        + (replicates > 1 ? ", mean over the simulated trials." : "."),
      chart(lines, x, y, layers: [curve]))
  }

  // MARK: Parts

  private struct Axis {
    var title: String
    var low: Double
    var high: Double
    var ticks: [Double]?

    func encoding(_ field: String) -> JSONValue {
      let scale: JSONValue = ["domain": [.number(low), .number(high)], "nice": false, "zero": false]
      let axis: JSONValue =
        ticks.map { ["values": .array($0.map(JSONValue.number)), "grid": false] } ?? ["tickCount": 5, "grid": true]
      return [
        "field": .string(field), "type": "quantitative", "title": .string(title), "scale": scale, "axis": axis,
      ]
    }
  }

  private static let color: JSONValue = ["field": "color", "type": "nominal", "scale": nil, "legend": nil]

  private func line(_ x: Axis, _ y: Axis) -> JSONValue {
    [
      "mark": ["type": "line", "strokeWidth": 2.2],
      "encoding": ["x": x.encoding("x"), "y": y.encoding("y"), "color": Self.color],
    ]
  }

  /// The layers over all points, and each line's name where it ends, or where it is at `labelsAt`.
  private func chart(
    _ lines: [Line], _ x: Axis, _ y: Axis, labelsAt: Double? = nil, layers: [JSONValue]
  ) -> JSONValue {
    let rows = lines.flatMap { line in
      line.points.map { point -> JSONValue in
        [
          "arm": .integer(line.arm), "color": .string(colors[line.arm]),
          "x": .number(NumberText.rounded(point.x, digits: 5)), "y": .number(NumberText.rounded(point.y, digits: 4)),
          "low": .number(NumberText.rounded(max(point.low, y.low), digits: 4)),
          "high": .number(NumberText.rounded(point.high, digits: 4)),
        ]
      }
    }
    let anchors = lines.map { line in
      labelsAt.flatMap { at in line.points.min { abs($0.x - at) < abs($1.x - at) } }
        ?? line.points[line.points.count - 1]
    }
    let gap = 15 * (y.high - y.low) / Double(Self.height)
    let heights = EndLabels.positions(anchors.map(\.y), gap: gap)
    let words = zip(lines, zip(anchors, heights)).map { line, place -> JSONValue in
      [
        "x": .number(place.0.x), "y": .number(place.1), "color": .string(colors[line.arm]),
        "text": .string(StudyTables.shortened(text.arm(line.arm), to: 40)),
      ]
    }
    func label(_ extra: JSONValue) -> JSONValue {
      let mark: JSONValue = [
        "type": "text", "align": "left", "baseline": "middle", "dx": 9, "dy": labelsAt == nil ? 0 : -9,
        "fontSize": 11.5,
      ]
      return [
        "data": ["values": .array(words)], "mark": mark.adding(extra),
        "encoding": [
          "x": x.encoding("x"), "y": y.encoding("y"), "text": ["field": "text", "type": "nominal"], "color": Self.color,
        ],
      ]
    }
    // A white edge keeps words readable where a line runs behind them.
    let halo: JSONValue = ["stroke": "white", "strokeWidth": 4, "strokeJoin": "round"]
    return [
      "width": .integer(Self.width), "height": .integer(Self.height),
      "padding": ["left": 5, "top": 5, "bottom": 5, "right": labelsAt == nil ? 240 : 10],
      "autosize": ["type": "pad", "contains": "content"],
      "data": ["values": .array(rows)], "layer": .array(layers + [label(halo), label([:])]),
    ]
  }

  /// The visits' days, without those that would stand in one another's way.
  private static func dayTicks(_ days: [Double]) -> [Double] {
    guard let end = days.last, end > 0 else { return days }
    var ticks: [Double] = []
    for day in days.reversed() where ticks.last.map({ $0 - day >= end / 28 }) ?? true { ticks.append(day) }
    if ticks.last != 0, let first = ticks.last, first < end / 28 { ticks[ticks.count - 1] = 0 }
    return ticks.reversed()
  }
}
