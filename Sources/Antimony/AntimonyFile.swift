import Diagnostics
import Formulas
import Networks

/// What one file says, before its imports are looked up.
struct AntimonyFile {
  struct Import {
    var path: String
    var place: SourcePlace
  }

  var imports: [Import] = []
  /// In the order of the text.
  var modules: [Module] = []
  /// The module marked with `*`.
  var main: String?
  var functions: [FunctionDefinition] = []
  var functionUses: [String: [SymbolUse]] = [:]
  var units: [Library.UnitDefinition] = []
  struct NamedAnnotation {
    var reference: Reference
    var qualifier: String
    var resources: [String]
  }

  /// What is said outside any model of something that may be a model or a function.
  var annotations: [NamedAnnotation] = []
  /// Statements outside any model.
  var statements: [Statement] = []
  var firstStatement: SourcePlace?
}
