/// XML written element by element, two blanks a level.
struct XMLText {
  typealias Attributes = KeyValuePairs<String, String?>

  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var level = 0

  /// A text without anything yet, at the same depth, to be appended later.
  var empty: XMLText {
    var copy = self
    copy.text = ""
    return copy
  }

  mutating func append(_ other: XMLText) { text += other.text }

  /// An element with what `content` writes inside; attributes that are nil are left out.
  mutating func element(
    _ name: String, _ attributes: Attributes = [:], _ content: (inout XMLText) throws -> Void
  ) rethrows {
    begin(name, attributes)
    text += ">\n"
    level += 1
    try content(&self)
    level -= 1
    indent()
    text += "</\(name)>\n"
  }

  /// An element without content.
  mutating func element(_ name: String, _ attributes: Attributes = [:]) {
    begin(name, attributes)
    text += "/>\n"
  }

  /// An element that holds a text.
  mutating func element(_ name: String, _ attributes: Attributes = [:], text content: String) {
    begin(name, attributes)
    text += ">\(Self.escaped(content))</\(name)>\n"
  }

  /// Notes that are XML already.
  mutating func element(_ notes: MarkedUpNotes) {
    indent()
    text += notes.text + "\n"
  }

  private mutating func begin(_ name: String, _ attributes: Attributes) {
    indent()
    text += "<\(name)"
    for case (let key, let value?) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
  }

  private mutating func indent() { text += String(repeating: " ", count: 2 * level) }

  /// The text with what XML reserves written as entities; characters that XML cannot hold become blanks.
  static func escaped(_ content: String) -> String {
    var result = ""
    for character in content.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r": result += "&#\(character.value);"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result += " "
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
