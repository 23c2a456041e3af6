import NativeCode

/// How a lane and its caller speak about events and breakpoints.
package struct AttentionArrays: Sendable {
  /// The next time at which the lane's caller wants to be asked; the lane steps onto it.
  let appointment: KernelArray
  /// Whether the caller has seen the lane since its last jump or landing.
  let isAttended: KernelArray
  /// What the status was before the lane began to wait.
  let resumedStatus: KernelArray
  /// Whether the algebraic rows of the lane are to be settled.
  let isSettling: KernelArray

  init(isUsed: Bool, in program: inout KernelProgram) {
    let one = isUsed ? 1 : 0
    appointment = program.array("appointment", count: one)
    isAttended = program.array("isAttended", count: one)
    resumedStatus = program.array("resumedStatus", count: one)
    isSettling = program.array("isSettling", count: one)
  }
}
