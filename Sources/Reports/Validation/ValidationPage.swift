import Populations
import Trials
package import Validation

/// `report.html` of a validation: published against simulated, every score, and everything that was not simulated.
package struct ValidationPage {
  private let result: ValidationResult
  private let facts: ValidationRunFacts
  private let context: RunContext
  private let library: String?
  package let figures: [Figure]

  /// - Parameter library: the figure library's script; without it the page says that the figures are not drawn.
  package init(_ result: ValidationResult, facts: ValidationRunFacts, context: RunContext, library: String?) {
    self.result = result
    self.facts = facts
    self.context = context
    self.library = library
    figures = ValidationFigure(result: result).all()
  }

  package func text() -> String {
    PageDocument(
      title: "Published trials", header: header, sections: [totals, forest, targets, missing, trials], footer: footer,
      figures: figures, library: library
    ).text()
  }

  private var header: String {
    let scored = result.scores.filter(\.isScored)
    let simulated = scored.count(where: \.isSimulated)
    return """
      <header>
      <h1>Published trials, simulated as they were run</h1>
      <p class="soft">Simulated with Rewire \(HTMLText.escaped(context.softwareVersion)); nothing was fitted to what is scored here in this run.</p>
      <p class="notice"><strong>\(RunContext.notice)</strong> Every simulated number comes from virtual patients.</p>
      <dl class="facts">
      \(PageDocument.fact("trials", String(result.trials.count)))
      \(PageDocument.fact("targets with a rule", String(scored.count)))
      \(PageDocument.fact("simulated", "\(simulated) of \(scored.count)"))
      \(PageDocument.fact("replicates, at most", String(facts.replicates)))
      \(PageDocument.fact("seed", String(facts.seed)))
      \(PageDocument.fact("model hash (SHA-256)", String(facts.modelHash.prefix(16))))
      \(PageDocument.fact("data hash (SHA-256)", String(facts.dataHash.prefix(16))))
      </dl>
      </header>
      """
  }

  private var tables: ValidationTables { ValidationTables(result) }

  private var totals: String { "<h2 id=\"totals\">Totals</h2>\n" + TableMarkup.html(tables.totals) }

  private var forest: String {
    guard !figures.isEmpty else { return "" }
    return "<h2 id=\"figures\">Published and simulated</h2>\n" + figures.map(PageDocument.place).joined(separator: "\n")
  }

  private var targets: String {
    let orders = tables.orders
    return "<h2 id=\"targets\">Targets</h2>\n" + TableMarkup.html(tables.targets)
      + (orders.labels.isEmpty ? "" : TableMarkup.html(orders))
  }

  private var missing: String {
    let table = tables.missing
    guard !table.labels.isEmpty else { return "<p>Every target with a rule was simulated.</p>" }
    return "<h2 id=\"missing\">Not simulated</h2>\n" + TableMarkup.html(table)
  }

  /// What each trial became, and what was chosen for it.
  private var trials: String {
    let rows = result.trials.filter { !$0.derived.parts.isEmpty }.flatMap { trial in
      trial.derived.parts.map { part -> String in
        let design = part.design
        let arms = design.arms.map { arm in
          let given = (arm.treatments + arm.concomitant).map(\.text).joined(separator: "; ")
          return "<div>\(HTMLText.escaped(arm.title)): \(HTMLText.escaped(given.isEmpty ? "nothing" : given))</div>"
        }
        let chosen = (part.assumptions + trial.notes).map { "<div class=\"soft\">\(HTMLText.escaped($0))</div>" }
        return """
          <tr><th scope="row">\(HTMLText.escaped(design.id))</th>\
          <td>\(design.subjectCount) × \(part.replicates), \(HTMLText.escaped(part.estimand.rawValue))</td>\
          <td class="wide">\(arms.joined())</td><td class="wide">\(chosen.joined())</td></tr>
          """
      }
    }
    guard !rows.isEmpty else { return "" }
    return """
      <h2 id="trials">How each trial was simulated</h2>
      <div class="table"><table><thead><tr><th>design</th><th>subjects × replicates</th><th>arms</th><th>what was chosen where the source says nothing</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private var footer: String {
    """
    <footer>
    <p><strong>\(RunContext.notice)</strong></p>
    <p>To do it again:</p>
    <pre>\(HTMLText.escaped(context.command))</pre>
    <p class="soft">Rewire \(HTMLText.escaped(context.softwareVersion)) · model \(HTMLText.escaped(facts.modelPath)), SHA-256 <code>\(HTMLText.escaped(facts.modelHash))</code> · trials \(HTMLText.escaped(facts.trialsFile)), SHA-256 <code>\(HTMLText.escaped(facts.trialsHash))</code> · seed \(facts.seed)</p>
    <p class="soft">Beside this page: <code>scores.json</code> and each figure's specification in <code>figures/</code>. Figures are drawn by Vega (BSD-3-Clause), which is part of this page.</p>
    </footer>
    """
  }
}
