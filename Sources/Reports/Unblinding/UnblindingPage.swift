package import Trials

/// `report.html` of `rewire unblinding`; opens offline.
package struct UnblindingPage {
  let comparisons: [UnblindingComparison]
  let context: RunContext
  let library: String?
  private let drawn: [[Figure]]

  /// - Parameter library: the figure library's script (``FigureLibrary``).
  package init(_ comparisons: [UnblindingComparison], context: RunContext, library: String?) {
    self.comparisons = comparisons
    self.context = context
    self.library = library
    drawn = comparisons.enumerated().map { UnblindingFigures(comparison: $1, number: $0 + 1).all() }
  }

  /// Every figure of the page, in its order.
  package var figures: [Figure] { drawn.flatMap { $0 } }

  package func text() -> String {
    PageDocument(
      title: "What guesses do to a trial", header: header,
      sections: zip(comparisons, drawn).map(section), footer: footer, figures: figures, library: library
    ).text()
  }

  private var header: String {
    """
    <header>
    <h1>What guesses do to a trial</h1>
    <p class="soft">How likely a false positive is, and what is left of the power, when subjects guess their arms. Computed with Rewire \(HTMLText.escaped(context.softwareVersion)), without any model of a drug.</p>
    <p class="notice"><strong>\(RunContext.notice)</strong> Every number on this page follows from assumptions about expectancy; none was measured in a patient.</p>
    <p>\(HTMLText.escaped(UnblindingTables.reading))</p>
    </header>
    """
  }

  private func section(_ comparison: UnblindingComparison, _ figures: [Figure]) -> String {
    """
    <h2>\(HTMLText.escaped(comparison.title))</h2>
    <p>\(HTMLText.escaped(UnblindingTables.assumption(comparison.setting)))</p>
    \(TableMarkup.html(UnblindingTables.cases(comparison)))
    \(figures.map(PageDocument.place).joined(separator: "\n"))
    \(TableMarkup.html(UnblindingTables.indices(comparison)))
    """
  }

  private var footer: String {
    """
    <footer>
    <p><strong>\(RunContext.notice)</strong></p>
    <p>To do it again:</p>
    <pre>\(HTMLText.escaped(context.command))</pre>
    <p class="soft">Beside this page: <code>result.json</code>, <code>unblinding.csv</code>, and each figure's Vega-Lite specification with its data in <code>figures/</code>. Figures are drawn by Vega (BSD-3-Clause), which is part of this page.</p>
    </footer>
    """
  }
}
