#if canImport(Glibc)
  import Glibc
#endif

/// Memory that is filled for the first time costs a visit to the system for every page: some percent of a short run.
enum LargePages {
  private static let size = 2 << 20

  /// Asks for pages of 2 MB under memory that nobody has written to yet; where there are none, nothing changes.
  static func advise(_ memory: UnsafeMutableRawPointer?, bytes: Int) {
    guard let memory, bytes >= 2 * size else { return }
    let first = memory.alignedUp(toMultipleOf: size)
    let last = (memory + bytes).alignedDown(toMultipleOf: size)
    #if canImport(Glibc)
      if last > first { _ = madvise(first, last - first, MADV_HUGEPAGE) }
    #endif
  }
}
