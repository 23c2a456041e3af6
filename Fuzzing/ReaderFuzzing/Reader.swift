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
      for row in table.rows.indices { _ = try? table.number(row: row, column: 0) }
    }
  }

  /// Asks every value for everything that it may be.
  private func walk(_ value: YAMLValue) throws {
    _ = try? value.number("a number")
    _ = try? value.integer("a number", in: 0...10)
    _ = try? value.boolean("yes or no")
    _ = try? value.texts("texts")
    for item in (try? value.list("a list")) ?? [] { try walk(item) }
    for entry in (try? value.entries("entries")) ?? [] { try walk(entry.value) }
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
