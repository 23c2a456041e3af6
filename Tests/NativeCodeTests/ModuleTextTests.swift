import NativeCode
import Testing

/// The text that LLVM reads, to the letter: a change here changes what every cached object means.
@Suite struct ModuleTextTests {
  static func program() -> KernelProgram {
    var program = KernelProgram()
    let x = program.array("x", count: 2)
    program.function("step", isEntry: true) { b in
      let value = b.load(x[0])
      let half = b.constant(0.5)
      let one = b.constant(1)
      b.store(b.fma(value, half, one), to: x[1])
    }
    return program
  }

  static func text(_ width: Int) -> String {
    String(decoding: ModuleText(width: width, expandsRoutines: true).emit(program()), as: UTF8.self)
  }

  @Test func oneLane() {
    #expect(
      Self.text(1).hasPrefix(
        """
        define void @step(ptr noalias align 64 %block, ptr %externals) noinline nounwind {
        entry:
          %v1 = getelementptr inbounds double, ptr %block, i64 1
          %v2 = load double, ptr %v1, align 8
          %v3 = call double @llvm.fma.f64(double %v2, double 0x3FE0000000000000, double 0x3FF0000000000000)
          %v4 = getelementptr inbounds double, ptr %block, i64 2
          store double %v3, ptr %v4, align 8
          ret void
        }

        """))
  }

  @Test func eightLanes() {
    let text = Self.text(8)
    #expect(text.contains("load <8 x double>, ptr %v1, align 64"))
    #expect(
      text.contains(
        "@llvm.fma.v8f64(<8 x double> %v2, <8 x double> splat (double 0x3FE0000000000000), "
          + "<8 x double> splat (double 0x3FF0000000000000))"))
  }

  /// Nothing may let LLVM change a bit.
  @Test func noFastMath() {
    for word in ["fast", "contract", "reassoc", "nnan", "arcp", "afn"] {
      for width in [1, 2, 4, 8] { #expect(!Self.text(width).contains(word)) }
    }
  }
}
