import Equations
package import Evidence
package import Populations
package import Simulation

/// The numbers on which a study's conclusion depends most.
///
/// The conclusion is the relief that one arm brings against the first at the end: of all arms, the one whose median
/// final score lies furthest from the first arm's. Each number of the model that has a record is changed by a tenth to
/// both sides, alone, in the model's default patient: virtual patients differ, but what a number does hardly does.
/// Numbers that the protocol draws for each patient, those that are exact by definition and those that are 0 are
/// left out.
package struct ConclusionBasis: Sendable {
  /// One number and what the conclusion is without a tenth of it and with a tenth more.
  package struct Entry: Sendable {
    package var name: String
    package var unit: String
    package var value: Double
    package var record: EvidenceRecord
    /// Relief in points of the score.
    package var less: Double
    package var more: Double

    package init(name: String, unit: String, value: Double, record: EvidenceRecord, less: Double, more: Double) {
      self.name = name
      self.unit = unit
      self.value = value
      self.record = record
      self.less = less
      self.more = more
    }
  }

  /// The arm's place among the study's arms, and its title.
  package var arm: Int
  package var title: String
  /// The first arm, where it is another one; else relief is counted from the start.
  package var comparator: String?
  package var day: Double
  /// In points of the score: how far it lies below the comparator's.
  package var relief: Double
  /// How many numbers were changed.
  package var count: Int
  /// Those that move the relief most, the largest movement first; at most ten.
  package var entries: [Entry]
  /// Records of all numbers that the score depends on and that are from memory, by their names.
  package var fromMemory: [EvidenceRecord]

  package static let limit = 10

  package init(
    arm: Int, title: String, comparator: String?, day: Double, relief: Double, count: Int, entries: [Entry],
    fromMemory: [EvidenceRecord]
  ) {
    self.arm = arm
    self.title = title
    self.comparator = comparator
    self.day = day
    self.relief = relief
    self.count = count
    self.entries = entries
    self.fromMemory = fromMemory
  }

  /// - Parameter drawn: names of the parameters that the protocol draws.
  /// - Returns: nil where no arm has a score, or the model no record.
  /// - Complexity: two courses of the default patient for each number, in two arms.
  package static func measured(
    on result: StudyResult, runner: StudyRunner, drawn: Set<String>, library: EvidenceLibrary,
    options: SimulationOptions
  ) throws -> ConclusionBasis? {
    guard let (arm, visit) = mostDifferentArm(result) else { return nil }
    func scores(_ arm: Int) throws -> NumberScores? {
      try NumberScores(arm: arm, hours: visit.hours, runner: runner, drawn: drawn, library: library, options: options)
    }
    guard let treated = try scores(arm), !treated.numbers.isEmpty else { return nil }
    let untreated = arm == 0 ? nil : try scores(0)
    let entries = treated.numbers.indices.compactMap { index -> Entry? in
      let number = treated.numbers[index]
      let other = untreated?.changed(number.name) ?? (less: treated.start(index).less, more: treated.start(index).more)
      let entry = Entry(
        name: number.name, unit: number.unit, value: number.value, record: number.record,
        less: other.less - treated.changes[index].less, more: other.more - treated.changes[index].more)
      return entry.less.isFinite && entry.more.isFinite ? entry : nil
    }
    let relief = (untreated?.base ?? treated.baseStart) - treated.base
    func movement(_ entry: Entry) -> Double { max(abs(entry.less - relief), abs(entry.more - relief)) }
    let sorted = entries.sorted { (movement($1), $0.name) < (movement($0), $1.name) }
    return ConclusionBasis(
      arm: arm, title: result.arms[arm].title, comparator: untreated == nil ? nil : result.arms[0].title,
      day: visit.days, relief: relief, count: entries.count,
      entries: Array(sorted.prefix(limit).filter { movement($0) > 1e-6 }),
      fromMemory: (treated.fromMemory + (untreated?.fromMemory ?? [])).reduce(into: []) { found, record in
        if !found.contains(where: { $0.id == record.id }) { found.append(record) }
      })
  }

  /// The arm furthest from the first at the last visit that both have; the first where it is alone.
  private static func mostDifferentArm(_ result: StudyResult) -> (arm: Int, visit: Visit)? {
    guard let last = result.arms.first?.outcomes.last, last.score.median.isFinite else { return nil }
    let distances = result.arms.map { arm -> Double in
      guard let outcome = arm.outcomes.last, outcome.visit == last.visit else { return -1 }
      return abs(outcome.score.median - last.score.median)
    }
    let furthest = distances.indices.max { (distances[$0], $1) < (distances[$1], $0) } ?? 0
    return (furthest, last.visit)
  }
}
