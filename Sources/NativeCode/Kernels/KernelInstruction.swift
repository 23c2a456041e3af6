/// One operation of a kernel function. The same list is turned into machine code for W lanes and interpreted for one
/// lane; every operation is exactly rounded IEEE arithmetic or integer arithmetic, so all back ends agree to the bit.
package indirect enum KernelInstruction: Sendable {
  package enum RealUnary: UInt8, Sendable { case negate, absolute, squareRoot, floor, ceiling }
  package enum RealBinary: UInt8, Sendable { case add, subtract, multiply, divide }
  package enum IntegerBinary: UInt8, Sendable {
    case add, subtract, multiply, and, or, shiftLeft, shiftRight, shiftRightSigned
  }
  /// Comparisons are ordered (false with NaN), except `unequal`, which is true with NaN.
  package enum Comparison: UInt8, Sendable { case less, lessOrEqual, equal, unequal }
  package enum MaskBinary: UInt8, Sendable { case and, or }

  case realConstant(Int32, Double)
  case integerConstant(Int32, Int64)
  case realUnary(RealUnary, Int32, Int32)
  case realBinary(RealBinary, Int32, Int32, Int32)
  /// a · b + c with one rounding
  case fusedMultiplyAdd(Int32, Int32, Int32, Int32)
  case compareReal(Comparison, Int32, Int32, Int32)
  case integerBinary(IntegerBinary, Int32, Int32, Int32)
  case compareInteger(Comparison, Int32, Int32, Int32)
  case maskBinary(MaskBinary, Int32, Int32, Int32)
  case maskNot(Int32, Int32)
  /// Holds in every lane when the operand holds in any.
  case broadcastAny(Int32, Int32)
  case selectReal(Int32, mask: Int32, Int32, Int32)
  case selectInteger(Int32, mask: Int32, Int32, Int32)
  case bitsOfReal(Int32, Int32)
  case realOfBits(Int32, Int32)
  case loadReal(Int32, Slot)
  case storeReal(Slot, Int32)
  case loadInteger(Int32, Slot)
  case storeInteger(Slot, Int32)
  /// The byte address of a slot, per lane.
  case address(Int32, Slot)
  /// The byte distance between neighbouring elements of one lane (8 · W).
  case elementStride(Int32)
  case gatherReal(Int32, address: Int32)
  case gatherInteger(Int32, address: Int32)
  /// Stores where the mask holds.
  case scatterReal(address: Int32, Int32, mask: Int32)
  /// A rare function of the first operand where the mask holds (called lane by lane), the other operand elsewhere.
  case external(Int32, ExternalFunction, Int32, mask: Int32, otherwise: Int32)
  /// A pure routine: result and arguments are real.
  case routine(Int32, Int, [Int32])
  case loop(counter: Int32, count: Int, body: [KernelInstruction])
  /// Entry `index · stride + offset` of a table, for all lanes.
  case tableEntry(Int32, table: Int, index: Int32, stride: Int, offset: Int)
  /// Runs the body with a counter from one index up to, not including, another: not at all when that is not above.
  case range(counter: Int32, from: Int32, to: Int32, body: [KernelInstruction])
  /// Runs the body, then again as long as the condition that it computes holds in any lane.
  case repeatWhileAny(body: [KernelInstruction], condition: Int32)
  case ifAny(mask: Int32, body: [KernelInstruction])
  case call(function: Int)
}
