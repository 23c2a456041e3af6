/// A real number per lane: a register of a kernel function.
package struct Real: Hashable, Sendable { let register: Int32 }

/// A 64-bit integer per lane: counters, addresses, bit patterns.
package struct Integer: Hashable, Sendable { let register: Int32 }

/// A truth value per lane.
package struct Mask: Hashable, Sendable { let register: Int32 }

/// The counter of a loop: the same in all lanes, usable only in a ``Slot``.
package struct LoopCounter: Hashable, Sendable { let register: Int32 }

/// An array of 64-bit words per lane in the kernel's block. Element `e` of lane `l` lies at word
/// `(start + e) · W + l`.
package struct KernelArray: Hashable, Sendable {
  package let name: String
  /// First word of the array in the block.
  package let start: Int
  package let count: Int

  /// Element `index`.
  package subscript(_ index: Int) -> Slot {
    precondition(index >= 0 && index < count, "element \(index) of \(name), which has \(count)")
    return Slot(element: start + index, counter: nil)
  }

  /// Element `counter + offset`, inside a loop.
  package subscript(_ counter: LoopCounter, offset offset: Int = 0) -> Slot {
    Slot(element: start + offset, counter: counter)
  }
}

/// One word per lane in the block.
package struct Slot: Hashable, Sendable {
  /// Word 0 of the block: addresses of other words are counted from it.
  package static let blockStart = Slot(element: 0, counter: nil)

  let element: Int
  let counter: LoopCounter?
}
