import Populations

/// The figure of one stage: a small panel for each arm over the whole course, and above it a closer look at the first
/// day after the first dose (stages with acute peaks) or at the first two weeks (symptoms).
///
/// Arms whose courses look the same share a panel, so that the eye is led to what differs.
struct StageFigure {
  let result: StudyResult
  let palette: Palette

  static let acuteHours = 24.0
  static let earlyDays = 14.0
  private static let columns = 5
  /// Width of a row of panels in pixels, axes included.
  private static let rowWidth = 1100

  init(_ result: StudyResult) {
    self.result = result
    palette = Palette(result.arms)
  }

  /// Nil when no arm has a course of the stage.
  func figure(for stage: Stage) -> Figure? {
    let days = result.durationDays
    let acute = isAcute(stage)
    // A daily dose makes a course of many spikes.
    let course = panels(stage, hoursPerUnit: 24, buckets: acute ? 240 : 60) { _ in 0...(days * 24) }
    guard !course.isEmpty else { return nil }
    let reference = reference(of: stage)?.rows(hoursPerUnit: 24)
    var rows: [JSONValue] = []
    var caption =
      result.patientCount == 1
      ? "The one patient's course" : "Median (line), 25 to 75 % and 5 to 95 % of patients (bands)"
    if acute {
      let early = panels(stage, hoursPerUnit: 1) { arm in
        firstDose(result.arms[arm]).map { $0...($0 + Self.acuteHours) }
      }
      if !early.isEmpty {
        rows.append(
          grid(early, end: Self.acuteHours, xTitle: "hours after the first dose", height: 125, reference: nil))
        caption +=
          "; above, the first \(Int(Self.acuteHours)) hours after the first dose in arms that give a drug, below, "
          + "the whole course"
      }
    } else if stage.id == result.stages.last?.id, days > 2 * Self.earlyDays {
      let early = panels(stage, hoursPerUnit: 24) { _ in 0...(Self.earlyDays * 24) }
      rows.append(grid(early, end: Self.earlyDays, xTitle: "days", height: 105, reference: reference))
      caption += "; above, the first \(Int(Self.earlyDays)) days, below, the whole course"
    }
    rows.append(
      grid(
        course, end: days, xTitle: "days", height: acute && !rows.isEmpty ? 75 : 118, reference: reference,
        strokeWidth: acute ? 1.1 : 1.8))
    if reference != nil { caption += "; grey dashed line, median without treatment" }
    if course.contains(where: { $0.arms.count > 1 }) { caption += "; arms with the same course share a panel" }
    let shown = Set(course.flatMap(\.arms))
    let missing = result.arms.indices.filter { !shown.contains($0) }.map { String($0 + 1) }
    if !missing.isEmpty { caption += "; no drug in arm\(missing.count == 1 ? "" : "s") \(ReportPage.list(missing))" }
    let content: JSONValue = rows.count == 1 ? rows[0] : ["vconcat": .array(rows), "spacing": 24]
    return Figure.make(
      id: "stage-\(stage.id)", caption: caption + ".",
      reference.map { content.adding(["datasets": ["untreated": dataset($0)]]) } ?? content)
  }

  private func isAcute(_ stage: Stage) -> Bool {
    result.arms.contains { $0.endpoints.contains { $0.stage == stage.id && $0.kind.isPeak } }
  }

  /// The panels of a stage; arms without a window are left out.
  private func panels(
    _ stage: Stage, hoursPerUnit: Double, buckets: Int = 60, window: (Int) -> ClosedRange<Double>?
  ) -> [CoursePanel] {
    var panels: [CoursePanel] = []
    for (index, arm) in result.arms.enumerated() {
      guard let window = window(index) else { continue }
      let own = arm.series.filter { $0.stage == stage.id }
      for series in own {
        let course = Course(series: series, times: arm.times, window: window)
        if let same = panels.firstIndex(where: { $0.course.isSame(as: course) }) {
          panels[same].arms.append(index)
          continue
        }
        let rows = course.rows(hoursPerUnit: hoursPerUnit, buckets: buckets)
        guard !rows.isEmpty else { continue }
        let compound = own.count > 1 ? arm.compounds.first { $0.id == series.compound }?.title : nil
        let title = StudyTables.shortened(PlainText.oneLine(arm.title), to: 72) + (compound.map { ": \($0)" } ?? "")
        panels.append(
          CoursePanel(
            arms: [index], title: title, color: palette[index], scale: series.compound ?? "",
            unitTitle: StudyTables.hasNoUnit(series.unit) ? StudyTables.shortened(stage.title, to: 24) : series.unit,
            course: course, rows: rows))
      }
    }
    return panels.map(numbered)
  }

  /// `4, 8, 9 Ketamine once †`: the arms' numbers, the first one's title, and a dagger when all rest on weak evidence.
  private func numbered(_ panel: CoursePanel) -> CoursePanel {
    var panel = panel
    let isWeak = panel.arms.allSatisfy { !result.arms[$0].evidence.isEmpty }
    panel.title =
      panel.arms.map { String($0 + 1) }.joined(separator: ", ") + " " + panel.title
      + (isWeak ? "\u{A0}†" : "")
    return panel
  }

  /// The last sample before any drug is in plasma.
  private func firstDose(_ arm: ArmResult) -> Double? {
    arm.series.filter { $0.compound != nil }.compactMap { series in
      series.p95.firstIndex { $0 > 1e-9 }.map { arm.times[max(0, $0 - 1)] }
    }.min()
  }

  /// The untreated arm's course, when there is something to compare it with; nil for stages read per compound.
  private func reference(of stage: Stage) -> Course? {
    guard result.arms.count > 1, let arm = result.arms.first(where: \.isUntreated),
      let series = arm.series.first(where: { $0.stage == stage.id && $0.compound == nil })
    else { return nil }
    return Course(series: series, times: arm.times, window: 0...(result.durationDays * 24))
  }

  /// The untreated median as a data set, in days, and two rows for its label: clear of the line's last quarter on
  /// either side.
  private func dataset(_ reference: [Course.Row]) -> JSONValue {
    let end = (reference.last?.x ?? 0) * 0.75
    let values = reference.filter { $0.x >= end }.map { $0.quantiles[2] }
    let labels = [("above", values.max()), ("below", values.min())].map { side, value -> JSONValue in
      ["x": .optional(reference.last?.x), "median": .optional(value), "label": .string(side)]
    }
    return .array(reference.map { ["x": .number($0.x), "median": .number($0.quantiles[2])] } + labels)
  }

  private func grid(
    _ panels: [CoursePanel], end: Double, xTitle: String, height: Int, reference: [Course.Row]?,
    strokeWidth: Double = 1.8
  ) -> JSONValue {
    let domains = Dictionary(grouping: panels, by: \.scale).mapValues { group in
      let rows = group.flatMap(\.rows)
      return Self.domain(rows.map { ($0.quantiles[0], $0.quantiles[4]) })
    }
    // Rows of the same length: seven panels stand as four and three.
    let lines = (panels.count + Self.columns - 1) / Self.columns
    let columns = (panels.count + lines - 1) / lines
    let width = min(300, Self.rowWidth / columns - 52)
    let named = reference.flatMap { self.label(panels, reference: $0, end: end, domain: domains[""] ?? (0, 1)) }
    let specifications = panels.enumerated().map { position, panel -> JSONValue in
      panel.specification(
        CoursePanel.Frame(
          width: width, height: height, xTitle: position + columns >= panels.count ? xTitle : nil, xEnd: end,
          domain: domains[panel.scale] ?? (0, 1), showsUnit: domains.count > 1 || position % columns == 0,
          reference: reference != nil && panel.color != Palette.untreated ? "untreated" : nil,
          referenceLabel: position == named?.position ? named?.side : nil, strokeWidth: strokeWidth))
    }
    return [
      "concat": .array(specifications), "columns": .integer(columns), "spacing": ["row": 14, "column": 16],
    ]
  }

  /// The first panel whose own line ends far enough from the untreated one to leave room for a word.
  private func label(
    _ panels: [CoursePanel], reference: [Course.Row], end: Double, domain: (low: Double, high: Double)
  ) -> (position: Int, side: CoursePanel.ReferenceLabel)? {
    guard let last = reference.last, last.x <= end else { return nil }
    for (position, panel) in panels.enumerated() where panel.color != Palette.untreated {
      guard let own = panel.rows.last?.quantiles[2] else { continue }
      let distance = (own - last.quantiles[2]) / (domain.high - domain.low)
      if abs(distance) > 0.12 { return (position, distance < 0 ? .above : .below) }
    }
    return nil
  }

  /// One vertical axis for several panels: from zero when the data come near it.
  static func domain(_ extents: [(low: Double, high: Double)]) -> (low: Double, high: Double) {
    guard let low = extents.map(\.low).min(), let high = extents.map(\.high).max() else { return (0, 1) }
    if high - low <= 1e-6 * max(abs(high), abs(low), 1e-6) {
      let margin = max(abs(high) * 0.5, 0.5)
      return (high >= 0 && high - margin < 0 ? 0 : high - margin, high + margin)
    }
    return (low >= 0 && low < 0.25 * high ? 0 : low, high)
  }
}
