/// The fill-reducing sparse LU factorisation of W = M/(hγ) − J, planned once per model and unrolled in the kernel.
///
/// The factorisation uses a fixed pivot order (diagonal after a static matching of algebraic rows to variables).
/// Every structural nonzero of L and U has a *slot*; the kernel keeps one number per slot and lane.
package struct EliminationPlan: Sendable {
  /// One arithmetic step on the slots, in the order in which the kernel executes them.
  package enum Step: Sendable, Hashable {
    /// slot ← 1 / slot (a pivot; U's diagonal is kept inverted)
    case invert(Int)
    /// slot ← slot · by (a multiplier of L: by is an inverted pivot)
    case scale(Int, by: Int)
    /// target ← target − left · right (fma(−left, right, target))
    case update(Int, left: Int, right: Int)
  }

  /// Step of a triangular solve on the right-hand side vector b.
  package enum SolveStep: Sendable, Hashable {
    /// b[row] ← b[row] − slot · b[column] (fma(−slot, b[column], b[row]))
    case subtract(row: Int, slot: Int, column: Int)
    /// b[row] ← b[row] · slot
    case scale(row: Int, slot: Int)
  }

  package var slotCount: Int
  /// For every Jacobian entry (same order as `EquationSystem.jacobian`), its slot.
  package var jacobianSlots: [Int]
  /// For every row, the slot of its diagonal M/(hγ) term (nil for algebraic rows, whose mass is 0).
  package var massSlots: [Int?]
  /// For every row, the slot of its diagonal.
  package var diagonalSlots: [Int]
  /// Slots that start at zero (fill).
  package var fillSlots: [Int]
  package var factor: [Step]
  /// Forward then backward substitution in place; b is indexed by equation row before and by state after: pivots lie on
  /// the diagonal.
  package var solve: [SolveStep]
  /// Whether the backward substitution goes by columns, as suits large systems, or by rows: the same numbers up to
  /// rounding. A pruned system keeps the way of the system that it came from.
  package var solvesByColumns: Bool
  /// The pivots in the order of elimination (rows, which are also columns). A pruned system keeps the order of the
  /// system that it came from.
  package var pivotOrder: [Int]
}
