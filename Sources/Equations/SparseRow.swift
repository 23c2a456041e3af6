/// The nonzero entries of a row of rational numbers, ascending by column.
struct SparseRow {
  private var entries: [(column: Int, value: Rational)] = []

  init() {}

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
