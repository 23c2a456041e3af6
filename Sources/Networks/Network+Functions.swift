package import Diagnostics
import Formulas

extension Network {
  /// Replaces every call of a function by its body, and drops the functions.
  ///
  /// `Equations` shares what calls have in common and needs no inlining; written out, functions of functions can grow
  /// exponentially, and beyond a million operators this gives up.
  ///
  /// - Throws: ``NetworkError`` for functions that call each other in a circle, or a formula that grows beyond bounds.
  package mutating func inlineFunctions(texts: [String: SourceText] = [:]) throws {
    guard !functions.isEmpty else { return }
    var inliner = try FunctionInliner(functions, texts: texts)
    for index in rules.indices {
      rules[index].formula = try inliner.inline(rules[index].formula, at: rules[index].place)
    }
    for index in reactions.indices {
      reactions[index].law = try inliner.inline(reactions[index].law, at: reactions[index].place)
    }
    for index in initialAssignments.indices {
      initialAssignments[index].formula = try inliner.inline(
        initialAssignments[index].formula, at: initialAssignments[index].place)
    }
    var folded: [InitialAssignment] = []
    for assignment in initialAssignments {
      guard let value = assignment.formula.constantValue, setNumber(value, of: assignment.target) else {
        folded.append(assignment)
        continue
      }
    }
    initialAssignments = folded
    functions = []
  }

  /// Gives an element a plain value at the start; false when there is no such element.
  private mutating func setNumber(_ value: Double, of id: String) -> Bool {
    if let index = parameters.firstIndex(where: { $0.id == id }) {
      parameters[index].value = value
    } else if let index = compartments.firstIndex(where: { $0.id == id }) {
      compartments[index].size = value
    } else if let index = species.firstIndex(where: { $0.id == id }) {
      species[index].initial = species[index].hasOnlySubstanceUnits ? .amount(value) : .concentration(value)
    } else {
      return false
    }
    return true
  }
}

/// Replaces calls by bodies; bodies are inlined once each, in dependency order.
private struct FunctionInliner {
  /// A formula may grow to this many operators, so that functions of functions cannot exhaust the memory.
  static let sizeLimit = 1_000_000

  private var definitions: [String: FunctionDefinition] = [:]
  private var finished: [String: (body: Formula, size: Int, depth: Int)] = [:]
  private var inProgress: [String] = []
  private let texts: [String: SourceText]

  init(_ functions: [FunctionDefinition], texts: [String: SourceText]) throws {
    self.texts = texts
    for function in functions {
      if let first = definitions.updateValue(function, forKey: function.id) {
        throw Self.error(.duplicate(function.id, firstLine: first.place?.line), at: function.place, texts)
      }
    }
    for function in functions { _ = try finish(function.id, at: function.place) }
  }

  private static func error(_ problem: NetworkProblem, at place: SourcePlace?, _ texts: [String: SourceText])
    -> NetworkError
  {
    NetworkError(problem, at: place, in: place.flatMap { texts[$0.file] })
  }

  private mutating func finish(_ name: String, at place: SourcePlace?) throws -> (body: Formula, size: Int, depth: Int)
  {
    if let known = finished[name] { return known }
    guard let function = definitions[name] else { throw Self.error(.unknownFunction(name), at: place, texts) }
    if let first = inProgress.firstIndex(of: name) {
      throw Self.error(.recursiveFunction(Array(inProgress[first...]) + [name]), at: function.place, texts)
    }
    if inProgress.count >= Formula.depthLimit {
      throw Self.error(.tooDeep(limit: Formula.depthLimit), at: function.place, texts)
    }
    inProgress.append(name)
    let body = try inline(function.body, at: function.place)
    inProgress.removeLast()
    let result = (body, body.size, body.depth)
    finished[name] = result
    return result
  }

  /// The formula without calls.
  mutating func inline(_ formula: Formula, at place: SourcePlace?) throws -> Formula {
    var size = 0
    let result = try inline(formula, at: place, depth: 0, size: &size)
    return result
  }

  private mutating func inline(_ formula: Formula, at place: SourcePlace?, depth: Int, size: inout Int) throws
    -> Formula
  {
    size += 1
    switch formula {
    case .number, .symbol, .time: return formula
    case .apply(let symbol, let operands):
      var parts: [Formula] = []
      for operand in operands { parts.append(try inline(operand, at: place, depth: depth + 1, size: &size)) }
      return .apply(symbol, parts)
    case .call(let name, let arguments):
      let function = try finish(name, at: place)
      guard let parameters = definitions[name]?.arguments, parameters.count == arguments.count else {
        throw Self.error(
          .wrongArgumentCount(
            function: name, expected: definitions[name]?.arguments.count ?? 0, given: arguments.count), at: place, texts
        )
      }
      var values: [String: Formula] = [:]
      var widest = 1
      for (parameter, argument) in zip(parameters, arguments) {
        let value = try inline(argument, at: place, depth: depth + 1, size: &size)
        widest = max(widest, value.size)
        values[parameter] = value
        if depth + function.depth + value.depth > Formula.depthLimit {
          throw NetworkError(
            .incompatible(
              "with its functions written out, the formula is nested more than \(Formula.depthLimit) levels deep"),
            at: place, in: place.flatMap { texts[$0.file] })
        }
      }
      let (grown, overflows) = function.size.multipliedReportingOverflow(by: widest)
      size += overflows ? Self.sizeLimit : grown
      if size > Self.sizeLimit || depth + function.depth > Formula.depthLimit {
        throw NetworkError(
          .incompatible("with its functions written out, the formula is too large"), at: place,
          in: place.flatMap { texts[$0.file] })
      }
      return function.body.replacingSymbols { values[$0] }
    }
  }
}
