/// Notes that came as a whole `notes` element in XML, as the reader of SBML gives them.
///
/// Anyone may write such a text into an Antimony file, so it is taken over only when it is one well-formed element of
/// plain elements, attributes, text and XML's own entities; other notes are written as text.
struct MarkedUpNotes {
  let text: String

  private static let depthLimit = 100

  /// Nil when the text is anything else.
  ///
  /// - Complexity: O(length of the text).
  init?(_ note: String) {
    guard note.hasPrefix("<notes>") || note.hasPrefix("<notes ") else { return nil }
    var check = Check(bytes: Array(note.utf8))
    guard check.isOneElement() else { return nil }
    text = note
  }

  private struct Check {
    let bytes: [UInt8]
    var position = 0
    var open: [ArraySlice<UInt8>] = []

    mutating func isOneElement() -> Bool {
      repeat {
        guard position < bytes.count else { return false }
        let isFine = bytes[position] == UInt8(ascii: "<") ? takeTag() : takeCharacter()
        if !isFine { return false }
      } while !open.isEmpty
      return bytes[position...].allSatisfy { $0 == 0x20 || $0 == 0x0A }
    }

    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func takeTag() -> Bool {
      position += 1
      if byte == UInt8(ascii: "/") {
        position += 1
        guard let name = takeName(), open.popLast() == name else { return false }
        takeBlanks()
        return take(UInt8(ascii: ">"))
      }
      guard let name = takeName(), open.count < MarkedUpNotes.depthLimit else { return false }
      var attributes: Set<[UInt8]> = []
      while true {
        let start = position
        takeBlanks()
        if take(UInt8(ascii: "/")) { return !open.isEmpty && take(UInt8(ascii: ">")) }
        if take(UInt8(ascii: ">")) {
          open.append(name)
          return true
        }
        guard position > start, let attribute = takeName(), attributes.insert(Array(attribute)).inserted,
          take(UInt8(ascii: "=")), takeValue()
        else { return false }
      }
    }

    private mutating func takeValue() -> Bool {
      let quote = byte
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
      position += 1
      while position < bytes.count, byte != quote {
        if byte == UInt8(ascii: "<") || !takeCharacter() { return false }
      }
      return take(quote)
    }

    /// One byte of text, or an entity.
    private mutating func takeCharacter() -> Bool {
      if byte == UInt8(ascii: "&") {
        let rest = bytes[position...]
        for entity in ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"] where rest.starts(with: entity.utf8) {
          position += entity.utf8.count
          return true
        }
        return false
      }
      guard byte != UInt8(ascii: ">"), byte >= 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D else {
        return false
      }
      position += 1
      return true
    }

    /// A name without a prefix.
    private mutating func takeName() -> ArraySlice<UInt8>? {
      let start = position
      while position < bytes.count, byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 {
        position += 1
      }
      guard position > start, bytes[start] >= 0x41 else { return nil }
      return bytes[start..<position]
    }

    private mutating func takeBlanks() {
      while byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
      guard byte == wanted else { return false }
      position += 1
      return true
    }
  }
}
