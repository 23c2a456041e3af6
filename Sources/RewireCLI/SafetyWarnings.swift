import Diagnostics
import Provenance

/// Says before a run what is known to be unsafe or unstudied in its arms. It never stops one.
enum SafetyWarnings {
  static func write(_ notes: SafetyNotes) {
    for warning in notes.warnings {
      let explanation = Explanation("arm \(warning.arm + 1): \(warning.text)")
      Output.writeError(Message.text(explanation, severity: "warning") + "\n")
    }
  }
}
