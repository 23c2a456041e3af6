import Formulas

/// Names that a written model cannot use because the language gives them a meaning.
enum AntimonyWords {
  static let all: Set<String> =
    AntimonyParser.reserved.union(BuiltIn.functionNames).union(BuiltIn.unsupported).union(others)

  /// Further words of the antimony library (3.3), and the names of a model's own units.
  private static let others: Set<String> = [
    "after", "ext", "formula", "constraint", "xor", "implies", "True", "TRUE", "False", "FALSE", "NaN", "NAN", "INF",
    "time_unit", "substance_unit", "volume_unit", "extent_unit", "area_unit", "length_unit",
  ]
}
