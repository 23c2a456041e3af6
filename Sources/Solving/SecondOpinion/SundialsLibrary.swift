import Foundation

/// One of SUNDIALS' solver libraries, loaded when it is first asked for. Debian's runtime packages hold the vectors,
/// matrices and linear solvers inside the solver's library.
///
/// Only the functions used are declared, with the C signatures of SUNDIALS 6 (`realtype` double, `sunindextype` 64 bit).
final class SundialsLibrary: Sendable {
  typealias Handle = OpaquePointer
  typealias Reals = UnsafeMutablePointer<Double>
  typealias Memory = UnsafeMutableRawPointer

  let createContext: @convention(c) (Memory?, UnsafeMutablePointer<Handle?>) -> Int32
  let freeContext: @convention(c) (UnsafeMutablePointer<Handle?>) -> Int32
  let makeVector: @convention(c) (Int, Reals, Handle?) -> Handle?
  let vectorData: @convention(c) (Handle?) -> Reals?
  let destroyVector: @convention(c) (Handle?) -> Void
  let makeMatrix: @convention(c) (Int, Int, Handle?) -> Handle?
  /// Column-major.
  let matrixData: @convention(c) (Handle?) -> Reals?
  let destroyMatrix: @convention(c) (Handle?) -> Void
  let makeLinearSolver: @convention(c) (Handle?, Handle?, Handle?) -> Handle?
  let freeLinearSolver: @convention(c) (Handle?) -> Int32

  private let library: SundialsSymbols

  init(file: String, package: String) throws(SecondOpinionError) {
    library = try SundialsSymbols(file: file, package: package)
    createContext = try library.find("SUNContext_Create")
    freeContext = try library.find("SUNContext_Free")
    makeVector = try library.find("N_VMake_Serial")
    vectorData = try library.find("N_VGetArrayPointer")
    destroyVector = try library.find("N_VDestroy")
    makeMatrix = try library.find("SUNDenseMatrix")
    matrixData = try library.find("SUNDenseMatrix_Data")
    destroyMatrix = try library.find("SUNMatDestroy")
    makeLinearSolver = try library.find("SUNLinSol_Dense")
    freeLinearSolver = try library.find("SUNLinSolFree")
  }

  func find<T>(_ name: String) throws(SecondOpinionError) -> T { try library.find(name) }
}

/// A loaded library's symbols; it stays loaded until the process ends.
struct SundialsSymbols: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer
  private let file: String
  private let package: String

  init(file: String, package: String) throws(SecondOpinionError) {
    guard let handle = dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      throw .libraryMissing(file: file, package: package)
    }
    self.handle = handle
    self.file = file
    self.package = package
  }

  func find<T>(_ name: String) throws(SecondOpinionError) -> T {
    guard let symbol = dlsym(handle, name) else {
      throw .functionMissing(name, file: file, package: package)
    }
    return unsafeBitCast(symbol, to: T.self)
  }
}
