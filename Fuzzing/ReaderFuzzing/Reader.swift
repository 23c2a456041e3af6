import Antimony
import Diagnostics
import Equations
import Files
import Networks
import SBML

/// The readers of files that anybody may have written. Each takes any text and ends: with a value or an explained error.
enum Reader: String, CaseIterable {
  case antimony, sbml, yaml, csv

  /// Reads a text as far as a file of its kind gets without being run.
  func read(_ text: SourceText) throws {
    switch self {
    case .antimony:
      let network = try AntimonyReader.read(text: text) { path in
        throw InputError("there is no file \"\(path)\"")
      }
      _ = try EquationSystem.build(from: network)
    case .sbml: _ = try EquationSystem.build(from: SBMLReader.read(text))
    case .yaml: try walk(YAMLText.parse(text))
    case .csv:
      let table = try CSVTable(text)
      if let row = table.rows.indices.last { _ = try? table.number(row: row, column: 0) }
    }
  }

  /// Asks every value for what it is, and the first of each list for what it is not: an error quotes its line, which
  /// takes as long as the text is.
  private func walk(_ value: YAMLValue) throws {
    switch value.content {
    case .scalar: _ = try? value.text("a text")
    case .sequence(let values):
      _ = try? values.first?.number("a number")
      for item in values { try walk(item) }
    case .mapping(let entries):
      _ = try? entries.first?.value.integer("a number", in: 0...10)
      for entry in entries { try walk(entry.value) }
    }
  }

  /// One input of the fuzzer. Bytes that are no text never reach a reader: the file layer refuses them.
  func survive(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return }
    do {
      try read(SourceText(name: "input", text: text))
    } catch {
      precondition(error is any ExplainedError, "an error that does not explain itself: \(error)")
      precondition(!Message.text(error).isEmpty)
    }
  }
}
