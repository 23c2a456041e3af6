/// A row of records in memory, as the kernel reads them by address: three words each (time, 4·element + what to do, value),
/// and after the last one a time that never comes.
final class RecordQueue {
  private var words: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  /// How many records there are.
  private(set) var count = 0
  /// When events come that the records carry out.
  var eventTimes: [Double] = []

  private static let wordsPerRecord = 3

  /// A queue with nothing in it; its words name the unused element.
  init() {
    capacity = 8
    words = .allocate(capacity: capacity * Self.wordsPerRecord)
    end()
  }

  deinit { words.deallocate() }

  var address: Int { Int(bitPattern: words) }

  var firstTime: Double { Double(bitPattern: words[0]) }

  func removeAll() {
    count = 0
    end()
  }

  /// Puts a record after the last one.
  func append(_ record: InputRecord) {
    if count + 1 == capacity { grow() }
    let place = words + count * Self.wordsPerRecord
    place[0] = record.time.bitPattern
    place[1] = UInt64(4 * record.element + record.action.rawValue)
    place[2] = record.value.bitPattern
    count += 1
    end()
  }

  private func end() {
    let place = words + count * Self.wordsPerRecord
    place[0] = Double.infinity.bitPattern
    place[1] = 0
    place[2] = 0
  }

  private func grow() {
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * capacity * Self.wordsPerRecord)
    larger.update(from: words, count: capacity * Self.wordsPerRecord)
    words.deallocate()
    words = larger
    capacity *= 2
  }
}
