import Dispatch

/// Quantiles of many cells (a variable at a time, an endpoint) over a stream of patients, in constant memory.
///
/// The first patients of the stream, the pilot, fix for each cell up to 127 edges, dense around the five shares that
/// are asked for: from the pilot's own order statistics, spaced in units of their standard error. From then on the
/// cell counts how many values lie between two edges, and how many lie on one. Counts of parts of the stream add up
/// as whole numbers, so their sum does not depend on how the stream was cut or who counted what.
///
/// A quantile is interpolated within its gap, whose count bounds how far its rank may be off; a value that lies on an
/// edge, as where many patients share one, is exact. This is a histogram with the rank guarantee of quantile summaries
/// (Greenwald and Khanna 2001, doi:10.1145/375663.375670). Its edges come from a first sample, as the markers of Jain
/// and Chlamtac's P² method (1985, doi:10.1145/4372.4378) do, but stay, so that parts can be merged exactly.
///
/// Memory: 2 kB a cell.
package final class QuantileGrids: @unchecked Sendable {
  static let edgeCount = 127
  /// Gaps and edges in turn: an even number is the gap below an edge (the last one: above all), an odd one an edge.
  static let binCount = 2 * edgeCount + 1
  /// The bin of what is not counted.
  private static let nothing = UInt8(255)
  private static let stride = 128
  private static let countStride = 256
  /// Cells that one thread takes at a time: their edges fit into the innermost cache.
  private static let tile = 32

  let cellCount: Int
  private(set) var hasEdges = false
  /// `edges[cell * 128 + k]`, ascending, filled up with infinity.
  package private(set) var edges: [Double]
  /// `counts[cell * 256 + bin]`.
  package private(set) var counts: [UInt32]
  private(set) var lowest: [Double]
  private(set) var highest: [Double]

  package init(cellCount: Int) {
    self.cellCount = cellCount
    edges = Array(repeating: .infinity, count: cellCount * Self.stride)
    counts = Array(repeating: 0, count: cellCount * Self.countStride)
    lowest = Array(repeating: .infinity, count: cellCount)
    highest = Array(repeating: -.infinity, count: cellCount)
  }

  /// Takes up what was kept of a stream.
  init(cellCount: Int, edges: [Double], counts: [UInt32], lowest: [Double], highest: [Double]) {
    self.cellCount = cellCount
    self.edges = edges
    self.counts = counts
    self.lowest = lowest
    self.highest = highest
    hasEdges = true
  }

  /// Some patients' values, sorted into bins but not yet counted.
  package struct Staged: Sendable {
    fileprivate var patientCount: Int
    /// `bins[cell * patientCount + patient]`.
    fileprivate var bins: [UInt8]
    fileprivate var lowest: [Double]
    fileprivate var highest: [Double]
  }

  /// Sorts values into bins; the first ones that come fix the edges.
  ///
  /// - Parameters:
  ///   - values: `[patient * cellCount + cell]`; what is not finite is not counted.
  ///   - isIncluded: which patients count.
  /// - Complexity: O(values · log edges), shared by the threads.
  package func stage(_ values: [Double], isIncluded: [Bool], threads: Int) -> Staged {
    precondition(values.count == isIncluded.count * cellCount)
    let patientCount = isIncluded.count
    if !hasEdges {
      makeEdges(values, isIncluded: isIncluded, threads: threads)
      hasEdges = true
    }
    var staged = Staged(
      patientCount: patientCount, bins: Array(repeating: Self.nothing, count: cellCount * patientCount),
      lowest: Array(repeating: .infinity, count: cellCount), highest: Array(repeating: -.infinity, count: cellCount))
    let cells = cellCount
    values.withUnsafeBufferPointer { values in
      edges.withUnsafeBufferPointer { edges in
        staged.bins.withUnsafeMutableBufferPointer { bins in
          staged.lowest.withUnsafeMutableBufferPointer { lowest in
            staged.highest.withUnsafeMutableBufferPointer { highest in
              // Each thread has its own cells.
              nonisolated(unsafe) let (values, edges) = (values, edges)
              nonisolated(unsafe) let (bins, lowest, highest) = (bins, lowest, highest)
              Self.inTiles(of: cells, threads: threads) { tile in
                for patient in 0..<patientCount where isIncluded[patient] {
                  for cell in tile {
                    let value = values[patient * cells + cell]
                    guard value.isFinite else { continue }
                    bins[cell * patientCount + patient] = Self.bin(of: value, in: edges, at: cell * Self.stride)
                    if value < lowest[cell] { lowest[cell] = value }
                    if value > highest[cell] { highest[cell] = value }
                  }
                }
              }
            }
          }
        }
      }
    }
    return staged
  }

  /// Counts what was sorted into bins.
  package func count(_ staged: Staged, threads: Int) {
    let patientCount = staged.patientCount
    counts.withUnsafeMutableBufferPointer { counts in
      staged.bins.withUnsafeBufferPointer { bins in
        nonisolated(unsafe) let (counts, bins) = (counts, bins)
        Self.inTiles(of: cellCount, threads: threads) { tile in
          for cell in tile {
            for patient in 0..<patientCount {
              let bin = bins[cell * patientCount + patient]
              if bin != Self.nothing { counts[cell * Self.countStride + Int(bin)] += 1 }
            }
          }
        }
      }
    }
    for cell in 0..<cellCount {
      lowest[cell] = min(lowest[cell], staged.lowest[cell])
      highest[cell] = max(highest[cell], staged.highest[cell])
    }
  }

  /// Twice the number of edges below a value, and one more where it lies on the next.
  private static func bin(of value: Double, in edges: UnsafeBufferPointer<Double>, at start: Int) -> UInt8 {
    // Written out, so that there is no branch to guess.
    var below = start
    below += edges[below + 63] < value ? 64 : 0
    below += edges[below + 31] < value ? 32 : 0
    below += edges[below + 15] < value ? 16 : 0
    below += edges[below + 7] < value ? 8 : 0
    below += edges[below + 3] < value ? 4 : 0
    below += edges[below + 1] < value ? 2 : 0
    below += edges[below] < value ? 1 : 0
    let index = below - start
    return UInt8(truncatingIfNeeded: 2 * index + (index < edgeCount && edges[below] == value ? 1 : 0))
  }

  static func inTiles(of cells: Int, threads: Int, _ work: @Sendable (Range<Int>) -> Void) {
    let tiles = (cells + tile - 1) / tile
    let workers = max(1, min(threads, tiles))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for index in Swift.stride(from: worker, to: tiles, by: workers) {
        work(index * tile..<min(cells, (index + 1) * tile))
      }
    }
  }

  // MARK: edges

  private func makeEdges(_ values: [Double], isIncluded: [Bool], threads: Int) {
    let cells = cellCount
    let patients = isIncluded.indices.filter { isIncluded[$0] }
    edges.withUnsafeMutableBufferPointer { edges in
      nonisolated(unsafe) let edges = edges
      Self.inTiles(of: cells, threads: threads) { tile in
        var own: [Double] = []
        for cell in tile {
          own.removeAll(keepingCapacity: true)
          for patient in patients {
            let value = values[patient * cells + cell]
            if value.isFinite { own.append(value) }
          }
          own.sort()
          for (index, edge) in Self.edges(ofPilot: own).enumerated() { edges[cell * Self.stride + index] = edge }
        }
      }
    }
  }

  /// Distances of edges from the rank of a quantile, in standard errors of the pilot's rank.
  private static let distances = [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.5, 3, 4]

  /// Edges from the pilot's values in ascending order: all of them where there are few different ones.
  static func edges(ofPilot values: [Double]) -> [Double] {
    var distinct: [Double] = []
    for value in values where value != distinct.last {
      distinct.append(value)
      if distinct.count > edgeCount { break }
    }
    guard distinct.count > edgeCount else { return distinct }
    let last = Double(values.count - 1)
    var ranks: Set<Int> = [0, values.count - 1]
    for level in StageSeries.levels {
      let error = (level * (1 - level) * Double(values.count)).squareRoot()
      for distance in [0] + distances + distances.map(-) {
        ranks.insert(Int(min(last, max(0, level * last + distance * error)).rounded()))
      }
    }
    var edges: [Double] = []
    for rank in ranks.sorted() where values[rank] != edges.last { edges.append(values[rank]) }
    return edges
  }

  // MARK: quantiles

  /// Quantiles of one cell at ascending shares, the number of values behind them, and the share of that number by which
  /// the rank of any of them may at most be off.
  package func quantiles(cell: Int, levels: [Double] = StageSeries.levels) -> (
    values: [Double], count: Int, rankError: Double
  ) {
    let counts = counts[cell * Self.countStride..<cell * Self.countStride + Self.binCount]
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total > 0 else { return (levels.map { _ in .nan }, 0, 0) }
    var (values, worst): ([Double], Double) = ([], 0)
    for level in levels {
      // The rank of definition 7 of Hyndman and Fan, from 0.
      let rank = level * Double(total - 1)
      var (bin, below) = (counts.startIndex, 0)
      while below + Int(counts[bin]) <= Int(rank) {
        below += Int(counts[bin])
        bin += 1
      }
      let index = bin - counts.startIndex
      let count = Double(counts[bin])
      if index % 2 == 1 {
        values.append(edges[cell * Self.stride + index / 2])
        // Between two values of which only the lower one lies here.
        worst = max(worst, max(0, rank - (Double(below) + count - 1)))
        continue
      }
      let low = max(index == 0 ? -.infinity : edges[cell * Self.stride + index / 2 - 1], lowest[cell])
      let high = min(index == 2 * Self.edgeCount ? .infinity : edges[cell * Self.stride + index / 2], highest[cell])
      let position = min(1, (rank - Double(below) + 0.5) / count)
      values.append(low + position * (high - low))
      worst = max(worst, max(rank - Double(below), Double(below) + count - rank))
    }
    return (values, total, worst / Double(total))
  }

  /// Median and 5 to 95 % of one cell, and the bound on their ranks' error.
  func interval(cell: Int) -> (interval: Interval, rankError: Double) {
    let (values, count, rankError) = quantiles(cell: cell, levels: [0.05, 0.5, 0.95])
    return (Interval(median: values[1], low: values[0], high: values[2], count: count), rankError)
  }
}
