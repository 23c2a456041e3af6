import Populations
import Randomness
import Testing

/// Streams of draws against quantiles of all of them.
@Suite struct QuantileGridsTests {
  static let count = 100_000
  static let levels = [0.05, 0.25, 0.5, 0.75, 0.95]

  static let distributions = [
    "uniform", "normal", "lognormal", "cauchy", "two peaks", "rounded", "many zeros", "sorted",
  ]

  private static func draws(_ name: String) -> [Double] {
    (0..<count).map { patient in
      var stream = RandomStream(seed: 11, patient: patient, purpose: name)
      let normal = stream.normal()
      switch name {
      case "uniform": return stream.uniform()
      case "normal": return 30 + 5 * normal
      case "lognormal": return Elementary.exp(1.5 * normal)
      case "cauchy": return normal / stream.normal()
      case "two peaks": return normal + (stream.uniform() < 0.4 ? 0 : 40)
      case "rounded": return (3 * normal).rounded()
      case "many zeros": return stream.uniform() < 0.3 ? 0 : normal * normal
      // The first patients are no sample of all: the stated bound must be as honest as it is then wide.
      default: return Double(patient) + stream.uniform()
      }
    }
  }

  /// Every distribution is a cell; patients come in parts of 1024.
  private static func grids(part: Int = 1024, of cells: [[Double]], threads: Int = 2) -> QuantileGrids {
    let grids = QuantileGrids(cellCount: cells.count)
    let patients = cells[0].count
    for start in stride(from: 0, to: patients, by: part) {
      let rows = start..<min(start + part, patients)
      let values = rows.flatMap { row in cells.map { $0[row] } }
      let staged = grids.stage(values, isIncluded: rows.map { _ in true }, threads: threads)
      grids.count(staged, threads: threads)
    }
    return grids
  }

  /// How far the rank of a value is from the rank that was asked for, as a share of all.
  private static func rankError(of value: Double, in sorted: [Double], level: Double) -> Double {
    let rank = level * Double(sorted.count - 1)
    let below = Double(sorted.count { $0 < value })
    let notAbove = Double(sorted.count { $0 <= value })
    return max(0, max(below - 1 - rank, rank - notAbove)) / Double(sorted.count)
  }

  @Test func keepsItsBoundOnEveryDistribution() throws {
    let cells = Self.distributions.map(Self.draws)
    let grids = Self.grids(of: cells)
    for (cell, name) in Self.distributions.enumerated() {
      let sorted = cells[cell].sorted()
      let (values, count, bound) = grids.quantiles(cell: cell, levels: Self.levels)
      #expect(count == Self.count)
      var worst = 0.0
      for (level, value) in zip(Self.levels, values) {
        worst = max(worst, Self.rankError(of: value, in: sorted, level: level))
      }
      #expect(worst <= bound + 1e-12, "\(name): off by \(worst), said to be at most \(bound)")
      if name == "sorted" {
        #expect(bound > 0.5)
      } else {
        #expect(bound < 0.008 && worst < 0.002, "\(name): bound \(bound), off by \(worst)")
      }
      if name == "rounded" {
        #expect(values == Self.levels.map { Quantile.sorted(sorted, $0) } && bound < 1.1 / Double(Self.count))
      }
    }
  }

  @Test func partsAddUpToTheSameBits() throws {
    let cells = Self.distributions.prefix(5).map(Self.draws).map { Array($0.prefix(9000)) }
    let whole = Self.grids(of: cells, threads: 1)
    let other = QuantileGrids(cellCount: cells.count)
    // The same pilot, then parts of other sizes, each counted out of turn.
    func staged(_ rows: Range<Int>) -> QuantileGrids.Staged {
      other.stage(rows.flatMap { row in cells.map { $0[row] } }, isIncluded: rows.map { _ in true }, threads: 3)
    }
    let parts = [staged(0..<1024), staged(1024..<1025), staged(1025..<7000), staged(7000..<9000)]
    for part in [2, 0, 3, 1] { other.count(parts[part], threads: 2) }
    #expect(other.counts == whole.counts && other.edges == whole.edges)
    for cell in cells.indices {
      #expect(whole.quantiles(cell: cell, levels: Self.levels) == other.quantiles(cell: cell, levels: Self.levels))
    }
  }

  @Test func fewDifferentValuesAreExact() throws {
    let values = (0..<5000).map { Double([1, 2, 2, 2, 7, 7, 9][$0 % 7]) }
    let grids = Self.grids(of: [values, values.map { _ in 4 }])
    let (quantiles, count, bound) = grids.quantiles(cell: 0, levels: Self.levels)
    #expect(quantiles == Quantile.of(values, Self.levels) && count == 5000 && bound < 1e-9)
    #expect(grids.quantiles(cell: 1, levels: Self.levels) == ([4, 4, 4, 4, 4], 5000, 0))
  }

  @Test func whatIsNotFiniteIsNotCounted() throws {
    var values = (0..<3000).map { Double($0 * 7919 % 3000) }
    for index in stride(from: 0, to: 3000, by: 3) { values[index] = [.nan, .infinity, -.infinity][index % 9 / 3] }
    let grids = Self.grids(of: [values, values.map { _ in .nan }])
    let (quantiles, count, bound) = grids.quantiles(cell: 0, levels: Self.levels)
    #expect(count == 2000 && bound < 0.05)
    #expect(abs(quantiles[2] - 1500) < 40)
    let nothing = grids.quantiles(cell: 1, levels: Self.levels)
    #expect(nothing.count == 0 && nothing.values.allSatisfy(\.isNaN))
  }

  /// A cell that no patient of the pilot had a value of still knows its range.
  @Test func aCellThatBeginsLate() throws {
    let values = (0..<4000).map { $0 < 2000 ? Double.nan : Double($0 - 2000) }
    let (quantiles, count, bound) = Self.grids(of: [values]).quantiles(cell: 0, levels: Self.levels)
    #expect(count == 2000 && bound > 0.9)
    for (level, value) in zip(Self.levels, quantiles) { #expect(abs(value - level * 2000) < 2) }
  }

  @Test func leavesOutPatientsThatFailed() throws {
    let grids = QuantileGrids(cellCount: 1)
    let values = (0..<1000).map(Double.init)
    grids.count(grids.stage(values, isIncluded: values.map { $0 < 500 }, threads: 1), threads: 1)
    #expect(grids.quantiles(cell: 0, levels: [0, 1]).values == [0, 499])
    #expect(grids.quantiles(cell: 0, levels: [0.5]).count == 500)
  }
}

private func == (
  left: (values: [Double], count: Int, rankError: Double), right: (values: [Double], count: Int, rankError: Double)
) -> Bool {
  left.values == right.values && left.count == right.count && left.rankError == right.rankError
}
