import Equations
import Testing

@Suite struct EliminationTests {
  /// Executes a plan on numbers, as the kernel does.
  private func solve(
    _ plan: EliminationPlan, jacobian: [Double], mass: [Double], right: [Double]
  ) -> [Double] {
    var slots = [Double](repeating: .nan, count: plan.slotCount)
    for slot in plan.fillSlots { slots[slot] = 0 }
    for case let slot? in plan.massSlots { slots[slot] = 0 }
    for (entry, slot) in plan.jacobianSlots.enumerated() { slots[slot] = -jacobian[entry] }
    for (row, slot) in plan.massSlots.enumerated() { if let slot { slots[slot] += mass[row] } }
    for step in plan.factor {
      switch step {
      case .invert(let slot): slots[slot] = 1 / slots[slot]
      case .scale(let slot, let by): slots[slot] *= slots[by]
      case .update(let target, let left, let right): slots[target] -= slots[left] * slots[right]
      }
    }
    var b = right
    for step in plan.solve {
      switch step {
      case .subtract(let row, let slot, let column): b[row] -= slots[slot] * b[column]
      case .scale(let row, let slot): b[row] *= slots[slot]
      }
    }
    return b
  }

  /// Gaussian elimination with partial pivoting.
  private func denseSolve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, b) = (matrix, right)
    let n = b.count
    for k in 0..<n {
      let pivot = (k..<n).max { abs(a[$0][k]) < abs(a[$1][k]) } ?? k
      a.swapAt(k, pivot)
      b.swapAt(k, pivot)
      for i in (k + 1)..<max(n, k + 1) where a[i][k] != 0 {
        let factor = a[i][k] / a[k][k]
        for j in k..<n { a[i][j] -= factor * a[k][j] }
        b[i] -= factor * b[k]
      }
    }
    for k in stride(from: n - 1, through: 0, by: -1) {
      for j in (k + 1)..<max(n, k + 1) { b[k] -= a[k][j] * b[j] }
      b[k] /= a[k][k]
    }
    return b
  }

  @Test(arguments: [1, 2, 3, 10, 40, 120], [(0.0, false), (0.25, false), (0.0, true), (0.25, true)])
  func agreesWithADenseSolve(_ count: Int, _ form: (algebraicShare: Double, byColumns: Bool)) {
    let algebraicShare = form.algebraicShare
    var random = TestRandom(UInt64(count) &* 31 &+ UInt64(algebraicShare * 100))
    let isAlgebraic = (0..<count).map { _ in random.uniform() < algebraicShare }
    var pattern: [[Int]] = []
    for row in 0..<count {
      var columns = Set((0..<3).map { _ in Int(random.next() % UInt64(count)) })
      if isAlgebraic[row] { columns.insert(row) }
      pattern.append(columns.sorted())
    }
    let plan = EliminationPlan.make(
      pattern: pattern, isAlgebraic: isAlgebraic, solvesByColumns: form.byColumns)
    #expect(plan.solvesByColumns == form.byColumns)
    #expect(plan.pivotOrder.sorted() == Array(0..<count))
    #expect(plan.massSlots.map { $0 == nil } == isAlgebraic)

    let mass = isAlgebraic.map { $0 ? 0.0 : 4.0 }
    var dense = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var jacobian: [Double] = []
    for row in 0..<count {
      dense[row][row] += mass[row]
      for column in pattern[row] {
        let value = row == column && isAlgebraic[row] ? 4 : random.uniform(-1...1)
        jacobian.append(value)
        dense[row][column] -= value
      }
    }
    let right = (0..<count).map { _ in random.uniform(-1...1) }
    let solution = solve(plan, jacobian: jacobian, mass: mass, right: right)
    let expected = denseSolve(dense, right)
    let scale = expected.map(abs).max() ?? 1
    #expect(zip(solution, expected).allSatisfy { abs($0 - $1) < 1e-11 * scale })
  }

  /// An arrow that points the wrong way fills completely in the given order and not at all in a good one.
  @Test func arrowDoesNotFill() {
    let count = 50
    let pattern = (0..<count).map { $0 == 0 ? Array(0..<count) : [0, $0] }
    let plan = EliminationPlan.make(pattern: pattern, isAlgebraic: Array(repeating: false, count: count))
    #expect(plan.fillSlots.isEmpty)
    #expect(plan.slotCount == 3 * count - 2)
    #expect(plan.pivotOrder.suffix(2).contains(0))
    let naive = EliminationPlan.make(
      pattern: pattern, isAlgebraic: Array(repeating: false, count: count), order: Array(0..<count))
    #expect(naive.slotCount == count * count)
  }

  @Test func bandFillsNothing() {
    let count = 200
    let pattern = (0..<count).map { row in [row - 1, row, row + 1].filter { (0..<count).contains($0) } }
    let plan = EliminationPlan.make(pattern: pattern, isAlgebraic: Array(repeating: false, count: count))
    #expect(plan.fillSlots.isEmpty)
    #expect(plan.factor.count == count + 2 * (count - 1))
  }

  @Test func missingDiagonalGetsASlot() {
    let plan = EliminationPlan.make(pattern: [[1], [0]], isAlgebraic: [false, false])
    #expect(plan.slotCount == 4)
    #expect(plan.fillSlots.isEmpty)
    #expect(solve(plan, jacobian: [1, 1], mass: [2, 2], right: [1, 0]) == [2.0 / 3, 1.0 / 3])
  }

  /// Small systems go by rows, large ones by columns.
  @Test func theSizeDecidesTheWay() {
    func plan(_ count: Int) -> EliminationPlan {
      .make(
        pattern: Array(repeating: Array(0..<count), count: count),
        isAlgebraic: Array(repeating: false, count: count))
    }
    #expect(!plan(20).solvesByColumns)
    #expect(plan(40).solvesByColumns)
  }

  /// Thousands of states stay cheap: nothing is dense.
  @Test(.timeLimit(.minutes(1))) func largeSparseSystem() {
    let count = 4000
    var random = TestRandom(5)
    let pattern = (0..<count).map { row in
      Set([max(0, row - 1), row, min(count - 1, row + 1), max(0, row - 1 - Int(random.next() % 20))]).sorted()
    }
    let plan = EliminationPlan.make(pattern: pattern, isAlgebraic: Array(repeating: false, count: count))
    #expect(plan.slotCount < 40 * count)
  }
}
