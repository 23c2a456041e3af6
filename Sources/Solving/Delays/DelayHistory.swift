import NativeCode

/// The memory of one lane's past, and the times at which jumps of the past reach the present.
final class DelayHistory {
  /// A time at which the solution is less smooth: the order of the derivative that jumps.
  struct Breakpoint: Hashable, Sendable {
    var time: Double
    var order: Int
  }

  /// A patient's past between two runs.
  struct Saved: Hashable, Sendable {
    var words: [Double]
    var breakpoints: [Breakpoint]
  }

  /// Derivatives beyond this order may jump unnoticed: the method's order is no higher.
  private static let highestOrder = 5
  private static let mostBreakpoints = 512
  private static let firstCapacity = 256

  private let recordSize: Int
  private var memory: UnsafeMutablePointer<Double>
  private var capacity = DelayHistory.firstCapacity
  /// Ascending.
  private(set) var breakpoints: [Breakpoint] = []

  init(recordSize: Int) {
    self.recordSize = recordSize
    memory = .allocate(capacity: recordSize * capacity)
    memory.initialize(repeating: 0, count: recordSize * capacity)
  }

  deinit { memory.deallocate() }

  var address: Int { Int(bitPattern: memory) }

  /// Forgets everything.
  func clear() { breakpoints = [] }

  func save(count: Int) -> Saved {
    Saved(words: Array(UnsafeBufferPointer(start: memory, count: count * recordSize)), breakpoints: breakpoints)
  }

  /// - Returns: how many records there are.
  func restore(_ saved: Saved) -> Int {
    let count = saved.words.count / recordSize
    reserve(count + Self.firstCapacity, holding: 0)
    memory.update(from: saved.words, count: saved.words.count)
    breakpoints = saved.breakpoints
    return count
  }

  /// Makes room for more records: drops those that end before `oldest`, or takes more memory.
  ///
  /// - Returns: how many records are left, and how many more there is room for.
  func makeRoom(count: Int, oldest: Double) -> (count: Int, free: Int) {
    guard capacity - count < Self.firstCapacity / 4 else { return (count, capacity - count) }
    // A record is needed as long as the one after it starts later than what is looked for.
    var kept = 0
    while kept + 1 < count, memory[(kept + 1) * recordSize] < oldest { kept += 1 }
    if kept > count / 2 {
      let left = count - kept
      memory.update(from: memory + kept * recordSize, count: left * recordSize)
      return (left, capacity - left)
    }
    reserve(2 * capacity, holding: count)
    return (count, capacity - count)
  }

  private func reserve(_ wanted: Int, holding count: Int) {
    guard wanted > capacity else { return }
    let larger = UnsafeMutablePointer<Double>.allocate(capacity: wanted * recordSize)
    larger.initialize(repeating: 0, count: wanted * recordSize)
    larger.update(from: memory, count: count * recordSize)
    memory.deallocate()
    memory = larger
    capacity = wanted
  }

  /// A derivative of some order jumps at a time: the next higher one will after each of the durations.
  func note(jumpOf order: Int, at time: Double, durations: [Double]) {
    guard order < Self.highestOrder else { return }
    for duration in durations where duration > 0 && duration.isFinite {
      add(Breakpoint(time: time + duration, order: order + 1))
    }
  }

  private func add(_ new: Breakpoint) {
    let place = breakpoints.firstIndex { $0.time >= new.time * (1 - 0x1p-44) } ?? breakpoints.count
    if place < breakpoints.count, breakpoints[place].time <= new.time * (1 + 0x1p-44) {
      breakpoints[place].order = min(breakpoints[place].order, new.order)
    } else if breakpoints.count < Self.mostBreakpoints {
      breakpoints.insert(new, at: place)
    }
  }

  /// Takes the breakpoints up to a time; the lowest order among them.
  func take(until time: Double) -> Int? {
    let due = breakpoints.prefix { $0.time <= time }
    breakpoints.removeFirst(due.count)
    return due.map(\.order).min()
  }

  var nextTime: Double { breakpoints.first?.time ?? .infinity }
}
