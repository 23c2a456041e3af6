/// A word, number or comma of a treatment, with its character range.
struct TreatmentToken: Equatable {
  enum Kind: Equatable {
    case word(String)
    case number(Double)
    case comma
    case end
  }

  var kind: Kind
  /// As written.
  var text: String
  var range: Range<Int>

  /// Lower-case words, numbers and commas from a character offset on, and an end token after them.
  ///
  /// A number ends where its digits end, so that `0.5mg/kg` and `x8` are two tokens each.
  static func tokens(of text: String, from start: Int) -> [TreatmentToken] {
    let characters = Array(text)
    var tokens: [TreatmentToken] = []
    var index = start
    func take(while condition: (Character) -> Bool) -> Range<Int> {
      let first = index
      while index < characters.count, condition(characters[index]) { index += 1 }
      return first..<index
    }
    while index < characters.count {
      let character = characters[index]
      if character.isWhitespace {
        index += 1
      } else if character == "," || character == ";" {
        tokens.append(TreatmentToken(kind: .comma, text: String(character), range: index..<index + 1))
        index += 1
      } else if startsNumber(characters, index) {
        let first = index
        index += character == "-" || character == "+" ? 1 : 0
        _ = take { $0.isASCII && $0.isNumber || $0 == "." }
        // `1e9` is one word, and no number of this language.
        if index + 1 < characters.count, characters[index] == "e" || characters[index] == "E",
          startsNumber(characters, index + 1)
        {
          index += 2
          _ = take { $0.isASCII && $0.isNumber }
          let written = String(characters[first..<index])
          tokens.append(TreatmentToken(kind: .word(written.lowercased()), text: written, range: first..<index))
          continue
        }
        let written = String(characters[first..<index])
        let value = Double(written.hasPrefix("+") ? String(written.dropFirst()) : written)
        tokens.append(
          TreatmentToken(kind: value.map { .number($0) } ?? .word(written), text: written, range: first..<index))
      } else if character == "×" {
        tokens.append(TreatmentToken(kind: .word("x"), text: "×", range: index..<index + 1))
        index += 1
      } else {
        var range = take { !$0.isWhitespace && $0 != "," && $0 != ";" && $0 != "×" }
        // `x8` is a count.
        if characters[range.lowerBound] == "x", range.count > 1,
          characters[(range.lowerBound + 1)..<range.upperBound].allSatisfy({ $0.isASCII && $0.isNumber })
        {
          range = range.lowerBound..<range.lowerBound + 1
          index = range.upperBound
        }
        let written = String(characters[range])
        tokens.append(TreatmentToken(kind: .word(written.lowercased()), text: written, range: range))
      }
    }
    let end = characters.count
    return tokens + [TreatmentToken(kind: .end, text: "", range: end..<end)]
  }

  private static func startsNumber(_ characters: [Character], _ index: Int) -> Bool {
    func isDigit(_ k: Int) -> Bool { k < characters.count && characters[k].isASCII && characters[k].isNumber }
    switch characters[index] {
    case "-", "+":
      return isDigit(index + 1) || (index + 1 < characters.count && characters[index + 1] == "." && isDigit(index + 2))
    case ".": return isDigit(index + 1)
    default: return isDigit(index)
    }
  }
}
