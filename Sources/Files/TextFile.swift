package import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads files that people write: whole, with a size limit, and with a clear error for anything that is not text.
package enum TextFile {
  /// More than any model or protocol; results are read through the streaming readers.
  package static let defaultLimit = 16 << 20

  /// The text of a file, without a byte-order mark.
  ///
  /// - Throws: `FileError`: missing (with the nearest name in its folder), a folder, not an ordinary file, too large,
  ///   empty, binary (holds a zero byte), not UTF-8.
  package static func read(_ path: String, limit: Int = defaultLimit) throws -> SourceText {
    var bytes = try bytes(of: path, limit: limit)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      throw FileError.empty(path: path)
    }
    if bytes.contains(0) { throw FileError.binary(path: path) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw notUTF8(path: path, bytes: bytes)
    }
    return SourceText(name: path, text: text)
  }

  /// Whether there is an ordinary file.
  package static func exists(_ path: String) -> Bool { SystemCalls.kind(of: path) == .file }

  /// The bytes of an ordinary file.
  package static func bytes(of path: String, limit: Int = .max) throws -> [UInt8] {
    switch SystemCalls.kind(of: path) {
    case .file: break
    case .folder: throw FileError.isFolder(path: path)
    case .other: throw FileError.notRegular(path: path)
    case .missing: throw missing(path)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.notReadable(path: path, reason: SystemCalls.reason(errno)) }
    defer { close(descriptor) }
    var information = stat()
    if fstat(descriptor, &information) == 0, information.st_size > limit {
      throw FileError.tooLarge(path: path, bytes: Int(information.st_size), limit: limit)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(information.st_size) + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError.notReadable(path: path, reason: SystemCalls.reason(errno))
      }
      bytes.append(contentsOf: chunk[..<count])
      if bytes.count > limit { throw FileError.tooLarge(path: path, bytes: bytes.count, limit: limit) }
    }
  }

  /// The error for a path at which there is no ordinary file.
  package static func problem(_ path: String) -> FileError {
    switch SystemCalls.kind(of: path) {
    case .folder: .isFolder(path: path)
    case .missing: missing(path)
    case .file, .other: .notRegular(path: path)
    }
  }

  /// The error for a path that does not exist, with the nearest name in its folder.
  package static func missing(_ path: String) -> FileError {
    let folder = SystemCalls.folder(of: path)
    let near = NearestName.find(SystemCalls.name(of: path), among: SystemCalls.names(in: folder))
    return .missing(path: path, nearest: near.map { path.contains("/") ? SystemCalls.join(folder, $0) : $0 })
  }

  private static func notUTF8(path: String, bytes: ArraySlice<UInt8>) -> FileError {
    var line = 1
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { return .notUTF8(path: path, line: line) }
      line += 1
    }
    return .notUTF8(path: path, line: line)
  }
}

/// The C library's `read`, under a name that the methods of `TextFile` do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress!, buffer.count)
}
