import Evidence
package import Populations
package import Provenance
import Simulation

/// `report.html`: one page that opens offline and needs nothing beside it.
///
/// The page carries its style, its script, the figure library and the figures' data; a content security policy forbids
/// loading anything. Everything that comes from a protocol or a model is escaped.
package struct ReportPage {
  let result: StudyResult
  let context: RunContext
  let overview: [Figure]
  let stages: [(stage: Stage, figure: Figure?)]
  let library: String?
  let background: StudyBackground?

  /// - Parameters:
  ///   - library: the figure library's script (``FigureLibrary``); without it the page says that the figures are not
  ///     drawn.
  ///   - background: what is said beside the results.
  package init(_ result: StudyResult, context: RunContext, library: String?, background: StudyBackground? = nil) {
    self.result = result
    self.background = background
    self.context = context
    self.library = library
    overview = OverviewFigures(result).all()
    let maker = StageFigure(result)
    stages = result.stages.map { ($0, maker.figure(for: $0)) }
  }

  /// Every figure of the page, in its order.
  package var figures: [Figure] { overview + stages.compactMap(\.figure) }

  package func text() -> String {
    PageDocument(
      title: result.title, header: header, sections: [glance, arms, tables, rests, safety, chain, patients, numerics],
      footer: footer, figures: figures, library: library
    ).text()
  }

  // MARK: Sections

  private var header: String {
    let weak = result.arms.indices.filter { !result.arms[$0].evidence.isEmpty }.map { String($0 + 1) }
    let weakNotice =
      weak.isEmpty
      ? ""
      : " \(weak.count == 1 ? "Arm" : "Arms") \(Self.list(weak)) \(weak.count == 1 ? "rests" : "rest") on weak evidence (†): read what it rests on before its numbers."
    return """
      <header>
      <h1>\(HTMLText.escaped(result.title))</h1>
      <p class="soft">Simulated with Rewire \(HTMLText.escaped(context.softwareVersion)): from a dose, through receptors and plasticity, to a symptom score.</p>
      <p class="notice"><strong>\(RunContext.notice)</strong> Every number on this page is simulated; none was measured in a patient.\(weakNotice)</p>\(partialNotice)
      <dl class="facts">
      \(PageDocument.fact("virtual patients", patientCount))
      \(PageDocument.fact("length", "\(NumberText.fixed(result.durationDays, decimals: 0)) days"))
      \(PageDocument.fact("arms", String(result.arms.count)))
      \(PageDocument.fact("seed", String(result.seed)))
      \(PageDocument.fact("model", result.model.path))
      \(PageDocument.fact("model hash (SHA-256)", String(result.model.hash.prefix(16))))
      </dl>
      </header>
      """
  }

  private var patientCount: String {
    guard let extent = result.extent else { return String(result.patientCount) }
    let count = NumberText.grouped(result.patientCount)
    return extent.first == 0 ? count : "\(count), from index \(NumberText.grouped(extent.first))"
  }

  private var arms: String {
    let palette = Palette(result.arms)
    let rows = result.arms.enumerated().map { index, arm -> String in
      let given = arm.compounds.map { compound in
        "\(compound.title): \(compound.routes.joined(separator: "; ")). Plasma figures show \(compound.plasma)."
      }
      let notes =
        arm.treatments.map { "<div>\(HTMLText.escaped($0))</div>" }
        + given.map { "<div class=\"soft\">\(HTMLText.escaped($0))</div>" }
      let evidence = arm.evidence.map { "<div>† \(HTMLText.escaped($0))</div>" }
      return """
        <tr><th scope="row"><span class="swatch" style="background:\(palette[index])"></span>\(index + 1)</th>\
        <td class="wide"><strong>\(HTMLText.escaped(arm.title))</strong></td>\
        <td class="wide">\(notes.isEmpty ? "nothing" : notes.joined())</td><td class="wide">\(evidence.joined())</td></tr>
        """
    }
    return """
      <h2 id="arms">Arms</h2>
      <div class="table"><table><thead><tr><th></th><th>arm</th><th>treatment</th><th>what to know about its evidence</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private var glance: String {
    guard !overview.isEmpty else { return "" }
    return "<h2 id=\"glance\">At a glance</h2>\n" + overview.map(PageDocument.place).joined(separator: "\n")
  }

  private var tables: String {
    let tables = StudyTables(result).all()
    return "<h2 id=\"endpoints\">Endpoints</h2>\n" + tables.map(TableMarkup.html).joined()
  }

  private var rests: String { background?.basis.map { BasisSection(basis: $0).html } ?? "" }

  private var safety: String { background.map { SafetySection(notes: $0.safety).html } ?? "" }

  private var chain: String {
    let links = stages.map { stage, _ in
      "<a href=\"#\(HTMLText.escaped(stage.id))\">\(HTMLText.escaped(stage.title)) \(HTMLText.escaped(stage.grade))</a>"
    }
    let sections = stages.map { stage, figure in
      """
      <section id="\(HTMLText.escaped(stage.id))">
      <h3>\(HTMLText.escaped(stage.title)) \(TableMarkup.badge(stage.grade, meaning: EvidenceGrade(rawValue: stage.grade)?.meaning))</h3>
      <p>\(HTMLText.escaped(stage.meaning))</p>
      <p class="soft">Rests on: \(HTMLText.escaped(stage.basis))</p>
      \(figure.map(PageDocument.place) ?? "<p class=\"soft\">No arm of this study has a course of this stage.</p>")
      </section>
      """
    }
    return """
      <h2 id="chain">The chain, stage by stage</h2>
      <p class="soft">Each panel is one arm. The letter is the grade of the evidence behind the stage: \
      \(EvidenceGrade.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")).</p>
      <nav>\(links.joined(separator: "\n"))</nav>
      \(sections.joined(separator: "\n"))
      """
  }

  private var patients: String {
    guard !result.variability.isEmpty else { return "" }
    let table = ReportTable(
      title: "What differs between patients", labelTitle: "parameter", labels: result.variability.map(\.name),
      columns: [
        ReportTable.Column(group: "", title: "unit", cells: result.variability.map(\.unit)),
        ReportTable.Column(group: "", title: "distribution", cells: result.variability.map(\.distribution)),
        ReportTable.Column(
          group: "", title: "drawn: median (5–95 %)", cells: result.variability.map { NumberText.interval($0.drawn) }),
      ])
    return "<h2 id=\"patients\">Virtual patients</h2>\n" + TableMarkup.html(table)
  }

  private var notes: [String] { result.notes + (result.extent.map { [ExtentText($0).quantiles] } ?? []) }

  /// Said at the top of a partial result.
  private var partialNotice: String {
    guard let extent = result.extent, let note = ExtentText(extent).partial else { return "" }
    let command = extent.resumeCommand.map { " To go on: <code>\(HTMLText.escaped($0))</code>" } ?? ""
    return "\n<p class=\"notice\"><strong>This result is partial.</strong> \(HTMLText.escaped(note))\(command)</p>"
  }

  private var numerics: String {
    let failures = result.arms.enumerated().flatMap { index, arm in
      arm.failures.map {
        "<li>Arm \(index + 1), patient \($0.patient), at \(NumberText.short($0.hours)) h: \(HTMLText.escaped($0.reason))</li>"
      }
    }
    let shown = failures.prefix(50)
    let more = result.arms.reduce(0) { $0 + $1.failedCount } - shown.count
    let file = result.extent == nil ? "summary.json" : "patients.csv"
    let rest = more > 0 ? "<li>and \(more) more, in \(file)</li>" : ""
    let table = ReportTable(
      title: "What was solved", labelTitle: "arm",
      labels: result.arms.enumerated().map { StudyTables.label($1, number: $0 + 1) },
      columns: [
        ReportTable.Column(
          group: "", title: "states, of \(result.model.stateCount) in the model",
          cells: result.arms.map { String($0.stateCount) }),
        ReportTable.Column(
          group: "", title: "patients completed",
          cells: result.arms.map { "\($0.completedCount) of \($0.completedCount + $0.failedCount)" }),
        ReportTable.Column(
          group: "", title: "steps accepted", cells: result.arms.map { String($0.statistics.acceptedSteps) }),
        ReportTable.Column(
          group: "", title: "steps rejected", cells: result.arms.map { String($0.statistics.rejectedSteps) }),
      ],
      notes: ["Compounds that an arm never gives are left out of its equations; what remains keeps the same bits."])
    return """
      <h2 id="numerics">Notes, failures and numerics</h2>
      \(notes.map { "<p>\(HTMLText.escaped($0))</p>" }.joined(separator: "\n"))
      \(failures.isEmpty ? "<p>Every patient of every arm was solved to the end.</p>" : "<p>Patients that could not be solved to the end are left out of every summary of their arm:</p><ul>\(shown.joined())\(rest)</ul>")
      \(TableMarkup.html(table))
      """
  }

  private var footer: String {
    let versions = context.versions.map { "\($0.name) \($0.version)" }.joined(separator: " · ")
    let clocks = context.seconds.flatMap { seconds in
      context.threads.map { " · \(NumberText.short(seconds)) s on \($0) threads" }
    }
    let tables =
      result.extent == nil ? "timecourse.csv" : "patients.csv</code>, <code>columns.csv</code>, <code>quantiles.csv"
    return """
      <footer>
      <p><strong>\(RunContext.notice)</strong></p>
      <p>To do it again:</p>
      <pre>\(HTMLText.escaped(context.command))</pre>
      <p class="soft">Rewire \(HTMLText.escaped(context.softwareVersion)) · model \(HTMLText.escaped(result.model.path)), SHA-256 <code>\(HTMLText.escaped(result.model.hash))</code> over \(result.model.files.count) files · seed \(result.seed) · solver \(HTMLText.escaped(context.solver)), tolerances \(context.relativeTolerance) relative and \(context.absoluteTolerance) absolute\(clocks ?? "")\(versions.isEmpty ? "" : " · " + HTMLText.escaped(versions))</p>
      <p class="soft">Beside this page: <code>\(tables)</code>, <code>summary.json</code>, and each figure's Vega-Lite specification with its data in <code>figures/</code>. Figures are drawn by Vega (BSD-3-Clause), which is part of this page.</p>
      </footer>
      """
  }

  /// `7, 8 and 9`.
  static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
