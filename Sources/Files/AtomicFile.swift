import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears whole or not at all: bytes go to a temporary name in the same folder, and `commit` forces them
/// to disk and renames. A file that is dropped without a commit leaves nothing behind, and an older file of the same
/// name stays as it was.
package final class AtomicFile {
  package let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var isFinished = false
  private var isCommitted = false

  private static let bufferSize = 1 << 16

  /// Opens the temporary file.
  ///
  /// - Throws: `FileError` when the path is a folder, its folder is missing or may not be written to.
  package init(path: String) throws {
    let folder = SystemCalls.folder(of: path)
    if SystemCalls.kind(of: path) == .folder { throw FileError.isFolder(path: path) }
    switch SystemCalls.kind(of: folder) {
    case .folder: break
    case .missing: throw FileError.folderMissing(path: path, folder: folder)
    case .file, .other: throw FileError.notAFolder(path: folder)
    }
    self.path = path
    let name = SystemCalls.name(of: path)
    temporaryPath = SystemCalls.join(folder, ".\(name.prefix(200)).\(getpid()).\(UInt32.random(in: 0 ... .max))")
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno)) }
  }

  deinit { cancel() }

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

  /// Forces everything to disk, still under the temporary name. Nothing may be written afterwards.
  ///
  /// Whoever writes several files finishes all of them before the first commit, so that a full disk leaves either all
  /// of the new files or none.
  package func finish() throws {
    guard !isFinished else { return }
    try flush()
    guard fsync(descriptor) == 0 else { throw failure(errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failure(errno) }
    isFinished = true
  }

  /// Finishes the file and gives it its name.
  package func commit() throws {
    try finish()
    guard rename(temporaryPath, path) == 0 else { throw failure(errno) }
    isCommitted = true
  }

  /// Removes the temporary file; does nothing after a commit.
  package func cancel() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    if !isCommitted { unlink(temporaryPath) }
  }

  /// Writes a whole file at once.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  package static func write(_ text: String, to path: String) throws { try write(text.utf8, to: path) }

  private func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    try buffer.withUnsafeBytes { try put($0) }
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws {
    guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: "the file is closed") }
    let problem = SystemCalls.write(bytes, to: descriptor)
    if problem != 0 { throw failure(problem) }
  }

  private func failure(_ code: Int32) -> FileError {
    cancel()
    return code == ENOSPC || code == EDQUOT
      ? .diskFull(path: path) : .notWritable(path: path, reason: SystemCalls.reason(code))
  }
}
