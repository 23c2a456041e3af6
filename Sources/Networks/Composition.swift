import Diagnostics
import Formulas

extension Library {
  /// Composes the module of this name with all its submodels into one flat, checked network.
  ///
  /// Elements of submodels are called `submodel.element`; where a synonym joined several, the name nearest to the top
  /// stands and the others are in ``Network/synonyms``. Functions are kept as functions.
  ///
  /// - Throws: ``NetworkError`` with every problem found.
  /// - Complexity: linear in the size of the composed model.
  package func compose(_ name: String) throws -> Network {
    guard let module = modules[name] else {
      throw NetworkError(.unknownModule(name), hint: NearestName.hint(name, among: modules.keys))
    }
    var composer = Composer(self)
    for function in functions {
      for use in functionUses[function.id] ?? [] {
        if use.argumentCount != nil {
          composer.checkCall(use)
        } else if !function.arguments.contains(use.name) {
          composer.report(
            .unknownName(use.name), at: use.place,
            hint: "a function sees only its arguments: \(function.arguments.joined(separator: ", "))")
        }
      }
    }
    _ = try composer.compose(module)
    var network = composer.emit()
    if !composer.findings.errors.isEmpty { throw NetworkError(composer.findings.errors) }
    try network.validate(texts: texts)
    return network
  }
}
