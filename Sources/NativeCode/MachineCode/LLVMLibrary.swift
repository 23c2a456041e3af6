import Foundation

/// LLVM's C interface, loaded when machine code is first needed (`libLLVM.so.19.1`, Debian package `libllvm19`), so that
/// commands that need no code do not pay for it.
///
/// Only the functions used are declared, with their C signatures; handles are opaque pointers.
final class LLVMLibrary: Sendable {
  typealias Handle = OpaquePointer
  typealias CString = UnsafePointer<CChar>
  typealias CStringOut = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

  let createContext: @convention(c) () -> Handle?
  let disposeContext: @convention(c) (Handle?) -> Void
  let createMemoryBuffer: @convention(c) (CString?, Int, CString, Int32) -> Handle?
  let createMemoryBufferCopy: @convention(c) (CString?, Int, CString) -> Handle?
  let disposeMemoryBuffer: @convention(c) (Handle?) -> Void
  let bufferStart: @convention(c) (Handle?) -> CString?
  let bufferSize: @convention(c) (Handle?) -> Int
  let parseIR: @convention(c) (Handle?, Handle?, UnsafeMutablePointer<Handle?>, CStringOut) -> Int32
  let disposeModule: @convention(c) (Handle?) -> Void
  let disposeMessage: @convention(c) (UnsafeMutablePointer<CChar>?) -> Void
  let version:
    @convention(c) (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) -> Void
  let hostName: @convention(c) () -> UnsafeMutablePointer<CChar>?
  let hostFeatures: @convention(c) () -> UnsafeMutablePointer<CChar>?
  let defaultTriple: @convention(c) () -> UnsafeMutablePointer<CChar>?
  let targetFromTriple: @convention(c) (CString, UnsafeMutablePointer<Handle?>, CStringOut) -> Int32
  let createTargetMachine: @convention(c) (Handle?, CString, CString, CString, Int32, Int32, Int32) -> Handle?
  let disposeTargetMachine: @convention(c) (Handle?) -> Void
  let emitToMemory: @convention(c) (Handle?, Handle?, Int32, CStringOut, UnsafeMutablePointer<Handle?>) -> Int32
  let createJIT: @convention(c) (UnsafeMutablePointer<Handle?>, Handle?) -> Handle?
  let disposeJIT: @convention(c) (Handle?) -> Handle?
  let mainLibrary: @convention(c) (Handle?) -> Handle?
  let addObject: @convention(c) (Handle?, Handle?, Handle?) -> Handle?
  let lookUp: @convention(c) (Handle?, UnsafeMutablePointer<UInt64>, CString) -> Handle?
  let errorMessage: @convention(c) (Handle?) -> UnsafeMutablePointer<CChar>?
  let disposeErrorMessage: @convention(c) (UnsafeMutablePointer<CChar>?) -> Void

  /// The library, or why it cannot be used.
  static let shared = Result<LLVMLibrary, NativeCodeError> { () throws(NativeCodeError) in try LLVMLibrary() }

  static let names = ["libLLVM.so.19.1", "libLLVM-19.so.1", "libLLVM-19.so"]

  private init() throws(NativeCodeError) {
    guard let library = Self.names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw .llvmMissing
    }
    func find<T>(_ name: String, as type: T.Type) throws(NativeCodeError) -> T {
      guard let symbol = dlsym(library, name) else { throw .llvmFunctionMissing(name) }
      return unsafeBitCast(symbol, to: type)
    }
    createContext = try find("LLVMContextCreate", as: type(of: createContext))
    disposeContext = try find("LLVMContextDispose", as: type(of: disposeContext))
    createMemoryBuffer = try find("LLVMCreateMemoryBufferWithMemoryRange", as: type(of: createMemoryBuffer))
    createMemoryBufferCopy = try find(
      "LLVMCreateMemoryBufferWithMemoryRangeCopy", as: type(of: createMemoryBufferCopy))
    disposeMemoryBuffer = try find("LLVMDisposeMemoryBuffer", as: type(of: disposeMemoryBuffer))
    bufferStart = try find("LLVMGetBufferStart", as: type(of: bufferStart))
    bufferSize = try find("LLVMGetBufferSize", as: type(of: bufferSize))
    parseIR = try find("LLVMParseIRInContext", as: type(of: parseIR))
    disposeModule = try find("LLVMDisposeModule", as: type(of: disposeModule))
    disposeMessage = try find("LLVMDisposeMessage", as: type(of: disposeMessage))
    version = try find("LLVMGetVersion", as: type(of: version))
    hostName = try find("LLVMGetHostCPUName", as: type(of: hostName))
    hostFeatures = try find("LLVMGetHostCPUFeatures", as: type(of: hostFeatures))
    defaultTriple = try find("LLVMGetDefaultTargetTriple", as: type(of: defaultTriple))
    targetFromTriple = try find("LLVMGetTargetFromTriple", as: type(of: targetFromTriple))
    createTargetMachine = try find("LLVMCreateTargetMachine", as: type(of: createTargetMachine))
    disposeTargetMachine = try find("LLVMDisposeTargetMachine", as: type(of: disposeTargetMachine))
    emitToMemory = try find("LLVMTargetMachineEmitToMemoryBuffer", as: type(of: emitToMemory))
    createJIT = try find("LLVMOrcCreateLLJIT", as: type(of: createJIT))
    disposeJIT = try find("LLVMOrcDisposeLLJIT", as: type(of: disposeJIT))
    mainLibrary = try find("LLVMOrcLLJITGetMainJITDylib", as: type(of: mainLibrary))
    addObject = try find("LLVMOrcLLJITAddObjectFile", as: type(of: addObject))
    lookUp = try find("LLVMOrcLLJITLookup", as: type(of: lookUp))
    errorMessage = try find("LLVMGetErrorMessage", as: type(of: errorMessage))
    disposeErrorMessage = try find("LLVMDisposeErrorMessage", as: type(of: disposeErrorMessage))

    #if arch(x86_64)
      let target = "X86"
    #elseif arch(arm64)
      let target = "AArch64"
    #else
      throw NativeCodeError.unsupportedProcessor("this architecture")
    #endif
    for part in ["TargetInfo", "Target", "TargetMC", "AsmPrinter"] {
      let initialize = try find("LLVMInitialize\(target)\(part)", as: (@convention(c) () -> Void).self)
      initialize()
    }
  }

  /// Takes a C string that LLVM allocated.
  func take(_ text: UnsafeMutablePointer<CChar>?) -> String {
    guard let text else { return "" }
    defer { disposeMessage(text) }
    return String(cString: text)
  }

  /// Throws what an LLVM error says, if it is one.
  func check(_ error: Handle?, _ doing: String) throws(NativeCodeError) {
    guard let error else { return }
    let text = errorMessage(error)
    defer { disposeErrorMessage(text) }
    throw .llvmFailed(doing: doing, reason: text.map { String(cString: $0) } ?? "no reason given")
  }
}
