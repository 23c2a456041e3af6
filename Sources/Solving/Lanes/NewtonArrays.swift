import NativeCode

/// Work space for making algebraic rows consistent.
struct NewtonArrays: Sendable {
  /// Whether the lane still iterates.
  let isActive: KernelArray
  /// The share of Newton's correction that is taken.
  let damping: KernelArray
  let iterations: KernelArray
  /// Size of the correction, in units of the tolerance, before and after it was taken.
  let correction: KernelArray
  let nextCorrection: KernelArray

  init(isUsed: Bool, in program: inout KernelProgram) {
    let one = isUsed ? 1 : 0
    isActive = program.array("newtonActive", count: one)
    damping = program.array("newtonDamping", count: one)
    iterations = program.array("newtonIterations", count: one)
    correction = program.array("newtonCorrection", count: one)
    nextCorrection = program.array("newtonNextCorrection", count: one)
  }
}
