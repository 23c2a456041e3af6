#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads an ordinary file line by line in pieces, without holding it in memory.
struct LineReader {
  private let path: String
  private let descriptor: FileDescriptor
  /// The size of the file when it was opened.
  let byteCount: Int

  private static let pieceSize = 1 << 20
  /// Of one line.
  private static let lineLimit = 1 << 28

  /// - Throws: `FileError` when there is no such file, or none that can be read.
  init(path: String) throws {
    self.path = path
    guard SystemCalls.kind(of: path) == .file else { throw TextFile.problem(path) }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError.notReadable(path: path, reason: SystemCalls.reason(errno)) }
    descriptor = FileDescriptor(opened)
    var information = stat()
    byteCount = fstat(opened, &information) == 0 ? Int(information.st_size) : 0
  }

  /// Calls `body` for every line, without its end (LF or CRLF) and without a byte-order mark; a line end at the end of
  /// the file starts no line.
  func read(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
    var filled = 0
    var isFirst = true
    while true {
      if filled == buffer.count {
        guard filled < Self.lineLimit else {
          throw FileError.tooLarge(path: "\(path): a line", bytes: filled, limit: Self.lineLimit)
        }
        buffer.append(contentsOf: repeatElement(0, count: buffer.count))
      }
      let count = try fill(&buffer, from: filled)
      filled += count
      let isEnd = count == 0
      let taken = try buffer.withUnsafeBufferPointer { bytes in
        try lines(of: bytes[..<filled], isEnd: isEnd, isFirst: &isFirst, body)
      }
      if isEnd { return }
      buffer.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[taken..<filled]))
      }
      filled -= taken
    }
  }

  /// - Returns: up to where lines were whole.
  private func lines(
    of bytes: Slice<UnsafeBufferPointer<UInt8>>, isEnd: Bool, isFirst: inout Bool,
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
  ) throws -> Int {
    let all = UnsafeBufferPointer(rebasing: bytes)
    var start = 0
    while start < all.count {
      let found = memchr(all.baseAddress! + start, 0x0A, all.count - start)
      guard found != nil || isEnd else { break }
      let end = found.map { $0 - UnsafeMutableRawPointer(mutating: all.baseAddress!) } ?? all.count
      var line = all[start..<end]
      if line.last == 0x0D { line.removeLast() }
      if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
      isFirst = false
      try body(UnsafeBufferPointer(rebasing: line))
      start = end + 1
    }
    return min(start, all.count)
  }

  private func fill(_ buffer: inout [UInt8], from start: Int) throws -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes {
        systemRead(descriptor.number, $0.baseAddress! + start, $0.count - start)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError.notReadable(path: path, reason: SystemCalls.reason(errno)) }
    }
  }
}

/// Closes itself.
private final class FileDescriptor {
  let number: Int32
  init(_ number: Int32) { self.number = number }
  deinit { close(number) }
}

/// The C library's `read`, under a name that the reader's own does not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
