package import Diagnostics
import Files
package import Statistics

/// A table of what the subjects of each arm guessed, as users write it: `arm`, `kind` (`active` or `control`),
/// `guess_active`, `guess_control`, and maybe `unsure` and `n`. Without `n` the guesses are counts; with it they may be
/// shares that add up to 1.
package struct GuessTable: Sendable {
  package struct Arm: Sendable, Hashable {
    package var name: String
    package var isActive: Bool
    /// How many were asked.
    package var count: Int
    package var shares: GuessShares

    /// As counts; shares are rounded to whole subjects.
    package var guesses: BlindingGuesses {
      let active = Int((shares.active * Double(count)).rounded())
      let control = min(count - active, Int((shares.control * Double(count)).rounded()))
      return BlindingGuesses(active: active, control: control, unsure: count - active - control)
    }
  }

  /// One control, and one or more under test.
  package let arms: [Arm]

  package var control: Arm { arms.first { !$0.isActive } ?? arms[0] }
  package var active: [Arm] { arms.filter(\.isActive) }

  private static let columns = ["arm", "kind", "n", "guess_active", "guess_control", "unsure"]
  /// Shares that are printed with two decimals need not add up exactly.
  private static let rounding = 0.02

  /// - Throws: `InputError` with line and column.
  package init(_ source: SourceText) throws {
    let table = try CSVTable(source)
    for (index, name) in table.header.enumerated() where !Self.columns.contains(name) {
      throw table.error(
        "unknown column \"\(name)\"", header: index, hint: NearestName.hint(name, among: Self.columns))
    }
    let reader = try RowReader(table)
    arms = try table.rows.indices.map { try reader.arm(row: $0) }
    var names: Set<String> = []
    for (row, arm) in arms.enumerated() where !names.insert(arm.name).inserted {
      throw table.error("arm \"\(arm.name)\" appears twice", row: row, column: try table.column("arm"))
    }
    let controls = arms.filter { !$0.isActive }
    guard controls.count == 1, arms.count > 1 else {
      throw InputError(
        "the table has \(arms.count - controls.count) active arms and \(controls.count) controls", in: source,
        hint: "one row must have the kind \"control\", the others \"active\"")
    }
  }

  /// Reads rows of one table.
  private struct RowReader {
    let table: CSVTable
    let name: Int
    let kind: Int
    let active: Int
    let control: Int
    let unsure: Int?
    let count: Int?

    init(_ table: CSVTable) throws {
      self.table = table
      name = try table.column("arm")
      kind = try table.column("kind")
      active = try table.column("guess_active")
      control = try table.column("guess_control")
      unsure = table.header.firstIndex(of: "unsure")
      count = table.header.firstIndex(of: "n")
    }

    func arm(row: Int) throws -> Arm {
      let kinds = ["active", "control"]
      let word = table.rows[row][kind]
      guard kinds.contains(word) else {
        throw table.error(
          "unknown kind of arm \"\(word)\"", row: row, column: kind, hint: NearestName.hint(word, among: kinds))
      }
      let parts = try [active, control, unsure].map { column -> Double in
        guard let column else { return 0 }
        let value = try table.number(row: row, column: column)
        guard value >= 0 else { throw table.error("there is a negative number of guesses", row: row, column: column) }
        return value
      }
      let sum = parts.reduce(0, +)
      let asked = try count.map { try whole(row: row, column: $0) }
      guard let asked else {
        for (part, column) in zip(parts, [active, control, unsure]) where part != part.rounded() {
          throw table.error(
            "\(part) is no count", row: row, column: column ?? active,
            hint: "shares need a column \"n\" with the number of subjects asked")
        }
        return try made(word, row, count: Int(min(sum, 1e9)), parts, sum)
      }
      let isShares = abs(sum - 1) <= GuessTable.rounding && !(asked == 1 && parts.allSatisfy { $0 == $0.rounded() })
      guard isShares || sum == Double(asked) else {
        throw table.error(
          "the guesses add up to \(sum), not to 1 or to the \(asked) subjects asked", row: row, column: active,
          hint: "a column \"unsure\" takes those who did not know")
      }
      return try made(word, row, count: asked, parts, sum)
    }

    private func made(_ kind: String, _ row: Int, count: Int, _ parts: [Double], _ sum: Double) throws -> Arm {
      guard (2...1_000_000).contains(count) else {
        throw table.error(
          "\(count) subjects of an arm were asked", row: row, column: self.count ?? active,
          hint: "it must be from 2 to 1000000")
      }
      return Arm(
        name: table.rows[row][name], isActive: kind == "active", count: count,
        shares: GuessShares(active: parts[0] / sum, control: parts[1] / sum, unsure: parts[2] / sum))
    }

    private func whole(row: Int, column: Int) throws -> Int {
      let value = try table.number(row: row, column: column)
      guard value == value.rounded(), abs(value) < 1e9 else {
        throw table.error("\(value) is no number of subjects", row: row, column: column)
      }
      return Int(value)
    }
  }
}
