import Diagnostics
package import Files

/// One treatment as text, and how positions in it are positions in the file or on the command line.
package struct TreatmentLine: Sendable {
  package let text: String
  let source: SourceText
  private let value: YAMLValue?

  /// A treatment in a protocol file.
  package init(_ value: YAMLValue) throws {
    text = try value.text("a treatment")
    source = value.source
    self.value = value
  }

  /// A treatment on the command line.
  package init(argument text: String, option: String = "--treatment") {
    self.text = text
    source = SourceText(name: option, text: text)
    value = nil
  }

  func error(_ problem: String, _ range: Range<Int>, hint: String? = nil) -> InputError {
    let place =
      value?.place(offset: range.lowerBound, length: range.count)
      ?? source.place(line: 1, column: range.lowerBound + 1, length: max(1, range.count))
    return InputError(problem, at: place, in: source, hint: hint)
  }
}
