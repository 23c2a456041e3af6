/// Text from protocols and models made safe for a terminal.
package enum PlainText {
  /// One line: control characters, which could move the cursor or change colours, become spaces.
  package static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          let isDirectionOrLine = (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          return isControl || isDirectionOrLine ? " " : scalar
        }))
  }
}
