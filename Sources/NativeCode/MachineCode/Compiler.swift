/// Turns a kernel into a relocatable object file in memory, through LLVM.
struct Compiler {
  let processor: HostProcessor
  let tier: CodeTier

  /// - Complexity: superlinear in the longest function: kernels keep functions below a few hundred operations.
  func object(from text: [UInt8]) throws(NativeCodeError) -> [UInt8] {
    let llvm = try LLVMLibrary.shared.get()
    let context = llvm.createContext()
    defer { llvm.disposeContext(context) }
    let buffer = text.withUnsafeBytes { bytes in
      llvm.createMemoryBufferCopy(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, "kernel")
    }
    var module: OpaquePointer?
    var message: UnsafeMutablePointer<CChar>?
    // Parsing takes the buffer over.
    guard llvm.parseIR(context, buffer, &module, &message) == 0 else {
      throw .llvmFailed(doing: "reading the kernel", reason: llvm.take(message))
    }
    defer { llvm.disposeModule(module) }

    var target: OpaquePointer?
    guard llvm.targetFromTriple(processor.triple, &target, &message) == 0 else {
      throw .llvmFailed(doing: "choosing the target", reason: llvm.take(message))
    }
    let positionIndependent: Int32 = 2
    let defaultModel: Int32 = 0
    let machine = llvm.createTargetMachine(
      target, processor.triple, processor.name, processor.features, tier.level, positionIndependent, defaultModel)
    defer { llvm.disposeTargetMachine(machine) }
    let objectFile: Int32 = 1
    var result: OpaquePointer?
    guard llvm.emitToMemory(machine, module, objectFile, &message, &result) == 0 else {
      throw .llvmFailed(doing: "generating code", reason: llvm.take(message))
    }
    defer { llvm.disposeMemoryBuffer(result) }
    let start = llvm.bufferStart(result)
    return [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : llvm.bufferSize(result)))
  }
}
