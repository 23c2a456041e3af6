import Formulas
package import Networks

/// Writes networks in Antimony, one flat model.
///
/// Names that are words of the language, and dotted ones, are written so that they can be read back. Stoichiometries
/// that are formulas get a name and an assignment. The text depends on the network only.
package enum AntimonyWriter {
  /// The network as Antimony text, and what the language has no room for.
  ///
  /// - Throws: ``AntimonyWritingError`` for a construct that has no exact form.
  /// - Complexity: O(size of the network).
  package static func write(_ network: Network) throws -> WrittenModel {
    var writer = try ModelTextWriter(network)
    return try writer.write()
  }
}

/// One model while it is written. Its parts are in the other files of this folder.
struct ModelTextWriter {
  let network: Network
  var names: FlatNames
  var units: UnitNames
  var losses: [String] = []
  /// Lines of the section being written, and those of all finished sections.
  private var lines: [String] = []
  private var sections: [String] = []
  /// Names made for stoichiometries that are formulas, by reaction and participant.
  var stoichiometries: [(id: String, formula: Formula, isConstant: Bool)] = []
  /// What initial assignments set.
  let assigned: Set<String>
  /// What assignment rules set.
  let ruled: Set<String>

  init(_ network: Network) throws {
    if let fast = network.reactions.first(where: \.isFast) {
      throw AntimonyWritingError.fastReaction(fast.id, fast.place)
    }
    self.network = network
    names = FlatNames(of: network, reserved: AntimonyWords.all)
    units = UnitNames(of: network, names: &names)
    assigned = Set(network.initialAssignments.map(\.target))
    ruled = Set(
      network.rules.compactMap { if case .assignment(let target) = $0.kind { target } else { nil } })
  }

  mutating func write() throws -> WrittenModel {
    var text = ""
    for function in network.functions { text += try definition(of: function) + "\n" }
    let name = names.fresh(network.name.isEmpty ? "model_" : network.name)
    // Units are found while the quantities are written, and stand above them.
    try writeQuantities()
    let quantities = sections
    sections = []
    writeUnits()
    sections += quantities
    try writeReactions()
    try writeRules()
    try writeEvents()
    writeAnnotations()
    text += "model *\(name)()\n" + sections.joined(separator: "\n") + "end\n"
    for (old, new) in names.changed { losses.append("\"\(old)\" is called \"\(new)\"") }
    if !network.synonyms.isEmpty {
      losses.append("\(network.synonyms.count) further names of joined elements (each element keeps one)")
    }
    return WrittenModel(text: text, losses: losses, names: names.elements)
  }

  /// Writes one statement into the section at hand.
  mutating func line(_ text: String) { lines.append("  \(text);\n") }

  /// Ends the section at hand; it is left out when nothing is in it.
  mutating func endSection(_ title: String) {
    if !lines.isEmpty { sections.append("  // \(title)\n" + lines.joined()) }
    lines = []
  }

  private func definition(of function: FunctionDefinition) throws -> String {
    let arguments = names.arguments(of: function)
    let list = function.arguments.map { arguments[$0] ?? $0 }.joined(separator: ", ")
    return "function \(names.function(function.id))(\(list))\n  \(try text(of: function.body, arguments))\nend\n"
  }

  /// A formula with the names of this text.
  func text(of formula: Formula, _ local: [String: String] = [:]) throws -> String {
    try renamed(formula, local).description
  }

  private func renamed(_ formula: Formula, _ local: [String: String]) throws -> Formula {
    switch formula {
    case .number, .time: return formula
    case .symbol(let name): return .symbol(local[name] ?? names.element(name))
    case .call(let name, let operands):
      return .call(names.function(name), try operands.map { try renamed($0, local) })
    case .apply(let symbol, let operands):
      if symbol == .rateOf {
        guard case .symbol? = operands.first else {
          throw AntimonyWritingError.rateOfExpression(operands.first?.description ?? "")
        }
      }
      let operands = try operands.map { try renamed($0, local) }
      // The antimony library knows only these names of the inverse hyperbolic functions inside functions.
      return Self.arcNames[symbol].map { .call($0, operands) } ?? .apply(symbol, operands)
    }
  }

  private static let arcNames: [Operator: String] = [.asinh: "arcsinh", .acosh: "arccosh", .atanh: "arctanh"]
}
