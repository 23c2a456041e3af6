extension EliminationPlan {
  /// Steps of factorising and solving up to which a system counts as small.
  package static let longestByRows = 4000

  /// Plans the factorisation for a Jacobian pattern.
  ///
  /// - Parameters:
  ///   - pattern: the columns of each row of the Jacobian, ascending.
  ///   - isAlgebraic: rows without a mass term; their diagonal must be in the pattern.
  ///   - order: the pivots in order; nil chooses a fill-reducing one. A subset of a larger system keeps that system's
  ///     order, so that what remains is computed by the same operations in the same order.
  ///   - solvesByColumns: how the backward substitution goes; nil chooses by the size.
  /// - Complexity: proportional to the number of operations of the factorisation.
  package static func make(pattern: [[Int]], isAlgebraic: [Bool], order: [Int]? = nil, solvesByColumns: Bool? = nil)
    -> EliminationPlan
  {
    let count = pattern.count
    let order = order ?? PivotOrder.minimumDegree(pattern: pattern)
    var position = [Int](repeating: 0, count: count)
    for (place, pivot) in order.enumerated() { position[pivot] = place }

    // Symbolic factorisation, in pivot positions: filled[i] = the columns of row i of L + U, ascending.
    var filled = [[Int]](repeating: [], count: count)
    var lower = [[Int]](repeating: [], count: count)
    for place in 0..<count {
      // Every pivot left of the diagonal brings in the part of its own row that lies to its right.
      var present = Set(pattern[order[place]].map { position[$0] })
      present.insert(place)
      var waiting = present.filter { $0 < place }.sorted(by: >)
      while let pivot = waiting.popLast() {
        lower[pivot].append(place)
        for column in filled[pivot] where column > pivot && present.insert(column).inserted && column < place {
          waiting.insert(column, at: waiting.firstIndex { $0 < column } ?? waiting.count)
        }
      }
      filled[place] = present.sorted()
    }

    // Slots by rows in pivot order.
    var firstSlot = [Int](repeating: 0, count: count + 1)
    for place in 0..<count { firstSlot[place + 1] = firstSlot[place] + filled[place].count }
    func slot(_ row: Int, _ column: Int) -> Int { firstSlot[row] + filled[row].place(of: column) }
    let diagonal = (0..<count).map { slot($0, $0) }

    var jacobianSlots: [Int] = []
    var isGiven = [Bool](repeating: false, count: firstSlot[count])
    for row in 0..<count {
      for column in pattern[row] {
        let place = slot(position[row], position[column])
        jacobianSlots.append(place)
        isGiven[place] = true
      }
    }
    let massSlots = (0..<count).map { isAlgebraic[$0] ? nil : diagonal[position[$0]] }
    for case let slot? in massSlots { isGiven[slot] = true }

    var factor: [Step] = []
    var solve: [SolveStep] = []
    for pivot in 0..<count {
      let inverse = diagonal[pivot]
      factor.append(.invert(inverse))
      let right = filled[pivot].indices.filter { filled[pivot][$0] > pivot }
      for row in lower[pivot] {
        let multiplier = slot(row, pivot)
        factor.append(.scale(multiplier, by: inverse))
        solve.append(.subtract(row: order[row], slot: multiplier, column: order[pivot]))
        for place in right {
          factor.append(
            .update(slot(row, filled[pivot][place]), left: multiplier, right: firstSlot[pivot] + place))
        }
      }
    }
    let solvesByColumns = solvesByColumns ?? (factor.count + firstSlot[count] > Self.longestByRows)
    if solvesByColumns {
      var above = [[Int]](repeating: [], count: count)
      for row in 0..<count { for column in filled[row] where column > row { above[column].append(row) } }
      for column in stride(from: count - 1, through: 0, by: -1) {
        solve.append(.scale(row: order[column], slot: diagonal[column]))
        for row in above[column] {
          solve.append(.subtract(row: order[row], slot: slot(row, column), column: order[column]))
        }
      }
    } else {
      for row in stride(from: count - 1, through: 0, by: -1) {
        for place in filled[row].indices where filled[row][place] > row {
          solve.append(.subtract(row: order[row], slot: firstSlot[row] + place, column: order[filled[row][place]]))
        }
        solve.append(.scale(row: order[row], slot: diagonal[row]))
      }
    }
    return EliminationPlan(
      slotCount: firstSlot[count], jacobianSlots: jacobianSlots, massSlots: massSlots,
      diagonalSlots: (0..<count).map { diagonal[position[$0]] },
      fillSlots: isGiven.indices.filter { !isGiven[$0] }, factor: factor, solve: solve,
      solvesByColumns: solvesByColumns, pivotOrder: order)
  }
}

extension [Int] {
  /// The place of an element that an ascending array has.
  fileprivate func place(of element: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
