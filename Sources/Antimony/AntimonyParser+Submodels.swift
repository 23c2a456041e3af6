import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// `(argument, …), timeconv = 60, extentconv = f`, after the submodel's name and its model's.
  mutating func readSubmodel(_ name: Reference?, module: Reference, in compartment: Reference?) throws {
    if let name, name.name.contains(".") {
      throw failure(.unsupported("submodels added to a submodel"), at: name.place)
    }
    try cursor.expect(.leftParenthesis, "\"(\"")
    var submodel = SubmodelStatement(name: name, module: module, arguments: [])
    skipNewlines()
    if cursor.kind != .rightParenthesis {
      repeat {
        skipNewlines()
        submodel.arguments.append(try readArgument())
        skipNewlines()
      } while cursor.accept(.comma)
    }
    try cursor.expect(.rightParenthesis, "\",\" or \")\"")
    while cursor.accept(.comma) {
      let word = try cursor.expect(.identifier, "\"timeconv\" or \"extentconv\"")
      let option = cursor.text.text(of: word)
      guard option == "timeconv" || option == "extentconv" else {
        throw failure(
          .unknownOption(option, of: "a submodel"), at: cursor.text.place(of: word),
          hint: "a submodel has timeconv and extentconv")
      }
      try cursor.expect(.assign, "\"=\"")
      let factor = try readArgument()
      if option == "timeconv" { submodel.timeFactor = factor } else { submodel.extentFactor = factor }
    }
    submodel.compartment = try readPlace() ?? compartment
    statements.append(.submodel(submodel))
    try endStatement()
  }

  private mutating func readArgument() throws -> Statement.Argument {
    cursor.kind == .identifier ? .reference(try readReference()) : .value(try readExpression())
  }
}
