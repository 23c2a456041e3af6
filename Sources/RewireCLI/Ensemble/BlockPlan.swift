/// How many rows are run together.
///
/// A row's bits do not depend on it. Small blocks leave lanes idle at their ends; large ones need memory, and are what
/// a stop loses.
struct BlockPlan {
  private let smallest: Int
  private let largest: Int
  private(set) var rows: Int

  private static let seconds = 10.0
  private static let bytes = 1 << 28

  /// - Parameters:
  ///   - rowBytes: the size of one row's part of the array.
  ///   - lanes: how many rows are advanced at a time, on all threads together.
  init(rowBytes: Int, lanes: Int) {
    let fitting = max(1, Self.bytes / max(1, rowBytes))
    largest = min(fitting, max(4096, 128 * lanes))
    smallest = min(fitting, max(256, 4 * lanes))
    rows = smallest
  }

  /// A block has taken so long: the next one is to take ten seconds at most.
  mutating func note(rows done: Int, seconds: Double) {
    let fitting = seconds > 0 ? Double(done) / seconds * Self.seconds : Double(largest)
    rows = min(largest, max(smallest, fitting < Double(largest) ? Int(fitting) : largest))
  }
}
