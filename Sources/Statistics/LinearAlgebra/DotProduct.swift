/// The sum of products of two rows of numbers, eight at a time: the order of the sum depends on the length only.
enum DotProduct {
  static func of(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    var index = 0
    while index < whole {
      let left = UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Double>.self)
      let right = UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Double>.self)
      sums += left * right
      index += 8
    }
    var sum = sums.sum()
    while index < count {
      sum += a[index] * b[index]
      index += 1
    }
    return sum
  }
}
