/// Which LLVM makes the machine code.
package enum LLVMVersion {
  package static let major: String? = "19"

  /// `19.1.7`, for which LLVM is loaded; nil where there is none.
  package static var text: String? {
    guard let llvm = try? LLVMLibrary.shared.get() else { return nil }
    var (major, minor, patch) = (UInt32(0), UInt32(0), UInt32(0))
    llvm.version(&major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}
