import Equations
import NativeCode

/// Words that take the results of updates that fill a group up, one after another.
struct SpareWords {
  private let array: KernelArray
  private var next = 0

  init(_ array: KernelArray) { self.array = array }

  mutating func word() -> Int {
    next = (next + 1) % array.count
    return array.start + next
  }
}

/// Which words the factorisation works on, row by row.
struct FactorTables {
  /// The multiplier, the inverted pivot, the first word of the pivot's row, four words of the row; one more for an even
  /// stride.
  static let entriesPerGroup = 8

  let rowCount: Int
  let groups: KernelTable
  /// Of each row, and one more.
  let firstGroup: KernelTable
  let pivots: KernelTable
  /// Pairs of a multiplier and its inverted pivot.
  let multipliers: KernelTable?

  init(
    _ plan: EliminationPlan, _ layout: LaneLayout, groupSize: Int, _ spare: inout SpareWords,
    in program: inout KernelProgram
  ) {
    let start = layout.factors.start
    var pivotSlots: [Int] = []
    var scaled: [Int] = []
    var inverseOf: [Int: Int] = [:]
    var updates: [Int: [(target: Int, right: Int)]] = [:]
    for step in plan.factor {
      switch step {
      case .invert(let slot): pivotSlots.append(slot)
      case .scale(let slot, let by):
        scaled += [start + slot, start + by]
        inverseOf[slot] = by
      case .update(let slot, let left, let right): updates[left, default: []].append((slot, right))
      }
    }
    // Slots are numbered by rows in pivot order, so multipliers in ascending order go row by row, pivot by pivot.
    var groups: [Int] = []
    var firstGroup = [0]
    let lefts = updates.keys.sorted()
    var next = 0
    for pivot in pivotSlots {
      while next < lefts.count, lefts[next] < pivot {
        let left = lefts[next]
        next += 1
        guard let steps = updates[left], let by = inverseOf[left] else { continue }
        for first in stride(from: 0, to: steps.count, by: groupSize) {
          groups += [start + left, start + by, start + steps[first].right]
          for k in first..<first + groupSize {
            groups.append(k < steps.count ? start + steps[k].target : spare.word())
          }
          groups.append(0)
        }
      }
      firstGroup.append(groups.count / Self.entriesPerGroup)
    }
    rowCount = pivotSlots.count
    self.groups = program.table("factorGroups", groups.isEmpty ? [0] : groups)
    self.firstGroup = program.table("factorRows", firstGroup)
    pivots = program.table("factorPivots", pivotSlots.map { start + $0 })
    multipliers = scaled.isEmpty ? nil : program.table("multipliers", scaled)
  }
}

/// Which words the triangular solutions work on, column by column.
struct SolutionTables {
  let forwardCount: Int
  /// The column's word of each forward group.
  let columns: KernelTable
  /// Four words of the factors, then the four elements of the right side that they change.
  let groups: KernelTable
  let pivotCount: Int
  /// In the order of the backward substitution: the element of the right side and the inverted pivot.
  let pivots: KernelTable
  /// The first backward group of each pivot, and one more.
  let firstGroup: KernelTable

  init(
    _ plan: EliminationPlan, _ layout: LaneLayout, groupSize: Int, _ spare: inout SpareWords,
    in program: inout KernelProgram
  ) {
    precondition(plan.solvesByColumns, "tables go by columns")
    let (slots, vector) = (layout.factors.start, layout.rightSide.start)
    var columns: [Int] = []
    var pivots: [Int] = []
    var firstGroup: [Int] = []
    var groups: [Int] = []
    var waiting: [(slot: Int, row: Int)] = []
    var column = -1
    func close() {
      guard let last = waiting.last else { return }
      let missing = groupSize - waiting.count
      groups += waiting.map { slots + $0.slot } + Array(repeating: slots + last.slot, count: missing)
      groups += waiting.map { vector + $0.row }
      for _ in 0..<missing { groups.append(spare.word()) }
      if pivots.isEmpty { columns.append(vector + column) }
      waiting = []
    }
    for step in plan.solve {
      switch step {
      case .subtract(let row, let slot, let from):
        if from != column || waiting.count == groupSize { close() }
        column = from
        waiting.append((slot, row))
      case .scale(let row, let slot):
        close()
        pivots += [vector + row, slots + slot]
        firstGroup.append(groups.count / (2 * groupSize))
      }
    }
    close()
    forwardCount = columns.count
    pivotCount = firstGroup.count
    firstGroup.append(groups.count / (2 * groupSize))
    self.columns = program.table("solveColumns", columns.isEmpty ? [0] : columns)
    self.groups = program.table("solveGroups", groups.isEmpty ? [0] : groups)
    self.pivots = program.table("solvePivots", pivots)
    self.firstGroup = program.table("solveRows", firstGroup)
  }
}
