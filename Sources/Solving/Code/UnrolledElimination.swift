import Equations
import NativeCode

/// Factorisation and solution of a small system, step by step: the code names every slot.
struct UnrolledElimination {
  let plan: EliminationPlan
  let layout: LaneLayout
  /// An algebraic rule may say nothing for a while (a fast reaction that is turned off). Its pivot is zero then, and so
  /// is its reciprocal: what it determines stays as it is.
  let mayBeSingular: Bool

  static let stepsPerFunction = 500

  func emitFactorisation(into program: inout KernelProgram) -> [Int] {
    Self.split(plan.factor).enumerated().map { index, steps in
      program.function("factorise\(index)") { b in
        var cached = CachedSlots(array: layout.factors)
        let one = b.constant(1)
        for step in steps {
          switch step {
          case .invert(let slot):
            let pivot = cached.load(slot, &b)
            let inverse = b.divide(one, pivot)
            guard mayBeSingular else {
              cached.set(slot, inverse)
              continue
            }
            let zero = b.constant(0)
            cached.set(slot, b.select(b.compare(.equal, pivot, zero), zero, inverse))
          case .scale(let slot, let by):
            let value = cached.load(slot, &b)
            let factor = cached.load(by, &b)
            cached.set(slot, b.multiply(value, factor))
          case .update(let slot, let left, let right):
            let l = cached.load(left, &b)
            let negative = b.negate(l)
            let r = cached.load(right, &b)
            let value = cached.load(slot, &b)
            cached.set(slot, b.fma(negative, r, value))
          }
        }
        cached.flush(&b)
      }
    }
  }

  /// - Parameter mayBeSingular: a row without a pivot must have nothing left to solve; otherwise the result is no number.
  func emitSolution(into program: inout KernelProgram) -> [Int] {
    Self.split(plan.solve).enumerated().map { index, steps in
      program.function("solve\(index)") { b in
        var vector = CachedSlots(array: layout.rightSide)
        for step in steps {
          switch step {
          case .subtract(let row, let slot, let column):
            let factor = b.load(layout.factors[slot])
            let negative = b.negate(factor)
            let x = vector.load(column, &b)
            let value = vector.load(row, &b)
            vector.set(row, b.fma(negative, x, value))
          case .scale(let row, let slot):
            let factor = b.load(layout.factors[slot])
            let value = vector.load(row, &b)
            let product = b.multiply(value, factor)
            guard mayBeSingular else {
              vector.set(row, product)
              continue
            }
            let zero = b.constant(0)
            let isEmpty = b.compare(.equal, factor, zero)
            let asks = b.compare(.unequal, value, zero)
            vector.set(row, b.select(b.and(isEmpty, asks), b.constant(.nan), product))
          }
        }
        vector.flush(&b)
      }
    }
  }

  private static func split<T>(_ steps: [T]) -> [ArraySlice<T>] {
    stride(from: 0, to: steps.count, by: stepsPerFunction).map { steps[$0..<min($0 + stepsPerFunction, steps.count)] }
  }
}

/// Elements of an array kept in registers within one function.
private struct CachedSlots {
  let array: KernelArray
  private var values: [Int: Real] = [:]
  private var changed: Set<Int> = []

  init(array: KernelArray) { self.array = array }

  mutating func load(_ index: Int, _ b: inout KernelBuilder) -> Real {
    if let known = values[index] { return known }
    let value = b.load(array[index])
    values[index] = value
    return value
  }

  mutating func set(_ index: Int, _ value: Real) {
    values[index] = value
    changed.insert(index)
  }

  func flush(_ b: inout KernelBuilder) {
    for index in changed.sorted() { if let value = values[index] { b.store(value, to: array[index]) } }
  }
}
