/// The memory that a kernel works on: one block of words for W lanes, 64-byte aligned, zero at first.
package final class LaneBlock: @unchecked Sendable {
  package let width: Int
  package let wordCount: Int
  package let memory: UnsafeMutableRawPointer

  package init(wordCount: Int, width: Int) {
    self.width = width
    self.wordCount = wordCount
    let bytes = wordCount * width * 8
    memory = .allocate(byteCount: max(64, bytes), alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit { memory.deallocate() }

  /// Element `index` of an array, in one lane, as a real number.
  @inlinable package subscript(_ array: KernelArray, _ index: Int, _ lane: Int) -> Double {
    get { memory.load(fromByteOffset: offset(array, index, lane), as: Double.self) }
    set { memory.storeBytes(of: newValue, toByteOffset: offset(array, index, lane), as: Double.self) }
  }

  /// Element `index` of an array, in one lane, as an integer.
  @inlinable package subscript(integer array: KernelArray, _ index: Int, _ lane: Int) -> Int64 {
    get { memory.load(fromByteOffset: offset(array, index, lane), as: Int64.self) }
    set { memory.storeBytes(of: newValue, toByteOffset: offset(array, index, lane), as: Int64.self) }
  }

  /// A word of the block in one lane, whatever it holds.
  @inlinable package subscript(word word: Int, lane: Int) -> UInt64 {
    get { memory.load(fromByteOffset: (word * width + lane) * 8, as: UInt64.self) }
    set { memory.storeBytes(of: newValue, toByteOffset: (word * width + lane) * 8, as: UInt64.self) }
  }

  /// Bytes from the start of the memory.
  @inlinable package func offset(_ array: KernelArray, _ index: Int, _ lane: Int) -> Int {
    ((array.start + index) * width + lane) * 8
  }
}
