import Equations
import NativeCode

/// Factorisation and solution of a large system by loops over tables of slots: the code stays small, so it is made
/// quickly and fits the processor's instruction cache. Every number is computed by the same operations in the same
/// order as in ``UnrolledElimination``.
///
/// Updates are grouped by four that share a multiplier. A group that is not full works on spare words; an inner loop
/// over the updates of one multiplier would be mispredicted at each of its ends, which costs as much as its work.
/// Rows are finished one after another (the row's words stay in the nearest cache).
struct TabulatedElimination {
  private static let groupSize = 4

  private let layout: LaneLayout
  private let mayBeSingular: Bool
  private let factors: FactorTables
  private let solution: SolutionTables

  init(_ plan: EliminationPlan, _ layout: LaneLayout, mayBeSingular: Bool, in program: inout KernelProgram) {
    self.layout = layout
    self.mayBeSingular = mayBeSingular
    // Twice a group: neighbouring groups do not wait for each other.
    var spare = SpareWords(program.array("spare", count: 2 * Self.groupSize))
    factors = FactorTables(plan, layout, groupSize: Self.groupSize, &spare, in: &program)
    solution = SolutionTables(plan, layout, groupSize: Self.groupSize, &spare, in: &program)
  }

  func emitFactorisation(into program: inout KernelProgram) -> Int {
    program.function("factorise") { b in
      let one = b.constant(1)
      b.loop(factors.rowCount) { b, row in
        let start = b.entry(of: factors.firstGroup, at: row)
        let end = b.entry(of: factors.firstGroup, at: row, offset: 1)
        b.loop(from: start, to: end) { b, group in emitRowUpdates(group, &b) }
        let pivotSlot = Slot.word(b.entry(of: factors.pivots, at: row))
        let pivot = b.load(pivotSlot)
        let inverse = b.divide(one, pivot)
        guard mayBeSingular else { return b.store(inverse, to: pivotSlot) }
        let zero = b.constant(0)
        b.store(b.select(b.compare(.equal, pivot, zero), zero, inverse), to: pivotSlot)
      }
      guard let multipliers = factors.multipliers else { return }
      b.loop(multipliers.count / 2) { b, k in
        let slot = Slot.word(b.entry(of: multipliers, at: k, stride: 2))
        let inverse = b.load(.word(b.entry(of: multipliers, at: k, stride: 2, offset: 1)))
        b.store(b.multiply(b.load(slot), inverse), to: slot)
      }
    }
  }

  /// Four words of a row less the multiplier times the words of the pivot's row.
  private func emitRowUpdates(_ group: Index, _ b: inout KernelBuilder) {
    func entry(_ place: Int, _ b: inout KernelBuilder) -> Index {
      b.entry(of: factors.groups, at: group, stride: FactorTables.entriesPerGroup, offset: place)
    }
    // The row keeps its multipliers unscaled until all rows are done.
    let left = b.load(.word(entry(0, &b)))
    let inverse = b.load(.word(entry(1, &b)))
    let negative = b.negate(b.multiply(left, inverse))
    let right = entry(2, &b)
    let targets = (0..<Self.groupSize).map { Slot.word(entry(3 + $0, &b)) }
    let values = targets.enumerated().map { k, target in
      b.fma(negative, b.load(.word(right, offset: k)), b.load(target))
    }
    for (target, value) in zip(targets, values) { b.store(value, to: target) }
  }

  func emitSolution(into program: inout KernelProgram) -> Int {
    program.function("solve") { b in
      b.loop(solution.forwardCount) { b, group in
        let x = b.load(.word(b.entry(of: solution.columns, at: group)))
        emitColumnUpdates(group, x, &b)
      }
      b.loop(solution.pivotCount) { b, pivot in
        let slot = Slot.word(b.entry(of: solution.pivots, at: pivot, stride: 2))
        let factor = b.load(.word(b.entry(of: solution.pivots, at: pivot, stride: 2, offset: 1)))
        let x = emitScaled(b.load(slot), by: factor, &b)
        b.store(x, to: slot)
        let start = b.entry(of: solution.firstGroup, at: pivot)
        let end = b.entry(of: solution.firstGroup, at: pivot, offset: 1)
        b.loop(from: start, to: end) { b, group in emitColumnUpdates(group, x, &b) }
      }
    }
  }

  /// Four elements of the right side less x times the words of its column.
  private func emitColumnUpdates(_ group: Index, _ x: Real, _ b: inout KernelBuilder) {
    let stride = 2 * Self.groupSize
    var updates: [(Slot, Real)] = []
    for k in 0..<Self.groupSize {
      let factor = b.load(.word(b.entry(of: solution.groups, at: group, stride: stride, offset: k)))
      let row = Slot.word(b.entry(of: solution.groups, at: group, stride: stride, offset: Self.groupSize + k))
      updates.append((row, b.fma(b.negate(factor), x, b.load(row))))
    }
    for (row, value) in updates { b.store(value, to: row) }
  }

  /// A row without a pivot must have nothing left to solve; otherwise the result is no number.
  private func emitScaled(_ value: Real, by factor: Real, _ b: inout KernelBuilder) -> Real {
    let product = b.multiply(value, factor)
    guard mayBeSingular else { return product }
    let zero = b.constant(0)
    let isEmpty = b.compare(.equal, factor, zero)
    let asks = b.compare(.unequal, value, zero)
    return b.select(b.and(isEmpty, asks), b.constant(.nan), product)
  }
}
