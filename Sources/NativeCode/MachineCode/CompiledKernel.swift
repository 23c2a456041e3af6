/// Machine code of one kernel for W lanes, ready to run.
package final class CompiledKernel: @unchecked Sendable {
  /// Lanes per block.
  package let width: Int
  /// Words per lane of a block.
  package let wordCount: Int
  /// Whether the code came from the cache.
  package let isFromCache: Bool
  private let object: LoadedObject
  private let externals: UnsafeMutablePointer<UInt>

  /// Compiles the kernel, or takes its code from the cache: then neither its text is written nor LLVM loaded.
  ///
  /// - Parameters:
  ///   - processor: what the code is made for; nil takes this machine's.
  ///   - width: lanes per register; nil takes what the processor has.
  ///   - cache: nil compiles anew and stores nothing.
  package init(
    _ program: KernelProgram, processor: HostProcessor? = nil, width: Int? = nil, tier: CodeTier,
    cache: ObjectCache? = .standard()
  ) throws(NativeCodeError) {
    let identity = if let processor { ProcessorIdentity(processor) } else { try ProcessorIdentity.current() }
    let lanes = width ?? identity.lanes
    let key = cache.map { _ in ObjectCache.key(program, width: lanes, processor: identity, tier: tier) }
    let names = program.functions.filter(\.isEntry).map(\.name)
    if let cache, let key, let stored = cache.object(key), let loaded = try? LoadedObject(stored, entries: names) {
      object = loaded
      isFromCache = true
    } else {
      let text = ModuleText(width: lanes, expandsRoutines: tier.expandsRoutines).emit(program)
      let target = if let processor { processor } else { try HostProcessor.detect() }
      let code = try Compiler(processor: target, tier: tier).object(from: text)
      object = try LoadedObject(code, entries: names)
      isFromCache = false
      if let cache, let key { cache.store(code, as: key) }
    }
    self.width = lanes
    wordCount = program.wordCount
    externals = .allocate(capacity: ExternalFunction.table.count)
    externals.initialize(from: ExternalFunction.table, count: ExternalFunction.table.count)
  }

  deinit {
    externals.deallocate()
  }

  /// Runs an entry function on a block of `wordCount · width` words, 64-byte aligned.
  ///
  /// - Precondition: `name` is an entry of the program.
  package func run(_ name: String, on block: UnsafeMutableRawPointer) {
    guard let entry = object.entries[name] else { preconditionFailure("\(name) is not an entry of this kernel") }
    entry(block, externals)
  }
}
