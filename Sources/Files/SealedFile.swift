import Diagnostics

/// A file of bytes with their checksum before them, so that damage is noticed when it is read back. It appears whole,
/// by renaming.
package enum SealedFile {
  private static let mark = Array("rewire 1".utf8)

  /// - Throws: `FileError` when it cannot be written; an older file of the name then stays.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(mark)
    try file.write(LittleEndian.bytes(Checksum.of(bytes)))
    try file.write(bytes)
    try file.commit()
  }

  /// - Throws: ``FileError/damaged(path:)`` when the content is not what was written; `FileError` when it cannot be read.
  package static func read(_ path: String) throws -> [UInt8] {
    let bytes = try TextFile.bytes(of: path)
    guard bytes.count >= 16, Array(bytes[..<8]) == mark else { throw FileError.damaged(path: path) }
    let content = Array(bytes[16...])
    guard LittleEndian.bytes(Checksum.of(content)) == Array(bytes[8..<16]) else { throw FileError.damaged(path: path) }
    return content
  }
}

/// Numbers as bytes, the lowest first, whatever the machine.
package enum LittleEndian {
  package static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }
}
