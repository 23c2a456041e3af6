package import Networks

/// A weighted sum of amounts that no reaction changes, for example free plus bound receptor.
package struct ConservedTotal: Hashable, Sendable {
  package struct Term: Hashable, Sendable {
    package var species: String
    /// A whole number, as a Double; the terms have no common factor and the first is positive.
    package var coefficient: Double
  }
  package var terms: [Term]
}

/// Finds what the reactions of a network conserve: the left null space of its stoichiometry.
package enum ConservedTotals {
  /// A basis of the conserved totals, in whole numbers, over the species that take part in reactions and are changed
  /// by nothing else. Doses change totals; that is the caller's affair.
  ///
  /// Exact elimination in rational numbers. A combination whose numbers outgrow 64 bits is left out.
  /// - Complexity: O(species · fill) for sparse stoichiometries.
  package static func find(in network: Network) -> [ConservedTotal] {
    let ruled = Set(
      network.rules.compactMap { rule in
        switch rule.kind {
        case .rate(let name), .assignment(let name): name
        case .algebraic: nil
        }
      })
    let names = network.species.filter { !$0.isBoundary && !$0.isConstant && !ruled.contains($0.id) }.map(\.id)
    let index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var changes = [SparseRow](repeating: SparseRow(), count: names.count)
    var takesPart = [Bool](repeating: false, count: names.count)
    var columnCount = network.reactions.count
    for (column, reaction) in network.reactions.enumerated() {
      for (participants, sign) in [(reaction.reactants, -1.0), (reaction.products, 1.0)] {
        for participant in participants {
          guard let species = index[participant.species] else { continue }
          takesPart[species] = true
          if let number = Rational(sign * participant.stoichiometry),
            let total = changes[species][column].adding(number)
          {
            changes[species][column] = total
          } else {
            // Not a ratio of small whole numbers: a column of its own, which nothing can balance.
            changes[species][columnCount] = .one
            columnCount += 1
          }
        }
      }
    }
    return Elimination(changes: changes, species: names.indices.filter { takesPart[$0] }).nullRows().compactMap { row in
      guard let numbers = row.wholeNumbers() else { return nil }
      return ConservedTotal(
        terms: numbers.map { .init(species: names[$0.column], coefficient: Double($0.value)) })
    }
  }
}

/// Row elimination of the stoichiometry with the identity beside it.
private struct Elimination {
  var changes: [SparseRow]
  var species: [Int]

  /// The combinations of species whose change is zero in every reaction.
  func nullRows() -> [SparseRow] {
    var pivots: [Int: (change: SparseRow, combination: SparseRow)] = [:]
    var null: [SparseRow] = []
    next: for start in species {
      var change = changes[start]
      var combination = SparseRow()
      combination[start] = .one
      while let column = change.firstColumn, let pivot = pivots[column] {
        guard let ratio = change[column].divided(by: pivot.change[column]), let factor = ratio.negated,
          let newChange = change.adding(pivot.change, times: factor),
          let newCombination = combination.adding(pivot.combination, times: factor)
        else { continue next }
        (change, combination) = (newChange, newCombination)
      }
      if let column = change.firstColumn { pivots[column] = (change, combination) } else { null.append(combination) }
    }
    return null
  }
}

/// The nonzero entries of a row of rational numbers, ascending by column.
private struct SparseRow {
  private var entries: [(column: Int, value: Rational)] = []

  var firstColumn: Int? { entries.first?.column }

  subscript(column: Int) -> Rational {
    get { entries.first { $0.column == column }?.value ?? .zero }
    set {
      let place = entries.firstIndex { $0.column >= column } ?? entries.count
      let isThere = place < entries.count && entries[place].column == column
      switch (isThere, newValue == .zero) {
      case (true, true): entries.remove(at: place)
      case (true, false): entries[place].value = newValue
      case (false, false): entries.insert((column, newValue), at: place)
      case (false, true): break
      }
    }
  }

  /// self + other · factor, nil when a number outgrows 64 bits.
  func adding(_ other: SparseRow, times factor: Rational) -> SparseRow? {
    var result = SparseRow()
    var (i, j) = (0, 0)
    while i < entries.count || j < other.entries.count {
      let left = i < entries.count ? entries[i].column : Int.max
      let right = j < other.entries.count ? other.entries[j].column : Int.max
      var value = Rational.zero
      if left <= right {
        value = entries[i].value
        i += 1
      }
      if right <= left {
        guard let product = other.entries[j].value.multiplied(by: factor), let sum = value.adding(product) else {
          return nil
        }
        value = sum
        j += 1
      }
      if value != .zero { result.entries.append((Swift.min(left, right), value)) }
    }
    return result
  }

  /// The row in whole numbers without a common factor, the first one positive.
  func wholeNumbers() -> [(column: Int, value: Int)]? {
    var multiple = 1
    for entry in entries {
      let denominator = entry.value.denominator
      let (product, overflow) = (multiple / greatestCommonDivisor(multiple, denominator))
        .multipliedReportingOverflow(by: denominator)
      if overflow { return nil }
      multiple = product
    }
    var numbers: [(column: Int, value: Int)] = []
    var divisor = 0
    for entry in entries {
      let (value, overflow) = entry.value.numerator.multipliedReportingOverflow(
        by: multiple / entry.value.denominator)
      if overflow { return nil }
      numbers.append((entry.column, value))
      divisor = greatestCommonDivisor(divisor, value)
    }
    guard let first = numbers.first, divisor > 0 else { return nil }
    let sign = first.value < 0 ? -1 : 1
    return numbers.map { ($0.column, sign * $0.value / divisor) }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  var (a, b) = (a.magnitude, b.magnitude)
  while b != 0 { (a, b) = (b, a % b) }
  return Int(clamping: a)
}

/// A ratio of 64-bit whole numbers in lowest terms; operations tell when they overflow.
private struct Rational: Equatable {
  var numerator: Int
  var denominator: Int

  static let zero = Rational(numerator: 0, denominator: 1)
  static let one = Rational(numerator: 1, denominator: 1)

  private init(numerator: Int, denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  private init?(reducing numerator: Int, _ denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0 ? -1 : 1)
    self.init(numerator: numerator / divisor, denominator: denominator / divisor)
  }

  /// The ratio with the smallest denominator up to 1000 that equals the number to its last digit; nil if none does.
  init?(_ value: Double) {
    guard value.isFinite, value.magnitude < 1e12 else { return nil }
    for denominator in 1...1000 {
      let numerator = (value * Double(denominator)).rounded()
      if numerator / Double(denominator) == value {
        self.init(reducing: Int(numerator), denominator)
        return
      }
    }
    return nil
  }

  var negated: Rational? { numerator == .min ? nil : Rational(numerator: -numerator, denominator: denominator) }

  func adding(_ other: Rational) -> Rational? {
    let (left, a) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (right, b) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (sum, c) = left.addingReportingOverflow(right)
    let (product, d) = denominator.multipliedReportingOverflow(by: other.denominator)
    return a || b || c || d ? nil : Rational(reducing: sum, product)
  }

  func multiplied(by other: Rational) -> Rational? {
    let (top, a) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (bottom, b) = denominator.multipliedReportingOverflow(by: other.denominator)
    return a || b ? nil : Rational(reducing: top, bottom)
  }

  func divided(by other: Rational) -> Rational? {
    other.numerator == 0 ? nil : Rational(reducing: other.denominator, other.numerator).flatMap(multiplied)
  }
}
