/// An object file in memory, linked and callable; unloaded with the value.
final class LoadedObject {
  typealias Entry = @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void

  private(set) var entries: [String: Entry] = [:]
  private let jit: OpaquePointer

  /// - Parameter names: the functions to find.
  init(_ object: [UInt8], entries names: [String]) throws(NativeCodeError) {
    let llvm = try LLVMLibrary.shared.get()
    var created: OpaquePointer?
    try llvm.check(llvm.createJIT(&created, nil), "starting the loader")
    guard let created else { throw .llvmFailed(doing: "starting the loader", reason: "no loader") }
    jit = created
    let buffer = object.withUnsafeBytes { bytes in
      llvm.createMemoryBufferCopy(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "object")
    }
    try llvm.check(llvm.addObject(jit, llvm.mainLibrary(jit), buffer), "loading the code")
    for name in names {
      var address: UInt64 = 0
      try llvm.check(llvm.lookUp(jit, &address, name), "finding \(name)")
      guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)) else {
        throw .llvmFailed(doing: "finding \(name)", reason: "no address")
      }
      entries[name] = unsafeBitCast(pointer, to: Entry.self)
    }
  }

  deinit {
    if case .success(let llvm) = LLVMLibrary.shared { _ = llvm.disposeJIT(jit) }
  }
}
