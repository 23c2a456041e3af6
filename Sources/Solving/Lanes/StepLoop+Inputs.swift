import NativeCode

/// What comes from outside.
extension StepLoop {
  /// Carries out every queued record whose time has come. A record is three words: its time, 4·element + what to do
  /// (``InputAction``), and its value; the element counts words of the lane's block. The last record sets the status.
  func emitInputs(_ b: inout KernelBuilder) {
    let first = isDue(layout.queueTime, &b)
    let one = b.constant(1)
    let flag = b.load(layout.restarts[0])
    b.store(b.select(first, one, flag), to: layout.restarts[0])
    b.repeatWhileAny { b in
      let pending = isDue(layout.queueTime, &b)
      let record = b.loadInteger(layout.queueAddress[0])
      let word = b.integer(8)
      let codeAddress = b.integer(.add, record, word)
      let valueAddress = b.integer(.add, codeAddress, word)
      let code = b.gatherInteger(at: codeAddress)
      let value = b.gatherReal(at: valueAddress)
      let twoBits = b.integer(2)
      let kindBits = b.integer(3)
      let element = b.integer(.shiftRight, code, twoBits)
      let kind = b.integer(.and, code, kindBits)
      let adding = b.integer(Int64(InputAction.add.rawValue))
      let multiplying = b.integer(Int64(InputAction.multiply.rawValue))
      let adds = b.compare(.equal, kind, adding)
      let multiplies = b.compare(.equal, kind, multiplying)
      let base = b.address(of: Slot.blockStart)
      let stride = b.elementStride()
      let offset = b.integer(.multiply, element, stride)
      let target = b.integer(.add, base, offset)
      let old = b.gatherReal(at: target)
      let sum = b.add(old, value)
      let product = b.multiply(old, value)
      let replaced = b.select(multiplies, product, value)
      let new = b.select(adds, sum, replaced)
      b.scatter(new, at: target, where: pending)
      let length = b.integer(24)
      let nextRecord = b.integer(.add, record, length)
      let advanced = b.select(pending, nextRecord, record)
      b.store(advanced, to: layout.queueAddress[0])
      b.store(b.gatherReal(at: advanced), to: layout.queueTime[0])
      return isDue(layout.queueTime, &b)
    }
  }
}
