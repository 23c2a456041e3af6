import Diagnostics

/// The line `<?xml version="1.0" encoding="…"?>` that a text may begin with.
enum XMLDeclaration {
  /// Beginnings of names of encodings in which the characters of XML's own syntax are those of ASCII.
  private static let readable = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-", "latin1", "windows-125"]

  /// In another encoding the library would see another text than the scan for what the library cannot bear.
  ///
  /// - Throws: ``SBMLError`` for another encoding.
  static func check(_ text: SourceText) throws(SBMLError) {
    let start = text.text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard start.hasPrefix("<?xml"), let end = start.firstRange(of: "?>"),
      let name = start[..<end.lowerBound].firstRange(of: "encoding")
    else { return }
    let value = start[name.upperBound..<end.lowerBound].drop { $0.isWhitespace || $0 == "=" }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return }
    let encoding = value.dropFirst().prefix { $0 != quote }
    if !readable.contains(where: encoding.lowercased().hasPrefix) {
      throw SBMLError(
        "the text says that it is written in the encoding \"\(encoding)\"", at: text.place(line: 1, column: 1),
        in: text,
        hint: "save it in UTF-8 and write encoding=\"UTF-8\"")
    }
  }
}
