import Antimony
import Diagnostics
import Formulas
import Networks

/// The numbers that Antimony files state: constants by their names, and numbers without a name inside formulas.
struct ModelNumbers {
  /// A constant, an input's value before any change, or a number that a variable starts from.
  struct Constant {
    /// The name in the composed model, and every other name that composition joined to it.
    var names: [String]
    var value: Double
    /// Whether nothing ever changes it.
    var isConstant: Bool
    var place: SourcePlace
  }

  /// A number in a formula.
  struct Literal: Hashable {
    var value: Double
    var place: SourcePlace
  }

  private(set) var constants: [Constant] = []
  private(set) var literals: Set<Literal> = []
  /// Files that were read, as the reader names them.
  private(set) var files: Set<String> = []

  /// Adds what a model and its imports state.
  ///
  /// - Parameter prefix: stands before every name, `hpa_switch.`.
  /// - Throws: what is wrong with the texts.
  mutating func add(path: String, prefix: String) throws {
    let (library, main) = try AntimonyReader.library(path: path)
    files.formUnion(library.texts.keys)
    addConstants(of: try library.compose(main), prefix: prefix)
    for module in library.modules.values {
      for statement in module.statements { for expression in statement.expressions { add(expression) } }
    }
    for function in library.functions {
      if let place = function.place { add(function.body, at: place) }
    }
  }

  private mutating func addConstants(of network: Network, prefix: String) {
    var computed = Set(network.initialAssignments.map(\.target))
    var changing: Set<String> = []
    for rule in network.rules {
      switch rule.kind {
      case .assignment(let name): computed.insert(name)
      case .rate(let name): changing.insert(name)
      case .algebraic: break
      }
    }
    var aliases: [String: [String]] = [:]
    for (alias, name) in network.synonyms { aliases[name, default: []].append(alias) }
    func add(_ id: String, _ value: Double?, isConstant: Bool, at place: SourcePlace?) {
      guard let value, let place, !computed.contains(id) else { return }
      constants.append(
        Constant(
          names: ([id] + (aliases[id] ?? []).sorted()).map { prefix + $0 }, value: value,
          isConstant: isConstant && !changing.contains(id), place: place))
    }
    for parameter in network.parameters {
      add(parameter.id, parameter.value, isConstant: parameter.isConstant, at: parameter.place)
    }
    for compartment in network.compartments {
      add(compartment.id, compartment.size, isConstant: compartment.isConstant, at: compartment.place)
    }
    for species in network.species {
      switch species.initial {
      case .amount(let value), .concentration(let value):
        add(species.id, value, isConstant: species.isConstant, at: species.place)
      case nil: break
      }
    }
  }

  private mutating func add(_ expression: Expression) { add(expression.formula, at: expression.place) }

  private mutating func add(_ formula: Formula, at place: SourcePlace) {
    if case .number(let value) = formula { literals.insert(Literal(value: value, place: place)) }
    for operand in formula.operands { add(operand, at: place) }
  }
}

extension Statement {
  /// The formulas of a statement in which numbers have no name: a value at the start that is a number alone has one.
  fileprivate var expressions: [Expression] {
    switch self {
    case .initial(_, let expression): expression.formula.isNumber ? [] : [expression]
    case .assign(_, let expression), .rate(_, let expression), .algebraic(_, let expression): [expression]
    case .react(let reaction): [reaction.law].compactMap(\.self)
    case .event(let event):
      [event.trigger, event.delay, event.priority].compactMap(\.self) + event.assignments.map(\.expression)
    case .submodel(let submodel):
      (submodel.arguments + [submodel.timeFactor, submodel.extentFactor].compactMap(\.self)).compactMap { argument in
        if case .value(let expression) = argument { expression } else { nil }
      }
    case .declare, .locate, .clear, .interact, .synonym, .convert, .delete, .defineUnit, .measure, .modelUnit,
      .annotate:
      []
    }
  }
}

extension Formula {
  /// A number alone, with or without a sign.
  fileprivate var isNumber: Bool {
    switch self {
    case .number: true
    case .apply(.negate, let operands): operands.allSatisfy(\.isNumber)
    default: false
    }
  }
}
