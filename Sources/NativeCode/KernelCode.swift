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

  /// Runs an entry function on a block of this width.
  package func run(_ name: String, on block: LaneBlock) {
    switch self {
    case .compiled(let kernel): kernel.run(name, on: block.memory)
    case .interpreted(let interpreter): interpreter.run(name, on: block.memory)
    }
  }
}
