import NativeCode

/// How large a step's error is against the tolerances: the largest |e| / (atol + rtol max(|y₀|, |y₁|)) over the states.
///
/// The quotients are products with reciprocals of 9 digits: divisions would take as long as a right-hand side.
struct ErrorNorm {
  let layout: LaneLayout

  /// largestError ← the norm of the error; errorSum is not finite when any state's error is not.
  ///
  /// - Parameter error: the error of a state.
  func emit(_ b: inout KernelBuilder, error: (inout KernelBuilder, Row) -> Real) {
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    let zero = b.constant(0)
    b.store(zero, to: layout.largestError[0])
    b.store(zero, to: layout.errorSum[0])
    b.rowGroups(0..<layout.states.count) { b, rows in
      var largest = b.load(layout.largestError[0])
      var sum = b.load(layout.errorSum[0])
      for row in rows {
        let startSize = b.absolute(b.load(row.of(layout.states)))
        let endSize = b.absolute(b.load(row.of(layout.newStates)))
        let scale = b.fma(relative, b.maximum(startSize, endSize), absolute)
        let ratio = b.multiply(b.absolute(error(&b, row)), roughReciprocal(scale, &b))
        largest = b.maximum(largest, ratio)
        sum = b.add(sum, ratio)
      }
      b.store(largest, to: layout.largestError[0])
      b.store(sum, to: layout.errorSum[0])
    }
  }

  /// 1/x of a positive number to about 5·10⁻⁹: from its bit pattern, by two steps of third order.
  private func roughReciprocal(_ x: Real, _ b: inout KernelBuilder) -> Real {
    // Off by 12 % at most.
    var y = b.real(ofBits: b.integer(.subtract, b.integer(0x7FDE_6238_5024_84BA), b.bits(of: x)))
    let one = b.constant(1)
    for _ in 0..<2 {
      let rest = b.fma(b.negate(x), y, one)
      y = b.fma(b.fma(rest, rest, rest), y, y)
    }
    return y
  }
}
