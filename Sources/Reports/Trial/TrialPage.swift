import Pharmacology
package import Provenance
package import Trials

/// `report.html` of a trial: what it shows over its replicates, under each estimand; opens offline.
package struct TrialPage {
  let result: TrialResult
  let sizes: TrialSizes
  let run: TrialRunFacts
  let context: RunContext
  let safety: SafetyNotes
  let library: String?
  private let curves: [Figure]
  private let forest: [Figure]
  private let guesses: Figure?
  private let tables: TrialTables

  /// - Parameter library: the figure library's script (``FigureLibrary``).
  package init(
    _ result: TrialResult, sizes: TrialSizes, run: TrialRunFacts, context: RunContext, safety: SafetyNotes,
    library: String?
  ) {
    self.result = result
    self.sizes = sizes
    self.run = run
    self.context = context
    self.safety = safety
    self.library = library
    let asRun = result[.asRun] ?? result.estimands.first
    curves = asRun.map { TrialCurves(result.design, $0).all() } ?? []
    guesses = asRun.flatMap { GuessFigure(design: result.design, arms: $0.arms).figure() }
    forest = ForestFigure(result).all()
    tables = TrialTables(result)
  }

  /// Every figure of the page, in its order.
  package var figures: [Figure] { curves.prefix(1) + forest + curves.dropFirst() + [guesses].compactMap { $0 } }

  package func text() -> String {
    PageDocument(
      title: result.design.title, header: header,
      sections: [
        glance, arms, contrasts, size, responders, blinding, benefit, looks, assumptions, safetyNotes, numerics,
      ],
      footer: footer, figures: figures, library: library
    ).text()
  }

  private var design: TrialDesign { result.design }
  private var asRun: EstimandResult? { result[.asRun] ?? result.estimands.first }

  // MARK: Sections

  private var header: String {
    let design = design
    let sizes =
      design.crossover == nil
      ? " allocated \(design.arms.map { String($0.allocation) }.joined(separator: ":"))" : ", each in every arm"
    return """
      <header>
      <h1>\(HTMLText.escaped(design.title))</h1>
      <p class="soft">A clinical trial, simulated \(run.done == 1 ? "once" : "\(NumberText.grouped(run.done)) times") with Rewire \(HTMLText.escaped(context.softwareVersion)): virtual patients, what they are given, what they notice and believe, how they are rated, and the trial's own statistics.</p>
      <p class="notice"><strong>\(RunContext.notice)</strong> Every number on this page is simulated; none was measured in a patient.</p>\(partialNotice)
      <dl class="facts">
      \(PageDocument.fact("simulated trials", NumberText.grouped(run.done)))
      \(PageDocument.fact("subjects of each", "\(NumberText.grouped(design.subjectCount))\(sizes)"))
      \(PageDocument.fact("diagnosis", design.enrolment.diagnosis))
      \(PageDocument.fact("length after randomisation", "\(TrialText.plain(design.durationDays)) days"))
      \(PageDocument.fact("seed", String(design.seed)))
      \(PageDocument.fact("model hash (SHA-256)", String(run.modelHash.prefix(16))))
      </dl>
      </header>
      """
  }

  private var partialNotice: String {
    guard run.done < run.asked else { return "" }
    let command = run.resumeCommand.map { " To go on: <code>\(HTMLText.escaped($0))</code>" } ?? ""
    return """

      <p class="notice"><strong>This result is partial.</strong> The run was stopped: \(NumberText.grouped(run.done)) of \
      \(NumberText.grouped(run.asked)) simulated trials are in its numbers.\(command)</p>
      """
  }

  private var glance: String {
    let sentences = TrialSentences(result).all().map { "<p>\(HTMLText.escaped($0))</p>" }
    let figure = curves.first.map(PageDocument.place) ?? ""
    return "<h2 id=\"glance\">At a glance</h2>\n" + sentences.joined(separator: "\n") + figure
  }

  private var arms: String {
    let colors = ArmColors(design)
    let rows = design.arms.enumerated().map { index, arm -> String in
      let given =
        arm.treatments.map { "<div>\(HTMLText.escaped($0.text))</div>" }
        + arm.concomitant.map { "<div class=\"soft\">beside it, in the open: \(HTMLText.escaped($0.text))</div>" }
        + arm.rules.map { "<div class=\"soft\">\(HTMLText.escaped(ruleText($0)))</div>" }
      let evidence = (arm.evidence + therapyEvidence(arm)).map { "<div>† \(HTMLText.escaped($0))</div>" }
      let kind = arm.control.map(\.rawValue) ?? arm.role.rawValue
      return """
        <tr><th scope="row"><span class="swatch" style="background:\(colors[index])"></span>\(HTMLText.escaped(arm.id))</th>\
        <td class="wide"><strong>\(HTMLText.escaped(arm.title))</strong></td><td>\(HTMLText.escaped(kind))</td>\
        <td class="wide">\(given.isEmpty ? "nothing" : given.joined())</td><td class="wide">\(evidence.joined())</td></tr>
        """
    }
    return """
      <h2 id="arms">Arms</h2>
      <div class="table"><table><thead><tr><th></th><th>arm</th><th>kind</th><th>what is given</th><th>what to know about its evidence</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      \([tables.arms(), tables.visits()].compactMap { $0 }.map(TableMarkup.html).joined())
      """
  }

  /// Therapies of weak grade bring their own sentence.
  private func therapyEvidence(_ arm: TrialArm) -> [String] {
    var sentences: [String] = []
    for treatment in arm.treatments + arm.concomitant {
      guard case .session(let session) = treatment.content, session.modality.grade >= "D" else { continue }
      let sentence = "\(session.modality.title): \(session.modality.evidence)"
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences
  }

  private func ruleText(_ rule: TrialRule) -> String {
    let what: String =
      switch rule.action {
      case .start(let regimen):
        "\(rule.isRescue ? "rescue by" : "starts") \(design.regimens[regimen].treatments.map(\.text).joined(separator: "; "))"
      case .stopTreatment: "stops treatment"
      case .withdraw: "leaves the trial"
      }
    return "rule \"\(rule.name)\": \(what)"
  }

  private var contrasts: String {
    guard !design.analysis.contrasts.isEmpty else { return "" }
    return """
      <h2 id="contrasts">Contrasts</h2>
      \(tables.contrasts().map(TableMarkup.html) ?? "")
      <h3>The same trial, believed about in four ways</h3>
      <p>Expectancy and functional unblinding are part of what a trial measures. The virtual patients are the same in \
      every row; only what they believe about their treatment differs. The last row is the trial of drugs that are \
      noticed as much but relieve nothing: what it rejects is rejected falsely.\
      \(TrialText(design: design).hasDrug(design.analysis.contrasts[0]) ? "" : " (Here no drug is under test: sessions of therapy keep their benefit, and the row says the same as the first.)")</p>
      \(forest.map(PageDocument.place).joined(separator: "\n"))
      \(tables.estimands().map(TableMarkup.html) ?? "")
      """
  }

  private var size: String {
    let sentences = sizes.sentences.map { "<p>\(HTMLText.escaped($0))</p>" }
    guard !sentences.isEmpty else { return "" }
    return "<h2 id=\"size\">How many patients</h2>\n" + sentences.joined(separator: "\n")
      + (sizes.table.map(TableMarkup.html) ?? "")
  }

  private var responders: String {
    let figures = curves.dropFirst()
    return figures.isEmpty
      ? ""
      : "<h2 id=\"responders\">Responders and relapse</h2>\n" + figures.map(PageDocument.place).joined(separator: "\n")
  }

  private var blinding: String {
    guard design.arms.count > 1 else { return "" }
    return """
      <h2 id="blinding">Who guesses right</h2>
      \(guesses.map(PageDocument.place) ?? "")
      \(tables.blinding().map(TableMarkup.html) ?? "")
      """
  }

  private var benefit: String {
    tables.benefitAndHarm().map { "<h2 id=\"benefit\">Benefit and harm</h2>\n" + TableMarkup.html($0) } ?? ""
  }

  private var looks: String {
    tables.looks().map { "<h2 id=\"looks\">Looks before the end</h2>\n" + TableMarkup.html($0) } ?? ""
  }

  private var assumptions: String {
    let items = TrialAssumptions(design).sentences.map { "<li>\(HTMLText.escaped($0))</li>" }
    return """
      <h2 id="assumptions">What is assumed</h2>
      <p>The trial layer's constants (belief, care, dropout, measurement) have records with sources and grades: \
      <code>rewire evidence trial</code>. Most are of weak evidence; a conclusion that hangs on one of them should be \
      tried with other values (<code>settings</code> of the trial).</p>
      <ul>\(items.joined(separator: "\n"))</ul>
      """
  }

  private var safetyNotes: String { SafetySection(notes: safety).html }

  private var numerics: String {
    let failed = asRun?.failed.mean ?? 0
    let screened = asRun?.screened.mean ?? .nan
    let notes = run.notes.map { "<p>\(HTMLText.escaped($0))</p>" }.joined(separator: "\n")
    return """
      <h2 id="numerics">Notes and numerics</h2>
      \(notes)
      <p>Screened in each trial: \(NumberText.fixed(screened, decimals: 0)) on average. \
      \(failed > 0 ? "Subjects who could not be solved: \(NumberText.short(failed)) in each trial on average; their scores are missing." : "Every randomised subject was solved to the end.")</p>
      <p class="soft">The numbers of each trial depend on the seed and on its own number alone: not on how many others \
      were run, on threads, or on an interruption.</p>
      """
  }

  private var footer: String {
    let versions = context.versions.map { "\($0.name) \($0.version)" }.joined(separator: " · ")
    return """
      <footer>
      <p><strong>\(RunContext.notice)</strong></p>
      <p>To do it again:</p>
      <pre>\(HTMLText.escaped(context.command))</pre>
      <p class="soft">Rewire \(HTMLText.escaped(context.softwareVersion)) · model SHA-256 <code>\(HTMLText.escaped(run.modelHash))</code> · seed \(design.seed) · solver \(HTMLText.escaped(context.solver)), tolerances \(context.relativeTolerance) relative and \(context.absoluteTolerance) absolute\(versions.isEmpty ? "" : " · " + HTMLText.escaped(versions))</p>
      <p class="soft">Beside this page: \(run.files.map { "<code>\(HTMLText.escaped($0))</code>" }.joined(separator: ", ")), and each figure's Vega-Lite specification with its data in <code>figures/</code>. Figures are drawn by Vega (BSD-3-Clause), which is part of this page.</p>
      </footer>
      """
  }
}
