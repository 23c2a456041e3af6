/// What happens next: a binary heap by time; at equal times what was put in first comes first.
struct TimeHeap<Element> {
  struct Entry {
    var time: Double
    var order: Int
    var element: Element

    static func < (left: Entry, right: Entry) -> Bool {
      (left.time, left.order) < (right.time, right.order)
    }
  }

  private var entries: [Entry] = []
  private var order = 0

  var first: Entry? { entries.first }

  mutating func removeAll() { entries.removeAll() }

  /// - Complexity: O(log count).
  mutating func insert(_ element: Element, at time: Double) {
    order += 1
    entries.append(Entry(time: time, order: order, element: element))
    var index = entries.count - 1
    while index > 0, entries[index] < entries[(index - 1) / 2] {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// - Complexity: O(log count).
  mutating func removeFirst() {
    guard let last = entries.popLast(), !entries.isEmpty else { return }
    entries[0] = last
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < entries.count }
      guard let least = children.min(by: { entries[$0] < entries[$1] }), entries[least] < entries[index] else { return }
      entries.swapAt(index, least)
      index = least
    }
  }
}
