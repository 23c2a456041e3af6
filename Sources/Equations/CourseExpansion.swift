import Diagnostics
import Formulas
import Networks

/// Writes out calls of functions that use `delay` or `rateOf`: these need formulas, not only values, as arguments.
struct CourseExpansion {
  /// How many parts a formula may have when its calls are written out.
  static let largestFormula = 100_000

  private let functions: [String: FunctionDefinition]
  /// The functions that use `delay` or `rateOf`, also through others.
  private let ofCourse: Set<String>

  init(functions: [FunctionDefinition]) {
    self.functions = Dictionary(functions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var found = Set(functions.filter { !$0.body.courseParts.isEmpty }.map(\.id))
    var isGrowing = !found.isEmpty
    while isGrowing {
      isGrowing = false
      for function in functions where !found.contains(function.id) {
        var callsOne = false
        function.body.forEachCall { name, _ in callsOne = callsOne || found.contains(name) }
        if callsOne {
          found.insert(function.id)
          isGrowing = true
        }
      }
    }
    ofCourse = found
  }

  /// The formula without calls of such functions.
  ///
  /// - Throws: when functions call each other in a circle, or the formula grows too large.
  func expanded(_ formula: Formula, _ place: SourcePlace?) throws -> Formula {
    guard !ofCourse.isEmpty else { return formula }
    var size = 0
    return try expanded(formula, place, depth: 0, size: &size)
  }

  private func expanded(
    _ formula: Formula, _ place: SourcePlace?, depth: Int, size: inout Int
  ) throws -> Formula {
    guard depth < FormulaTranslator.greatestDepth * 2 else {
      throw EquationError.nestedTooDeeply(FormulaTranslator.label(formula), place)
    }
    // Long chains nest on the left: go down that side without recursion.
    var pending: [Formula] = []
    var innermost = formula
    while case .apply(_, let operands) = innermost, let first = operands.first {
      pending.append(innermost)
      innermost = first
    }
    size += 1 + pending.count
    var result = innermost
    if case .call(let name, let arguments) = innermost {
      let operands = try arguments.map { try expanded($0, place, depth: depth + 1, size: &size) }
      result = try written(name, operands, place, depth: depth, size: &size) ?? innermost.with(operands: operands)
    }
    for formula in pending.reversed() {
      let others = try formula.operands.dropFirst().map { try expanded($0, place, depth: depth + 1, size: &size) }
      result = formula.with(operands: [result] + others)
    }
    return result
  }

  /// A call written out; nil for functions that need not be.
  private func written(
    _ name: String, _ operands: [Formula], _ place: SourcePlace?, depth: Int, size: inout Int
  ) throws -> Formula? {
    guard ofCourse.contains(name), let function = functions[name], function.arguments.count == operands.count else {
      return nil
    }
    guard size < CourseExpansion.largestFormula else { throw EquationError.tooLarge(function: name, place) }
    let bound = Dictionary(zip(function.arguments, operands), uniquingKeysWith: { first, _ in first })
    // A call counts eight levels, as in the translator.
    return try expanded(
      function.body.replacingSymbols { bound[$0] }, function.place ?? place, depth: depth + 8, size: &size)
  }
}

extension Formula {
  /// The outermost uses of `delay` and `rateOf`, from left to right; without recursion.
  var courseParts: [Formula] {
    var parts: [Formula] = []
    var pending = [self]
    while let formula = pending.popLast() {
      switch formula {
      case .number, .symbol, .time: break
      case .apply(.delay, _), .apply(.rateOf, _): parts.append(formula)
      case .apply(_, let operands), .call(_, let operands): pending += operands.reversed()
      }
    }
    return parts
  }
}

extension Formula {
  /// The names that the formula uses, each once, in the order of their first use; without recursion.
  var symbolsInOrder: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    var pending = [self]
    while let formula = pending.popLast() {
      switch formula {
      case .symbol(let name): if seen.insert(name).inserted { names.append(name) }
      case .apply(_, let operands), .call(_, let operands): pending += operands.reversed()
      case .number, .time: break
      }
    }
    return names
  }
}
