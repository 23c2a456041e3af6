/// The processor that code is made for, as LLVM names it.
package struct HostProcessor: Sendable, Hashable {
  /// LLVM's name of the type, `sapphirerapids`.
  package let name: String
  /// What it can do, `+fma,+avx2,…`.
  package let features: String
  /// The target triple, `x86_64-pc-linux-gnu`.
  package let triple: String

  /// Asks LLVM.
  package static func detect() throws(NativeCodeError) -> HostProcessor {
    let llvm = try LLVMLibrary.shared.get()
    let processor = HostProcessor(
      name: llvm.take(llvm.hostName()), features: llvm.take(llvm.hostFeatures()),
      triple: llvm.take(llvm.defaultTriple()))
    guard processor.hasFusedMultiplyAdd else { throw .unsupportedProcessor(processor.name) }
    return processor
  }

  /// A processor with AVX2 and fused multiply-add and nothing newer: for code that must be the same on every machine,
  /// so that its instructions can be counted.
  package static let avx2 = HostProcessor(
    name: "x86-64-v3", features: "+avx2,+fma", triple: "x86_64-pc-linux-gnu")

  private func has(_ feature: String) -> Bool {
    features.split(separator: ",").contains { $0 == "+\(feature)" }
  }

  var hasFusedMultiplyAdd: Bool {
    #if arch(x86_64)
      has("fma")
    #else
      true
    #endif
  }

  /// How many 64-bit lanes a register holds: 8 with AVX-512, 4 with AVX2, else 2.
  package var lanes: Int {
    if has("avx512f") && has("avx512dq") { return 8 }
    return has("avx2") ? 4 : 2
  }
}
