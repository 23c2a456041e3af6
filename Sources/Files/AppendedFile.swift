#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A result that grows over a long run, under a name of its own until it is whole: it can be left, and taken up again
/// at any mark that was noted.
package final class AppendedFile {
  /// A place in the file up to which its content is known.
  package struct Mark: Sendable, Hashable {
    package var byteCount: Int
    package var checksum: UInt64

    package init(byteCount: Int, checksum: UInt64) {
      self.byteCount = byteCount
      self.checksum = checksum
    }

    /// The start of any file.
    package static var start: Mark { Mark(byteCount: 0, checksum: Checksum().value) }
  }

  package let path: String
  private var descriptor: Int32
  private var sum = Checksum()
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 20

  /// Opens the file to go on at a mark; what lies behind it is cut off. At the start, the file is made when it is
  /// missing.
  ///
  /// - Throws: ``FileError/damaged(path:)`` when the content up to the mark is not what was written,
  ///   ``FileError/inUse(path:)`` when another process has the file open in this way.
  /// - Complexity: O(bytes up to the mark), which are read and checked.
  package init(path: String, from mark: Mark = .start) throws {
    self.path = path
    if SystemCalls.kind(of: path) == .folder { throw FileError.isFolder(path: path) }
    let creates: Int32 = mark.byteCount == 0 ? O_CREAT : 0
    descriptor = open(path, O_RDWR | O_CLOEXEC | creates, 0o666)
    if descriptor < 0 { throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw FileError.inUse(path: path) }
    try check(mark)
    guard ftruncate(descriptor, off_t(mark.byteCount)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw failure(errno)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds bytes at the end.
  package func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  package func write(_ text: String) throws { try write(text.utf8) }

  /// Adds many bytes at the end, without copying them.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    try flush()
    try put(bytes)
  }

  /// The end of what was written, with all of it handed to the system.
  package func mark() throws -> Mark {
    try flush()
    return Mark(byteCount: sum.byteCount, checksum: sum.value)
  }

  /// Cuts off what a failed write has left behind the last bytes that were written whole.
  package func dropUnfinished() {
    buffer.removeAll()
    guard descriptor >= 0, ftruncate(descriptor, off_t(sum.byteCount)) == 0 else { return }
    lseek(descriptor, 0, SEEK_END)
  }

  /// Forces everything to disk. Nothing may be written afterwards.
  package func finish() throws {
    try flush()
    guard fsync(descriptor) == 0 else { throw failure(errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failure(errno) }
  }

  /// Gives the finished file its final name, on the same disk.
  package func rename(to target: String) throws {
    guard systemRename(path, target) == 0 else {
      throw FileError.notWritable(path: target, reason: SystemCalls.reason(errno))
    }
  }

  private func check(_ mark: Mark) throws {
    var chunk = [UInt8](repeating: 0, count: Self.bufferSize)
    while sum.byteCount < mark.byteCount {
      let wanted = min(chunk.count, mark.byteCount - sum.byteCount)
      let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, wanted) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError.damaged(path: path) }
      chunk.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    guard sum.value == mark.checksum else { throw FileError.damaged(path: path) }
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { try put($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: "the file is closed") }
    let problem = SystemCalls.write(bytes, to: descriptor)
    if problem != 0 { throw failure(problem) }
    sum.update(bytes)
  }

  private func failure(_ code: Int32) -> FileError {
    code == ENOSPC || code == EDQUOT
      ? .noSpace(path: path) : .notWritable(path: path, reason: SystemCalls.reason(code))
  }
}

/// The C library's calls, under names that the methods above do not hide.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes!, count)
}
private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }
