package import Diagnostics
package import Formulas

/// All that a set of texts defines: modules, functions and units that every module sees, and the texts themselves,
/// for the messages.
package struct Library: Sendable {
  package struct UnitDefinition: Sendable {
    package var name: Reference
    package var expression: UnitExpression

    package init(name: Reference, expression: UnitExpression) {
      self.name = name
      self.expression = expression
    }
  }

  package var modules: [String: Module] = [:]
  package var functions: [FunctionDefinition] = []
  /// Names and calls in the functions' bodies, by function.
  package var functionUses: [String: [SymbolUse]] = [:]
  package var units: [UnitDefinition] = []
  /// What is said of modules and functions outside any module.
  package var annotations: [Annotation] = []
  package var texts: [String: SourceText] = [:]

  package init() {}
}
