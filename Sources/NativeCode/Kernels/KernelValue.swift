/// A real number per lane: a register of a kernel function.
package struct Real: Hashable, Sendable { let register: Int32 }

/// A 64-bit integer per lane: counters, addresses, bit patterns.
package struct Integer: Hashable, Sendable { let register: Int32 }

/// A truth value per lane.
package struct Mask: Hashable, Sendable { let register: Int32 }

/// A whole number that is the same in all lanes: the counter of a loop, or an entry of a ``KernelTable``. It says which
/// ``Slot`` or entry is meant, or how far a loop goes.
package struct Index: Hashable, Sendable { let register: Int32 }

/// Constant whole numbers beside the code, the same for all lanes and blocks: which slots a loop works on.
package struct KernelTable: Hashable, Sendable {
  package let name: String
  let number: Int
  package let count: Int
}

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
    return Slot(element: start + index, index: nil)
  }

  /// Element `index + offset`.
  package subscript(_ index: Index, offset offset: Int = 0) -> Slot {
    Slot(element: start + offset, index: index)
  }
}

/// One word per lane in the block.
package struct Slot: Hashable, Sendable {
  /// Word 0 of the block: addresses of other words are counted from it.
  package static let blockStart = Slot(element: 0, index: nil)

  /// Word `index + offset` of the block.
  package static func word(_ index: Index, offset: Int = 0) -> Slot { Slot(element: offset, index: index) }

  let element: Int
  let index: Index?
}
