import Diagnostics
import Formulas

/// A product of numbers and parameters above a line and below it.
struct FactorProduct {
  enum Factor: Equatable {
    case number(Double)
    /// An element, before any joining.
    case element(Int)
  }

  private(set) var above: [Factor] = []
  private(set) var below: [Factor] = []

  init(_ factor: Factor? = nil) {
    if let factor { above = [factor] }
  }

  var isOne: Bool { above.isEmpty && below.isEmpty }
  var count: Int { above.count + below.count }

  var inverse: FactorProduct {
    var product = self
    swap(&product.above, &product.below)
    return product
  }

  static func * (a: FactorProduct, b: FactorProduct) -> FactorProduct {
    var product = a
    for factor in b.above {
      if let index = product.below.firstIndex(of: factor) {
        product.below.remove(at: index)
      } else {
        product.above.append(factor)
      }
    }
    for factor in b.below {
      if let index = product.above.firstIndex(of: factor) {
        product.above.remove(at: index)
      } else {
        product.below.append(factor)
      }
    }
    return product
  }

  static func / (a: FactorProduct, b: FactorProduct) -> FactorProduct { a * b.inverse }
}

extension Composer {
  /// What an element's value is multiplied by to give that of the element that stands for it.
  func scaleToRoot(_ index: Int) -> FactorProduct {
    var (index, product) = (index, FactorProduct())
    while links[index] != index {
      if let scale = scales[index] { product = product * scale }
      index = links[index]
    }
    return product
  }

  /// What the network's quantity is multiplied by to give the value of this element in its own units.
  func conversion(of index: Int) -> FactorProduct {
    guard !scales.isEmpty else { return FactorProduct() }
    return scaleToRoot(named[root(index)]) / scaleToRoot(index)
  }

  /// What the network's rate of a reaction is multiplied by to give what a formula of `scope` means by it: there, the
  /// submodel's own units of time and extent count, unless the reaction is one of the outer model's.
  func rateConversion(of index: Int, in scope: Int) -> FactorProduct {
    var product = conversion(of: index)
    guard scopes[scope].parent != nil, let owner = elements[root(index)].reaction?.scope else { return product }
    let common = commonScope(owner, scope)
    product = product * scopes[common].time / scopes[common].extent
    return product
  }

  /// The innermost scope that holds both.
  private func commonScope(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    while first != second {
      if scopes[first].depth >= scopes[second].depth {
        first = scopes[first].parent ?? 0
      } else {
        second = scopes[second].parent ?? 0
      }
    }
    return first
  }

  /// The formula multiplied by a product of factors.
  func scaled(_ formula: Formula, by product: FactorProduct) -> Formula {
    if product.isOne { return formula }
    func formulas(_ factors: [FactorProduct.Factor]) -> [Formula] {
      factors.map { factor in
        switch factor {
        case .number(let value): .number(value)
        case .element(let index): scaled(.symbol(finalName(index)), by: conversion(of: index))
        }
      }
    }
    var result = formula
    let above = formulas(product.above)
    let below = formulas(product.below)
    if !above.isEmpty {
      if case .apply(.multiply, let operands) = result {
        result = .apply(.multiply, operands + above)
      } else {
        result = .apply(.multiply, [result] + above)
      }
    }
    if let first = below.first {
      result = .apply(.divide, [result, below.count == 1 ? first : .apply(.multiply, below)])
    }
    return result
  }

  /// A conversion factor as written: a number, or the name of a constant.
  mutating func factor(_ argument: Statement.Argument?, in scope: Int) -> FactorProduct {
    switch argument {
    case nil: return FactorProduct()
    case .reference(let reference): return factor(reference, in: scope)
    case .value(let expression):
      guard let value = expression.formula.constantValue, value.isFinite, value != 0 else {
        report(.badFactor, at: expression.place)
        return FactorProduct()
      }
      return value == 1 ? FactorProduct() : FactorProduct(.number(value))
    }
  }

  mutating func factor(_ reference: Reference, in scope: Int) -> FactorProduct {
    guard let index = ownTarget(reference, in: scope) else { return FactorProduct() }
    factorUses.append((index, reference))
    return FactorProduct(.element(index))
  }

  /// `species.conversionFactor = factor`, or the same for all species of the model.
  mutating func convert(_ species: Reference?, _ factor: Reference, in scope: Int) {
    guard let parameter = ownTarget(factor, in: scope) else { return }
    factorUses.append((parameter, factor))
    guard let species else {
      scopes[scope].conversionFactor = parameter
      return
    }
    guard let index = target(species, in: scope), setKind(index, .species, species) else { return }
    elements[index].conversionFactor = parameter
  }

  /// Reports conversion factors that are unknown or that change in time.
  mutating func checkFactors(changedByEvents: Set<Int>) {
    for (index, reference) in factorUses {
      let element = elements[root(index)]
      guard element.isDefined else {
        report(.unknownName(reference.name), at: reference.place)
        continue
      }
      var isRuled = element.rate != nil
      if case .assignment = element.value { isRuled = true }
      if element.kind != nil {
        report(
          .wrongKind(reference.name, is: element.kind?.rawValue ?? "", needed: "parameter"), at: reference.place)
      } else if isRuled || changedByEvents.contains(root(index)) {
        report(.variableFactor(reference.name), at: reference.place)
      }
    }
  }
}
