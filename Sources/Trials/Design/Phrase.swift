import Diagnostics
import Files

/// A short sentence of a trial file, word by word: `change in MADRS at day 28 by ANCOVA`, `MADRS >= 25`.
struct Phrase {
  struct Word {
    var text: String
    /// Characters of the value.
    var range: Range<Int>
    var lower: String { text.lowercased() }
  }

  let value: YAMLValue
  private let words: [Word]
  private let length: Int
  private var index = 0

  /// - Parameter what: in messages, `"endpoints"` with its quotes.
  init(_ value: YAMLValue, _ what: String) throws {
    let text = try value.text(what)
    self.value = value
    length = text.count
    words = Self.words(of: Array(text))
  }

  /// Runs of characters between blanks; commas, per cent signs and relations are words of their own.
  private static func words(of characters: [Character]) -> [Word] {
    var words: [Word] = []
    var start = 0
    while start < characters.count {
      let first = characters[start]
      var end = start + 1
      if first.isWhitespace {
        start = end
        continue
      }
      if first.isRelation {
        while end < characters.count, characters[end].isRelation { end += 1 }
      } else if first != "," && first != "%" {
        while end < characters.count, !characters[end].isBoundary { end += 1 }
      }
      words.append(Word(text: String(characters[start..<end]), range: start..<end))
      start = end
    }
    return words
  }

  var next: Word? { index < words.count ? words[index] : nil }
  var isAtEnd: Bool { next == nil }

  mutating func advance() { index = min(index + 1, words.count) }

  /// Takes the words of a text if they are next, whatever their case.
  mutating func take(_ text: String) -> Bool {
    let wanted = text.split(separator: " ")
    guard index + wanted.count <= words.count, zip(words[index...], wanted).allSatisfy({ $0.lower == $1 }) else {
      return false
    }
    index += wanted.count
    return true
  }

  /// Takes the next word if it is a number.
  mutating func takeNumber() -> Double? {
    guard let number = next.flatMap({ YAMLNumber.parse($0.text) }) else { return nil }
    advance()
    return number
  }

  mutating func number(_ what: String, hint: String) throws -> Double {
    guard let number = takeNumber() else {
      throw error("\(what) must be a number" + (next.map { ", \"\($0.text)\" is none" } ?? ""), hint: hint)
    }
    return number
  }

  /// - Throws: `InputError` when something is left.
  func end(hint: String? = nil) throws {
    if let next { throw error("unexpected \"\(next.text)\"", hint: hint) }
  }

  /// At a word, or at the next one, or at the end.
  func error(_ problem: String, at word: Word? = nil, hint: String? = nil) -> InputError {
    let range = (word ?? next)?.range ?? length..<length + 1
    return InputError(
      problem, at: value.place(offset: range.lowerBound, length: range.count), in: value.source, hint: hint)
  }
}

extension Character {
  fileprivate var isRelation: Bool { self == "<" || self == ">" || self == "=" }
  fileprivate var isBoundary: Bool { isWhitespace || isRelation || self == "," || self == "%" }
}
