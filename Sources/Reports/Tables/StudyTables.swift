import Evidence
package import Populations

/// The tables of a study: peaks by stage, values on visits, symptoms, response, remission and relapse.
package struct StudyTables {
  package let result: StudyResult

  package init(_ result: StudyResult) { self.result = result }

  /// In the order in which the report shows them; tables without a column are left out.
  package func all() -> [ReportTable] {
    var tables = [peaks(), values(), symptoms(), outcomes(), relapse()].filter {
      !$0.columns.isEmpty && !$0.labels.isEmpty
    }
    if result.arms.contains(where: { !$0.evidence.isEmpty }), !tables.isEmpty {
      tables[tables.count - 1].notes.append("† rests on weak evidence: the report says on what.")
    }
    return tables
  }

  /// `4 ketamine once`: the arm's number in the protocol and its title.
  static func label(_ arm: ArmResult, number: Int) -> String { "\(number) \(PlainText.oneLine(arm.title))" }

  private var armLabels: [String] {
    result.arms.enumerated().map { index, arm in
      Self.shortened(Self.label(arm, number: index + 1), to: 32) + (arm.evidence.isEmpty ? "" : " †")
    }
  }

  /// The stage whose endpoints are the symptom score: the last of the chain.
  private var symptomStage: Stage? { result.stages.last }

  /// What the cells of a table are.
  private var summary: String { result.patientCount == 1 ? "one patient" : "median (5–95 %)" }

  // MARK: Peaks

  /// One row for each arm and compound given; what does not belong to a compound stands on the arm's first row.
  private func peaks() -> ReportTable {
    let rows = result.arms.enumerated().flatMap { index, arm -> [(arm: ArmResult, label: String, compound: String?)] in
      let given = arm.endpoints.compactMap { $0.kind.isPeak ? $0.compound : nil }
      let compounds = given.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      let label = armLabels[index]
      guard let first = compounds.first else { return [(arm, label, nil)] }
      return [(arm, label, first)] + compounds.dropFirst().map { (arm, "  and \($0)", $0) }
    }
    let isFirst = rows.indices.map { $0 == 0 || rows[$0].arm.id != rows[$0 - 1].arm.id }
    var columns: [ReportTable.Column] = []
    for stage in result.stages where hasPeak(stage) {
      for isTime in [false, true] {
        let cells = rows.indices.map { row -> String in
          let endpoint = rows[row].arm.endpoints.first { endpoint in
            endpoint.stage == stage.id && endpoint.kind == (isTime ? .peakTime : .peak)
              && (endpoint.compound == nil ? isFirst[row] : endpoint.compound == rows[row].compound)
          }
          guard let endpoint else { return isFirst[row] || hasCompound(stage) ? "–" : "" }
          return NumberText.interval(endpoint.summary, mostDecimals: isTime ? 1 : 3)
        }
        columns.append(
          ReportTable.Column(group: heading(stage), title: isTime ? "after, h" : "peak", cells: cells))
      }
    }
    return ReportTable(
      title: "Peaks along the chain: \(summary)", labelTitle: "arm", labels: rows.map(\.label),
      columns: columns,
      notes: [
        "after, h: hours from the last dose before the largest value to that value.",
        gradeNote,
      ])
  }

  private func hasPeak(_ stage: Stage) -> Bool {
    result.arms.contains { $0.endpoints.contains { $0.stage == stage.id && $0.kind.isPeak } }
  }

  private func hasCompound(_ stage: Stage) -> Bool {
    if case .perCompound = stage.source { true } else { false }
  }

  // MARK: Values on visits

  private func values() -> ReportTable {
    var columns: [ReportTable.Column] = []
    for stage in result.stages where stage.id != symptomStage?.id { columns += visitColumns(stage) }
    return ReportTable(
      title: "Slow stages on visits: \(summary)", labelTitle: "arm", labels: armLabels, columns: columns)
  }

  private func symptoms() -> ReportTable {
    var table = ReportTable(
      title: "Symptom score on visits: \(summary)", labelTitle: "arm", labels: armLabels, columns: [],
      notes: ["Visits, also those at 4 h and 24 h, count from the start of day 0, not from a dose."])
    guard let stage = symptomStage else { return table }
    for visit in result.visits {
      let cells = result.arms.map { arm in
        arm.outcomes.first { $0.visit.id == visit.id }.map { NumberText.interval($0.score, mostDecimals: 0) } ?? "–"
      }
      guard cells.contains(where: { $0 != "–" }) else { continue }
      table.columns.append(ReportTable.Column(group: heading(stage), title: visit.title, cells: cells))
    }
    return table
  }

  /// One column a visit that any arm reads the stage on.
  private func visitColumns(_ stage: Stage) -> [ReportTable.Column] {
    result.visits.compactMap { visit in
      let cells = result.arms.map { arm -> String in
        let endpoint = arm.endpoints.first { $0.stage == stage.id && $0.kind == .value(visit: visit.id) }
        return endpoint.map { NumberText.interval($0.summary) } ?? "–"
      }
      guard cells.contains(where: { $0 != "–" }) else { return nil }
      return ReportTable.Column(group: heading(stage), title: visit.title, cells: cells)
    }
  }

  // MARK: Response, remission, relapse

  private func outcomes() -> ReportTable {
    var columns: [ReportTable.Column] = []
    for (group, share) in [("response, % of patients", \VisitOutcome.response), ("remission, %", \.remission)] {
      for visit in result.visits {
        let cells = result.arms.map { arm in
          arm.outcomes.first { $0.visit.id == visit.id }.map { NumberText.percent($0[keyPath: share]) } ?? "–"
        }
        guard cells.contains(where: { $0 != "–" }) else { continue }
        columns.append(ReportTable.Column(group: group, title: visit.title, cells: cells))
      }
    }
    return ReportTable(
      title: "Response and remission", labelTitle: "arm", labels: armLabels, columns: columns,
      notes: [
        "Response: at least 50 % below the patient's own baseline. Remission: MADRS at most 10. A response between "
          + "two visits is not counted here; the table of relapses counts it."
      ])
  }

  private func relapse() -> ReportTable {
    func column(_ group: String, _ title: String, _ cell: (ArmResult) -> String) -> ReportTable.Column {
      ReportTable.Column(group: group, title: title, cells: result.arms.map(cell))
    }
    func day(_ value: Double?) -> String { value.map { NumberText.fixed($0, decimals: 0) } ?? "–" }
    return ReportTable(
      title: "Relapse after a response", labelTitle: "arm", labels: armLabels,
      columns: [
        column("patients", "completed", { "\($0.completedCount) of \($0.completedCount + $0.failedCount)" }),
        column("patients", "responders", { String($0.relapse.responders) }),
        column("patients", "relapsed", { String($0.relapse.relapsed) }),
        column("patients", "censored", { String($0.relapse.censored) }),
        column("median day of relapse", "of the relapsed", { day($0.relapse.medianDayAmongRelapsed) }),
        column("median day of relapse", "of all responders", { day($0.relapse.medianDay) }),
        column("median day of relapse", "after response", { day($0.relapse.medianDaysToRelapse) }),
      ],
      notes: [
        "Relapse: first day of 14 or more in a row with MADRS at least 22, after a response. Responders without a "
          + "relapse by day \(NumberText.fixed(result.durationDays, decimals: 0)) are censored; medians over all "
          + "responders are Kaplan and Meier's, – where not reached."
      ])
  }

  // MARK: Words

  /// `plasma concentration, ng/mL [B]`
  private func heading(_ stage: Stage) -> String {
    let unit = Self.hasNoUnit(stage.unit) ? "" : ", \(stage.unit)"
    return PlainText.oneLine("\(stage.title)\(unit) [\(stage.grade)]")
  }

  private var gradeNote: String {
    EvidenceGrade.allCases.map { "[\($0.rawValue)] \($0.meaning)" }.joined(separator: " ")
  }

  static func hasNoUnit(_ unit: String) -> Bool { ["", "1", "dimensionless"].contains(unit) }

  static func shortened(_ text: String, to length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }
}

extension Endpoint.Kind {
  /// Whether it is a largest value or its time.
  var isPeak: Bool { self == .peak || self == .peakTime }
}
