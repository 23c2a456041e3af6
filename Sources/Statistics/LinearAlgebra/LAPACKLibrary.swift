import Foundation

/// LAPACK, loaded when it is first needed (`liblapack.so.3`, Debian package `liblapack3`).
///
/// The reference implementation with the reference BLAS is preferred over whatever the system's alternatives point to:
/// it gives the same bits on every processor and starts no threads. Only the routines used are declared, with the
/// signatures of gfortran: everything by reference, the lengths of texts at the end.
final class LAPACKLibrary: Sendable {
  typealias Reals = UnsafeMutablePointer<Double>
  typealias Integers = UnsafeMutablePointer<Int32>
  typealias Count = UnsafePointer<Int32>
  typealias Letter = UnsafePointer<CChar>

  let geqrf: @convention(c) (Count, Count, Reals, Count, Reals, Reals, Count, Integers) -> Void
  let potrf: @convention(c) (Letter, Count, Reals, Count, Integers, Int) -> Void
  let potri: @convention(c) (Letter, Count, Reals, Count, Integers, Int) -> Void
  let potrs: @convention(c) (Letter, Count, Count, Reals, Count, Reals, Count, Integers, Int) -> Void
  let syev: @convention(c) (Letter, Letter, Count, Reals, Count, Reals, Reals, Count, Integers, Int, Int) -> Void
  let getrf: @convention(c) (Count, Count, Reals, Count, Integers, Integers) -> Void
  let getrs: @convention(c) (Letter, Count, Count, Reals, Count, Integers, Reals, Count, Integers, Int) -> Void
  let getri: @convention(c) (Count, Reals, Count, Integers, Reals, Count, Integers) -> Void
  /// The file that was loaded.
  let path: String

  static let package = "liblapack3"

  /// The library, or why it cannot be used.
  static let shared = Result<LAPACKLibrary, StatisticsError> { () throws(StatisticsError) in
    try LAPACKLibrary(files: LAPACKLibrary.files)
  }

  #if arch(arm64)
    private static let folder = "/usr/lib/aarch64-linux-gnu"
  #else
    private static let folder = "/usr/lib/x86_64-linux-gnu"
  #endif
  static let files = ["\(folder)/lapack/liblapack.so.3", "liblapack.so.3"]

  init(files: [String]) throws(StatisticsError) {
    // Loaded first so that LAPACK binds to it and not to the alternative of the same name.
    _ = dlopen("\(Self.folder)/blas/libblas.so.3", RTLD_NOW | RTLD_LOCAL)
    var found: (UnsafeMutableRawPointer, String)?
    for file in files where found == nil { found = dlopen(file, RTLD_NOW | RTLD_LOCAL).map { ($0, file) } }
    guard let (library, path) = found else { throw .libraryMissing }
    func find<T>(_ name: String, as type: T.Type) throws(StatisticsError) -> T {
      guard let symbol = dlsym(library, name) else { throw .functionMissing(name) }
      return unsafeBitCast(symbol, to: type)
    }
    self.path = path
    geqrf = try find("dgeqrf_", as: type(of: geqrf))
    potrf = try find("dpotrf_", as: type(of: potrf))
    potri = try find("dpotri_", as: type(of: potri))
    potrs = try find("dpotrs_", as: type(of: potrs))
    syev = try find("dsyev_", as: type(of: syev))
    getrf = try find("dgetrf_", as: type(of: getrf))
    getrs = try find("dgetrs_", as: type(of: getrs))
    getri = try find("dgetri_", as: type(of: getri))
  }
}

extension LAPACKLibrary {
  /// Factors a symmetric positive definite matrix in place, upper triangle, and mirrors nothing.
  ///
  /// - Returns: false when it is not positive definite.
  func factor(_ matrix: Reals, order: Int) -> Bool {
    var n = Int32(order)
    var upper = CChar(85)
    var info: Int32 = 0
    potrf(&upper, &n, matrix, &n, &info, 1)
    return info == 0
  }

  /// Replaces a factor from ``factor(_:order:)`` by the inverse of the matrix, both triangles.
  ///
  /// - Returns: false when the factor is singular.
  func invertFactor(_ factor: Reals, order: Int) -> Bool {
    var n = Int32(order)
    var upper = CChar(85)
    var info: Int32 = 0
    potri(&upper, &n, factor, &n, &info, 1)
    for column in 0..<order {
      for row in 0..<column { factor[row * order + column] = factor[column * order + row] }
    }
    return info == 0
  }

  /// Solves for `columns` right-hand sides in place, with a factor from ``factor(_:order:)``.
  func solveFactored(_ factor: Reals, order: Int, _ right: Reals, columns: Int = 1) {
    var n = Int32(order)
    var count = Int32(columns)
    var upper = CChar(85)
    var info: Int32 = 0
    potrs(&upper, &n, &count, factor, &n, right, &n, &info, 1)
  }
}

/// Whether statistics can run on this machine.
package enum LinearAlgebraCheck {
  /// The file of LAPACK that is used.
  ///
  /// - Throws: ``StatisticsError`` when it is not installed.
  package static func library() throws(StatisticsError) -> String { try LAPACKLibrary.shared.get().path }
}
