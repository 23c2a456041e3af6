/// A kernel that can be run: as machine code, or interpreted. The bits are the same.
package enum KernelCode: Sendable {
  case compiled(CompiledKernel)
  case interpreted(KernelInterpreter)

  /// Lanes per block.
  package var width: Int {
    switch self {
    case .compiled(let kernel): kernel.width
    case .interpreted: 1
    }
  }

  /// Words per lane of a block.
  var wordCount: Int {
    switch self {
    case .compiled(let kernel): kernel.wordCount
    case .interpreted(let interpreter): interpreter.wordCount
    }
  }

  /// Runs an entry function on a block of this width.
  ///
  /// - Precondition: the block was made for this kernel: its width and at least its words.
  package func run(_ name: String, on block: LaneBlock) {
    precondition(block.width == width && block.wordCount >= wordCount, "a block of another kernel")
    switch self {
    case .compiled(let kernel): kernel.run(name, on: block.memory)
    case .interpreted(let interpreter): interpreter.run(name, on: block.memory)
    }
  }
}
