/// Working numbers at a fixed place, allocated once for a whole fit. The indices are not checked: they come from sizes
/// that the same fit has set.
final class NumberBuffer {
  let start: UnsafeMutablePointer<Double>
  let count: Int

  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    clear()
  }

  deinit { start.deallocate() }

  func clear() { start.initialize(repeating: 0, count: max(count, 1)) }

  subscript(_ index: Int) -> Double {
    get { start[index] }
    set { start[index] = newValue }
  }

  var array: [Double] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
