/// The words of the language that are neither names nor units.
enum Keyword {
  static let all: Set<String> = [
    "on", "day", "days", "once", "twice", "three", "times", "daily", "weekly", "every", "x", "for", "until", "from",
    "then", "over", "at", "and",
  ]
  /// Those that may start the times of a treatment.
  static let starts = ["on", "daily", "weekly", "twice", "every", "once"]
}
