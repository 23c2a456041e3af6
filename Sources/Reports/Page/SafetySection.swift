import Evidence
import Provenance

/// The section of a report that says what is known of the safety of the compounds given. It warns; it recommends
/// nothing, compares no treatments and speaks to nobody.
struct SafetySection {
  let notes: SafetyNotes

  var html: String {
    guard !notes.compounds.isEmpty || !notes.unknown.isEmpty else { return "" }
    let warnings = notes.warnings.map { "<li>Arm \($0.arm + 1): \(HTMLText.escaped($0.text)).</li>" }
    let unknown = notes.unknown.map { "<p>Nothing is recorded of the safety of \(HTMLText.escaped($0)).</p>" }
    return """
      <h2 id="safety">What is known of safety</h2>
      <p class="soft">From labels, study plans and reports; neither complete nor advice. Harms in a person depend on \
      what no simulation knows. Nothing here changes a number of this page.</p>
      \(warnings.isEmpty ? "" : "<ul>\n\(warnings.joined(separator: "\n"))\n</ul>")
      \(unknown.joined(separator: "\n"))
      <div class="table"><table><thead><tr><th>compound</th><th></th><th>what is said</th><th>source</th></tr></thead>
      <tbody>
      \(notes.compounds.map(rows).joined(separator: "\n"))
      </tbody></table></div>
      """
  }

  private func rows(_ compound: (title: String, safety: CompoundSafety)) -> String {
    let safety = compound.safety
    let studied = safety.studied.map { range in
      let unit = range.isPerKilogram ? "mg/kg" : "mg"
      let doses = "\(NumberText.short(range.doses.lowerBound)) to \(NumberText.short(range.doses.upperBound)) \(unit)"
      return ("studied doses", "\(doses) \(range.route)", range.origin)
    }
    let statements = [
      ("contraindications", safety.contraindications), ("monitoring", safety.monitoring),
      ("interactions", safety.interactions),
    ].flatMap { kind, list in list.map { (kind, $0.text, $0.origin) } }
    return (studied + statements).enumerated().map { index, row in
      let doi = row.2.doi.map { ", \($0)" } ?? ""
      return """
        <tr><th scope="row">\(index == 0 ? HTMLText.escaped(compound.title) : "")</th><td>\(row.0)</td>\
        <td class="wide">\(HTMLText.escaped(row.1))</td>\
        <td class="wide">\(HTMLText.escaped(row.2.source + doi)) (\(row.2.verification.meaning))</td></tr>
        """
    }.joined(separator: "\n")
  }

  /// The block `safety` of `summary.json`.
  var value: JSONValue {
    [
      "warnings": .array(notes.warnings.map { ["arm": .integer($0.arm + 1), "text": .string($0.text)] }),
      "compounds": .texts(notes.compounds.map(\.safety.compound)),
    ]
  }
}
