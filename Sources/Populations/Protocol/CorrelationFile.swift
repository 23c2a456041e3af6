import Diagnostics
import Files

/// Correlations and covariances between what is drawn, as a protocol writes them.
struct CorrelationBlock {
  var names: [String]
  var correlations: [[Double]]
  /// Standard deviations that a covariance states, in the order of the names.
  var deviations: [Double]?
  var value: YAMLValue

  private static let sizeLimit = 100

  /// Reads a list of blocks: `{between: [a, b], value: 0.4}` or `{between: [a, b, c], matrix: [[1], [0.4, 1], …]}`, the
  /// rows up to the diagonal or whole.
  static func list(_ value: YAMLValue?, isCovariance: Bool) throws -> [CorrelationBlock] {
    guard let value else { return [] }
    let what = isCovariance ? "a covariance" : "a correlation"
    return try value.list("\"\(isCovariance ? "covariance" : "correlation")\"").map {
      try CorrelationBlock($0, what, isCovariance: isCovariance)
    }
  }

  private init(_ value: YAMLValue, _ what: String, isCovariance: Bool) throws {
    let fields = try value.mapping(what, keys: ["between", "value", "matrix", "source", "grade"])
    let between = try fields.required("between")
    let nameValues = try between.list("\"between\"")
    let names = try nameValues.map { try $0.text("a name") }
    guard (2...Self.sizeLimit).contains(names.count) else {
      throw between.error("\"between\" has from 2 to \(Self.sizeLimit) names")
    }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw nameValues[index].error("\"\(name)\" is written twice")
    }
    self.names = names
    self.value = value
    var rows: [[Double]]
    let place: YAMLValue
    if let single = fields["value"], !isCovariance {
      if let extra = fields["matrix"] { throw extra.error("give either \"value\" or \"matrix\"") }
      guard names.count == 2 else { throw single.error("\"value\" is for two names; write a \"matrix\"") }
      rows = [[1], [try single.number("\"value\""), 1]]
      place = single
    } else {
      place = try fields.required("matrix")
      rows = try Self.rows(place, names)
    }
    if isCovariance {
      let sd = try names.indices.map { index in
        guard rows[index][index] > 0 else {
          throw place.error("the variance of \"\(names[index])\" must be above zero")
        }
        return rows[index][index].squareRoot()
      }
      deviations = sd
      for i in rows.indices { for j in 0...i { rows[i][j] = i == j ? 1 : rows[i][j] / (sd[i] * sd[j]) } }
    }
    for i in rows.indices {
      guard rows[i][i] == 1 else { throw place.error("the correlation of \"\(names[i])\" with itself is 1") }
      for j in 0..<i where abs(rows[i][j]) >= 1 {
        throw place.error(
          "\"\(names[j])\" and \"\(names[i])\" would be correlated by \(PlainText.number(rows[i][j]))",
          hint: "a correlation lies between -1 and 1")
      }
    }
    correlations = rows
  }

  private static func rows(_ matrix: YAMLValue, _ names: [String]) throws -> [[Double]] {
    let list = try matrix.list("\"matrix\"")
    guard list.count == names.count else {
      throw matrix.error("the matrix has \(list.count) rows for \(names.count) names")
    }
    var rows = try list.map { row in try row.list("a row of the matrix").map { try $0.number("an entry") } }
    for (index, row) in rows.enumerated() {
      guard row.count == index + 1 || row.count == names.count else {
        throw list[index].error(
          "row \(index + 1) of the matrix has \(row.count) entries",
          hint: "up to the diagonal there are \(index + 1), in all \(names.count)")
      }
    }
    if rows.allSatisfy({ $0.count == names.count }) {
      for i in rows.indices {
        for j in 0..<i where rows[i][j] != rows[j][i] {
          throw list[i].error("the matrix is not symmetric: \"\(names[j])\" and \"\(names[i])\" have two values")
        }
      }
    }
    for index in rows.indices { rows[index] = Array(rows[index].prefix(index + 1)) }
    return rows
  }

  /// - Parameter slots: positions of the drawn names.
  func group(slots: [String: Int]) throws -> CorrelatedGroup {
    let factor: [[Double]]
    do {
      factor = try Cholesky.factor(correlations)
    } catch {
      let list = names[...error.index].map { "\"\($0)\"" }.joined(separator: ", ")
      throw value.error(
        "the \(deviations == nil ? "correlations" : "covariances") of \(list) contradict each other",
        hint: "the matrix is not positive definite: what the others leave of the variance of \"\(names[error.index])\" "
          + "is \(PlainText.number(error.remaining)) of 1")
    }
    return CorrelatedGroup(slots: names.map { slots[$0] ?? 0 }, factor: factor)
  }
}
