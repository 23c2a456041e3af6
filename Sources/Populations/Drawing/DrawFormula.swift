import Diagnostics
import Files
import Formulas
import Randomness

/// A formula of a protocol over what is drawn, evaluated with this project's own arithmetic, so that the bits are the
/// same on every machine.
package struct DrawFormula: Sendable, Hashable {
  /// As the protocol writes it.
  package let text: String
  private let root: Formula
  /// Positions of the symbols among the values that ``value(_:)`` is given.
  private let slots: [String: Int]

  /// - Parameters:
  ///   - names: what the formula may name, with the position of each.
  ///   - levels: the labels of the names that are categories; `sex == "female"` compares with one.
  ///   - later: names that exist but are drawn after this formula is evaluated.
  /// - Throws: `InputError` at the unknown name or label, or at what a formula of a protocol cannot have.
  init(
    _ value: YAMLValue, names: [String: Int], levels: [String: [CovariateTable.Level]], later: Set<String> = []
  ) throws {
    let text: String
    if case .scalar(let written, _) = value.content, YAMLNumber.parse(written) != nil {
      text = written
    } else {
      text = try value.text("a formula")
    }
    func refuse(_ problem: String, _ place: SourcePlace?, hint: String? = nil) -> InputError {
      let inside = place.map { value.place(offset: $0.column - 1, length: $0.length) }
      return InputError(problem, at: inside ?? value.place, in: value.source, hint: hint)
    }
    let (plain, labels) = try LabelText.replaced(text, levels: levels) { refuse($0, $1, hint: $2) }
    do {
      var cursor = TokenCursor(try Lexer.tokenize(SourceText(name: "formula", text: plain)))
      root = try cursor.parseFormula().replacingSymbols { labels[$0].map(Formula.number) }
      guard cursor.kind == .end else { throw cursor.expected("the end of the formula") }
      let (symbols, units) = cursor.takeUses()
      if let unit = units.first { throw refuse("a number in a protocol's formula has no unit", unit.place) }
      for use in symbols where labels[use.name] == nil {
        if use.argumentCount != nil {
          throw refuse(
            "unknown function \"\(use.name)\"", use.place,
            hint: NearestName.hint(use.name, among: BuiltIn.functionNames))
        }
        if names[use.name] != nil { continue }
        if later.contains(use.name) {
          throw refuse("\"\(use.name)\" is drawn after this", use.place, hint: "write it further up")
        }
        throw refuse(
          "nothing that is drawn is called \"\(use.name)\"", use.place,
          hint: NearestName.hint(use.name, among: names.keys))
      }
    } catch let error as FormulaError {
      throw refuse(error.explanation.problem, error.place, hint: error.explanation.hint)
    }
    if let unknown = root.operatorWithoutOwnArithmetic {
      throw value.error(
        "\"\(unknown)\" has no place in a protocol's formula",
        hint: "exp, ln, log10, sqrt, abs, floor, ceil, min, max, tanh and piecewise have")
    }
    self.text = text
    let used = root.symbolNames
    slots = names.filter { used.contains($0.key) }
  }

  /// The value over what was drawn; NaN where there is none.
  func value(_ drawn: [Double]) -> Double { root.ownValue { slots[$0].map { drawn[$0] } ?? .nan } }
}

extension Formula {
  /// The first operator, call or mention of time that ``ownValue(_:)`` cannot do.
  fileprivate var operatorWithoutOwnArithmetic: String? {
    switch self {
    case .number, .symbol: return nil
    case .time: return "time"
    case .call(let name, _): return name
    case .apply(let symbol, let operands):
      guard symbol.hasOwnArithmetic else { return symbol.rawValue }
      return operands.lazy.compactMap(\.operatorWithoutOwnArithmetic).first
    }
  }

  fileprivate func ownValue(_ lookup: (String) -> Double) -> Double {
    switch self {
    case .number(let value): return value
    case .symbol(let name): return lookup(name)
    case .time, .call: return .nan
    case .apply(.piecewise, let operands):
      var index = 0
      while index + 1 < operands.count {
        if operands[index + 1].ownValue(lookup) != 0 { return operands[index].ownValue(lookup) }
        index += 2
      }
      return index < operands.count ? operands[index].ownValue(lookup) : .nan
    case .apply(let symbol, let operands): return symbol.ownValue(operands.map { $0.ownValue(lookup) })
    }
  }
}

extension Operator {
  fileprivate var hasOwnArithmetic: Bool {
    switch self {
    case .factorial, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .asinh, .acosh, .atanh, .quotient,
      .remainder, .delay, .rateOf:
      false
    default: true
    }
  }

  /// As `Operator.value(of:)`, without the C library's functions.
  fileprivate func ownValue(_ x: [Double]) -> Double {
    switch self {
    case .power: Elementary.power(x[0], x[1])
    case .exp: Elementary.exp(x[0])
    case .ln: Elementary.log(x[0])
    case .log10: Elementary.log(x[0]) / 2.302585092994046
    case .tanh: 1 - 2 / (Elementary.exp(2 * x[0]) + 1)
    default: value(of: x)
    }
  }
}

/// Labels of categories in formulas.
private enum LabelText {
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")

  /// The text with every `name == "label"` and `name != "label"` compared with a symbol of the same length that stands
  /// for the label's number, and these numbers.
  static func replaced(
    _ text: String, levels: [String: [CovariateTable.Level]],
    refuse: (_ problem: String, _ place: SourcePlace?, _ hint: String?) -> InputError
  ) throws -> (text: String, numbers: [String: Double]) {
    guard text.contains("\"") else { return (text, [:]) }
    let tokenized: TokenizedText
    do { tokenized = try Lexer.tokenize(SourceText(name: "formula", text: text)) } catch let error as FormulaError {
      throw refuse(error.explanation.problem, error.place, error.explanation.hint)
    }
    var bytes = tokenized.bytes
    var numbers: [String: Double] = [:]
    let tokens = tokenized.tokens
    for (index, token) in tokens.enumerated() where token.kind == .string {
      let place = tokenized.place(of: token)
      guard index >= 2, [.equal, .notEqual].contains(tokens[index - 1].kind), tokens[index - 2].kind == .identifier
      else { throw refuse("a label stands after == or != behind its category", place, "sex == \"female\"") }
      let name = tokenized.text(of: tokens[index - 2])
      let label = tokenized.text(of: token)
      guard let known = levels[name], !known.isEmpty else {
        throw refuse(
          "\"\(name)\" is not a category", tokenized.place(of: tokens[index - 2]),
          NearestName.hint(name, among: levels.filter { !$0.value.isEmpty }.keys))
      }
      guard let level = known.first(where: { $0.label == label }) else {
        throw refuse(
          "\"\(name)\" has no label \"\(label)\"", place, NearestName.hint(label, among: known.map(\.label)))
      }
      guard numbers.count < letters.count else {
        throw refuse("a formula compares with at most \(letters.count) labels", place, nil)
      }
      // At least three bytes stand between the quotes and with them: room for the symbol.
      let symbol = "_\(letters[numbers.count])"
      numbers[symbol] = level.value
      let padded = Array(symbol.utf8) + [UInt8](repeating: 0x20, count: Int(token.end - token.start) - 2)
      bytes.replaceSubrange(Int(token.start)..<Int(token.end), with: padded)
    }
    return (String(decoding: bytes, as: UTF8.self), numbers)
  }
}
