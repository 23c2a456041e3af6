extension Double {
  /// The shortest decimal that reads back as the same bits, as XML Schema writes doubles.
  var xmlText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-INF" : "INF" }
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
