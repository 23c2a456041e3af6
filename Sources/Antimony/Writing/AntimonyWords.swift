import Formulas

/// Names that a written model cannot use because the language gives them a meaning.
enum AntimonyWords {
  static let all: Set<String> =
    AntimonyParser.reserved.union(BuiltIn.functionNames).union(BuiltIn.unsupported).union(others)

  /// Words that others who read the language know, and the names of a model's own units.
  private static let others: Set<String> = [
    "after", "ext", "formula", "identity", "priority", "persistent", "fromTrigger", "t0", "maximize", "minimize",
    "assert", "constraint", "objective", "species", "DNA", "gene", "operator", "using", "model", "module", "from",
    "time_unit", "substance_unit", "volume_unit", "extent_unit", "area_unit", "length_unit", "xor", "implies", "log2",
    "ln", "log10", "sqr", "arccot", "arcsec", "arccsc", "hasUnit", "e", "E", "PI", "Pi", "NaN", "NAN", "Inf", "INF",
  ]
}
