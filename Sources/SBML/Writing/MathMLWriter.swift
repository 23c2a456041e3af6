import Formulas

/// Writes formulas as the MathML that SBML Level 3 Version 2 allows.
struct MathMLWriter {
  /// What elements and functions are called in the document.
  var element: (String) -> String
  var function: (String) -> String

  private static let namespace = "http://www.w3.org/1998/Math/MathML"
  private static let symbols = "http://www.sbml.org/sbml/symbols/"

  /// A `math` element.
  ///
  /// - Throws: ``SBMLWritingError`` for what SBML cannot say.
  func write(_ formula: Formula, to xml: inout XMLText) throws {
    guard formula.depth <= Formula.depthLimit + 4 else { throw SBMLWritingError.tooDeep(limit: Formula.depthLimit) }
    try xml.element("math", ["xmlns": Self.namespace]) { try node(formula, &$0) }
  }

  /// A `math` element that defines a function.
  func write(_ body: Formula, arguments: [String], to xml: inout XMLText) throws {
    guard body.depth <= Formula.depthLimit + 4 else { throw SBMLWritingError.tooDeep(limit: Formula.depthLimit) }
    try xml.element("math", ["xmlns": Self.namespace]) { xml in
      try xml.element("lambda") { xml in
        for argument in arguments { xml.element("bvar") { $0.element("ci", text: argument) } }
        try node(body, &xml)
      }
    }
  }

  private func node(_ formula: Formula, _ xml: inout XMLText) throws {
    switch formula {
    case .number(let value): number(value, &xml)
    case .symbol(let name): xml.element("ci", text: element(name))
    case .time: symbol("time", &xml)
    case .call(let name, let arguments):
      try xml.element("apply") { xml in
        xml.element("ci", text: function(name))
        for argument in arguments { try node(argument, &xml) }
      }
    case .apply(.true, _): xml.element("true")
    case .apply(.false, _): xml.element("false")
    case .apply(.piecewise, let operands): try piecewise(operands, &xml)
    case .apply(let symbol, let operands): try apply(symbol, operands, &xml)
    }
  }

  private func number(_ value: Double, _ xml: inout XMLText) {
    if value.isNaN {
      xml.element("notanumber")
    } else if value == .infinity {
      xml.element("infinity")
    } else if value == -.infinity {
      xml.element("apply") {
        $0.element("minus")
        $0.element("infinity")
      }
    } else if value == Double.pi {
      xml.element("pi")
    } else if value == Self.exponentiale {
      xml.element("exponentiale")
    } else if value == BuiltIn.avogadro {
      symbol("avogadro", &xml)
    } else {
      xml.element("cn", text: value.xmlText)
    }
  }

  private static let exponentiale = 2.718281828459045

  private func symbol(_ name: String, _ xml: inout XMLText) {
    xml.element("csymbol", ["encoding": "text", "definitionURL": Self.symbols + name], text: name)
  }

  private func piecewise(_ operands: [Formula], _ xml: inout XMLText) throws {
    try xml.element("piecewise") { xml in
      for index in stride(from: 0, to: operands.count - 1, by: 2) {
        try xml.element("piece") { xml in
          try node(operands[index], &xml)
          try node(operands[index + 1], &xml)
        }
      }
      if operands.count % 2 == 1 { try xml.element("otherwise") { try node(operands[operands.count - 1], &$0) } }
    }
  }

  private func apply(_ operation: Operator, _ operands: [Formula], _ xml: inout XMLText) throws {
    if operation == .rateOf {
      guard case .symbol? = operands.first else {
        throw SBMLWritingError.rateOfExpression(operands.first?.description ?? "")
      }
    }
    try xml.element("apply") { xml in
      switch operation {
      case .delay: symbol("delay", &xml)
      case .rateOf: symbol("rateOf", &xml)
      default: xml.element(Self.elements[operation] ?? operation.rawValue)
      }
      if operation == .log10 { xml.element("logbase") { $0.element("cn", text: "10") } }
      for operand in operands { try node(operand, &xml) }
    }
  }

  /// Elements that are named otherwise than the operator.
  private static let elements: [Operator: String] = [
    .add: "plus", .subtract: "minus", .negate: "minus", .multiply: "times", .divide: "divide", .power: "power",
    .log10: "log", .sqrt: "root", .ceil: "ceiling", .asin: "arcsin", .acos: "arccos", .atan: "arctan",
    .asinh: "arcsinh", .acosh: "arccosh", .atanh: "arctanh", .less: "lt", .lessOrEqual: "leq", .greater: "gt",
    .greaterOrEqual: "geq", .equal: "eq", .notEqual: "neq", .and: "and", .or: "or", .not: "not",
  ]
}
