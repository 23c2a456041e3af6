/// A kernel as LLVM assembly text for W lanes.
///
/// Plain vector instructions only: no fast-math flags, `llvm.fma` where the program says so and nowhere else. Routines
/// are either expanded at every use (fast code) or called (small code): the bits are the same.
package struct ModuleText {
  /// Lanes per register: 1, 2, 4 or 8.
  package let width: Int
  package let expandsRoutines: Bool

  package init(width: Int, expandsRoutines: Bool) {
    self.width = width
    self.expandsRoutines = expandsRoutines
  }

  /// The module's text, UTF-8. Entry functions have the C signature `void (void *block, const void *externals)`.
  package func emit(_ program: KernelProgram) -> [UInt8] {
    var writer = ModuleWriter(width: width, expandsRoutines: expandsRoutines, program: program)
    writer.writeModule()
    return writer.text
  }
}
