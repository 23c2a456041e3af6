import Diagnostics

/// What a text in XML holds as far as it must be known before libSBML sees it: how deep it nests, which packages it
/// requires, and which other files it names.
///
/// The scan does not check the text: libSBML reports what is malformed. It follows tags, comments, character data and
/// processing instructions, and refuses document type declarations, whose entities can grow without bound.
struct XMLScan {
  /// Elements may be nested this deep; libSBML follows them by recursion.
  static let depthLimit = 1000
  /// A formula in an attribute (level 1) may have this many characters and open parentheses this deep.
  static let formulaLimit = 100_000
  static let parenthesisLimit = 256

  struct Tag {
    var name: String
    var attributes: [(name: String, value: String)]
    var isClosed: Bool
    var offset: Int

    func attribute(_ local: String) -> String? {
      attributes.first { $0.name == local || $0.name.hasSuffix(":" + local) }?.value
    }
    /// The name without its prefix.
    var local: Substring { name.split(separator: ":").last ?? "" }
  }

  /// A model or model definition of the text, as far as its size goes.
  struct Outline {
    var id: String
    /// Whether it is the text's own model rather than a definition for submodels.
    var isOwn: Bool
    /// Elements in it, those of its submodels not among them.
    var elementCount = 0
    /// Names of the models that its submodels are made from.
    var submodels: [String] = []
  }

  /// A model that another file defines.
  struct External {
    var id: String
    var source: String
    /// The model there; nil: the file's own.
    var model: String?
    var place: SourcePlace
  }

  private(set) var root: Tag?
  private(set) var models: [Outline] = []
  /// Whether objectives of a flux balance are listed.
  private(set) var hasObjectives = false
  private(set) var externals: [External] = []
  /// The model that each open element belongs to, by its position in ``models`` and the depth of its own element.
  private var open: [(model: Int, depth: Int)] = []

  private let text: SourceText
  private let bytes: [UInt8]

  /// - Throws: ``SBMLError`` for a text that nests too deeply or declares a document type.
  /// - Complexity: O(length of the text).
  init(_ text: SourceText) throws(SBMLError) {
    self.text = text
    bytes = Array(text.text.utf8)
    try scan()
  }

  private mutating func scan() throws(SBMLError) {
    var depth = 0
    var position = 0
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      guard position < bytes.count else { return }
      switch bytes[position] {
      case UInt8(ascii: "!"):
        if starts("!--", at: position) {
          position = end(of: "-->", from: position + 3)
        } else if starts("![CDATA[", at: position) {
          position = end(of: "]]>", from: position + 8)
        } else {
          throw SBMLError(
            "the text declares a document type, which is not read", at: place(start), in: text,
            hint: "remove <!DOCTYPE …>: SBML needs none")
        }
      case UInt8(ascii: "?"): position = end(of: "?>", from: position + 1)
      case UInt8(ascii: "/"):
        depth -= 1
        if let last = open.last, last.depth > depth { open.removeLast() }
        position = end(of: ">", from: position)
      default:
        let tag = try readTag(start, &position)
        if root == nil { root = tag }
        if !tag.isClosed { depth += 1 }
        try note(tag, depth: depth)
        if depth > Self.depthLimit {
          throw SBMLError(
            "elements are nested more than \(Self.depthLimit) levels deep", at: place(start), in: text)
        }
      }
    }
  }

  private mutating func note(_ tag: Tag, depth: Int) throws(SBMLError) {
    if let last = open.last { models[last.model].elementCount += 1 }
    switch tag.local {
    case "model" where !tag.isClosed, "modelDefinition" where !tag.isClosed:
      open.append((models.count, depth))
      models.append(Outline(id: tag.attribute("id") ?? "", isOwn: tag.local == "model"))
    case "submodel":
      if let last = open.last, let name = tag.attribute("modelRef") { models[last.model].submodels.append(name) }
    case "externalModelDefinition":
      if let source = tag.attribute("source") {
        externals.append(
          External(
            id: tag.attribute("id") ?? "", source: source, model: tag.attribute("modelRef"), place: place(tag.offset)))
      }
    case "objective": hasObjectives = true
    default: break
    }
    guard let formula = tag.attribute("formula") else { return }
    var depth = 0
    var deepest = 0
    for byte in formula.utf8 {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      deepest = max(deepest, depth)
    }
    if formula.utf8.count > Self.formulaLimit || deepest > Self.parenthesisLimit {
      throw SBMLError("the formula is too long or nested too deeply", at: place(tag.offset), in: text)
    }
  }

  /// Reads a start tag, leaving `position` after its end.
  private func readTag(_ start: Int, _ position: inout Int) throws(SBMLError) -> Tag {
    let name = word(&position)
    var tag = Tag(name: name, attributes: [], isClosed: false, offset: start)
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ">"):
        position += 1
        return tag
      case UInt8(ascii: "/"):
        tag.isClosed = true
        position += 1
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D, UInt8(ascii: "="): position += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[position]
        let first = position + 1
        let last = bytes[min(first, bytes.count)...].firstIndex(of: quote) ?? bytes.count
        if let end = tag.attributes.indices.last, tag.attributes[end].value.isEmpty {
          tag.attributes[end].value = String(decoding: bytes[first..<last], as: UTF8.self)
        }
        position = min(last + 1, bytes.count)
        tag.isClosed = false
      default:
        tag.isClosed = false
        tag.attributes.append((word(&position), ""))
      }
    }
    return tag
  }

  private func word(_ position: inout Int) -> String {
    let first = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D, UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "/"),
        UInt8(ascii: "\""), UInt8(ascii: "'"):
        if position == first { position += 1 }
        return String(decoding: bytes[first..<position], as: UTF8.self)
      default: position += 1
      }
    }
    return String(decoding: bytes[first...], as: UTF8.self)
  }

  private func starts(_ word: String, at position: Int) -> Bool { bytes[position...].starts(with: word.utf8) }

  /// The position after the next `word`.
  private func end(of word: String, from start: Int) -> Int {
    guard let first = word.utf8.first else { return start }
    var position = min(start, bytes.count)
    while let found = bytes[position...].firstIndex(of: first) {
      if starts(word, at: found) { return found + word.utf8.count }
      position = found + 1
    }
    return bytes.count
  }

  /// Position of the text's own model.
  var ownModel: Int? { models.firstIndex(where: \.isOwn) }

  /// The line and column of a byte.
  func place(_ offset: Int) -> SourcePlace {
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return text.place(line: line, column: String(decoding: bytes[start..<offset], as: UTF8.self).count + 1)
  }
}
