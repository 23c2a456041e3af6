/// Machine code of one kernel for W lanes, ready to run.
package final class CompiledKernel: @unchecked Sendable {
  package typealias Entry = @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer) -> Void

  /// Lanes per block.
  package let width: Int
  /// Words per lane of a block.
  package let wordCount: Int
  /// Whether the code came from the cache.
  package let isFromCache: Bool
  private let jit: OpaquePointer
  private let entries: [String: Entry]
  private let externals: UnsafeMutablePointer<UInt>

  /// Compiles the kernel, or takes its code from the cache.
  ///
  /// - Parameters:
  ///   - width: lanes per register; nil takes what the processor has.
  ///   - cache: nil compiles anew and stores nothing.
  package init(
    _ program: KernelProgram, width: Int? = nil, tier: CodeTier, cache: ObjectCache? = .standard()
  ) throws(NativeCodeError) {
    let llvm = try LLVMLibrary.shared.get()
    let processor = try HostProcessor.detect()
    let lanes = width ?? processor.lanes
    let text = ModuleText(width: lanes, expandsRoutines: tier.expandsRoutines).emit(program)
    let key = cache.map { _ in ObjectCache.key(text: text, processor: processor, tier: tier) }
    let object: [UInt8]
    if let cache, let key, let stored = cache.object(key) {
      object = stored
      isFromCache = true
    } else {
      object = try Compiler(processor: processor, tier: tier).object(from: text)
      isFromCache = false
      if let cache, let key { cache.store(object, as: key) }
    }

    var created: OpaquePointer?
    try llvm.check(llvm.createJIT(&created, nil), "starting the loader")
    guard let created else { throw .llvmFailed(doing: "starting the loader", reason: "no loader") }
    jit = created
    let buffer = object.withUnsafeBytes { bytes in
      llvm.createMemoryBufferCopy(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "object")
    }
    try llvm.check(llvm.addObject(jit, llvm.mainLibrary(jit), buffer), "loading the code")
    var entries: [String: Entry] = [:]
    for function in program.functions where function.isEntry {
      var address: UInt64 = 0
      try llvm.check(llvm.lookUp(jit, &address, function.name), "finding \(function.name)")
      guard let pointer = UnsafeRawPointer(bitPattern: UInt(address)) else {
        throw .llvmFailed(doing: "finding \(function.name)", reason: "no address")
      }
      entries[function.name] = unsafeBitCast(pointer, to: Entry.self)
    }
    self.entries = entries
    self.width = lanes
    wordCount = program.wordCount
    externals = .allocate(capacity: ExternalFunction.table.count)
    externals.initialize(from: ExternalFunction.table, count: ExternalFunction.table.count)
  }

  deinit {
    if case .success(let llvm) = LLVMLibrary.shared { _ = llvm.disposeJIT(jit) }
    externals.deallocate()
  }

  /// Runs an entry function on a block of `wordCount · width` words, 64-byte aligned.
  ///
  /// - Precondition: `name` is an entry of the program.
  package func run(_ name: String, on block: UnsafeMutableRawPointer) {
    guard let entry = entries[name] else { preconditionFailure("\(name) is not an entry of this kernel") }
    entry(block, externals)
  }
}
