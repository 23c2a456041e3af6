package import Diagnostics

/// Why no machine code could be made.
package enum NativeCodeError: ExplainedError, Equatable {
  case llvmMissing
  case llvmFunctionMissing(String)
  case llvmFailed(doing: String, reason: String)
  case unsupportedProcessor(String)

  package var explanation: Explanation {
    switch self {
    case .llvmMissing:
      Explanation(
        "the code generator LLVM 19 is not installed",
        hint: "install it with: apt-get install --no-install-recommends libllvm19")
    case .llvmFunctionMissing(let name):
      Explanation(
        "the installed LLVM lacks the function \(name)",
        hint: "install version 19: apt-get install --no-install-recommends libllvm19")
    case .llvmFailed(let doing, let reason):
      Explanation("LLVM failed while \(doing): \(reason)")
    case .unsupportedProcessor(let name):
      Explanation(
        "the processor (\(name)) has no fused multiply-add instruction, which exact reproducibility needs",
        hint: "use a processor from 2013 or later (AVX2 with FMA, or 64-bit Arm)")
    }
  }
}
