import Randomness

/// Permuted blocks within strata. What is given out are slots: arms, or in a crossover sequences of arms.
struct Randomisation {
  /// A block holds every slot this often in all, where the subjects fill such blocks.
  private static let repeats = 2

  private let streams: TrialStreams
  /// The replicate's first candidate.
  private let first: Int
  private let block: [Int]
  /// By stratum.
  private var blocks: [Int: (number: Int, order: [Int], used: Int)] = [:]

  /// - Parameters:
  ///   - shares: by slot, whole numbers.
  ///   - subjects: of the trial; without strata, the arms' numbers are exact where whole blocks hold them.
  init(shares: [Int], subjects: Int, streams: TrialStreams, first: Int) {
    self.streams = streams
    self.first = first
    let size = max(1, shares.reduce(0, +))
    block = (0..<(subjects % (Self.repeats * size) == 0 ? Self.repeats : 1)).flatMap { _ in
      shares.enumerated().flatMap { Array(repeating: $0, count: $1) }
    }
  }

  /// The next slot of a stratum.
  mutating func next(stratum: Int) -> Int {
    var state = blocks[stratum] ?? (-1, [], 0)
    if state.used == state.order.count {
      state = (state.number + 1, block, 0)
      var stream = streams.block(first, stratum: stratum, block: state.number % 4096)
      for index in stride(from: block.count - 1, to: 0, by: -1) {
        state.order.swapAt(index, min(index, Int(stream.uniform() * Double(index + 1))))
      }
    }
    let slot = state.order[state.used]
    state.used += 1
    blocks[stratum] = state
    return slot
  }
}

/// The orders in which a crossover's arms follow each other.
enum CrossoverSequences {
  /// Every arm stands equally often in every period, and follows every other equally often (Williams 1949,
  /// doi:10.1071/CH9490149): as many sequences as arms, or twice as many for an odd number.
  static func all(armCount: Int) -> [[Int]] {
    var start: [Int] = []
    for place in 0..<armCount { start.append(place % 2 == 0 ? place / 2 : armCount - (place + 1) / 2) }
    let square = (0..<armCount).map { shift in start.map { ($0 + shift) % armCount } }
    return armCount % 2 == 0 ? square : square + square.map { $0.reversed() }
  }
}
