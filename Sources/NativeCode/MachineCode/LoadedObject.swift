/// An object file in memory, linked and callable; unloaded with the value.
final class LoadedObject {
  typealias Entry = @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void

  private(set) var entries: [String: Entry] = [:]
  /// What keeps the code in memory: our own image, or LLVM's loader.
  private var image: CodeImage?
  private var jit: OpaquePointer?

  /// - Parameter names: the functions to find.
  init(_ object: [UInt8], entries names: [String]) throws(NativeCodeError) {
    if load(object, names) { return }
    try loadWithLLVM(object, names)
  }

  /// Links the object without LLVM, which takes longer to come up than most models to run.
  ///
  /// - Returns: whether it could be done.
  private func load(_ object: [UInt8], _ names: [String]) -> Bool {
    #if arch(x86_64) && os(Linux)
      guard let linked = RelocatableObject(object), let image = CodeImage(linked.image) else { return false }
      for name in names {
        guard let place = linked.functions[name] else { return false }
        entries[name] = unsafeBitCast(image.address(of: place), to: Entry.self)
      }
      self.image = image
      return true
    #else
      return false
    #endif
  }

  private func loadWithLLVM(_ object: [UInt8], _ names: [String]) throws(NativeCodeError) {
    let llvm = try LLVMLibrary.shared.get()
    var created: OpaquePointer?
    try llvm.check(llvm.createJIT(&created, nil), "starting the loader")
    guard let created else { throw .llvmFailed(doing: "starting the loader", reason: "no loader") }
    jit = created
    let buffer = object.withUnsafeBytes { bytes in
      llvm.createMemoryBufferCopy(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "object")
    }
    try llvm.check(llvm.addObject(created, llvm.mainLibrary(created), buffer), "loading the code")
    for name in names {
      var address: UInt64 = 0
      try llvm.check(llvm.lookUp(created, &address, name), "finding \(name)")
      guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)) else {
        throw .llvmFailed(doing: "finding \(name)", reason: "no address")
      }
      entries[name] = unsafeBitCast(pointer, to: Entry.self)
    }
  }

  deinit {
    if let jit, case .success(let llvm) = LLVMLibrary.shared { _ = llvm.disposeJIT(jit) }
  }
}
