import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder that results go to.
package enum OutputFolder {
  /// Makes the folder and its parents where missing and checks that it can be written to.
  ///
  /// - Throws: `FileError` naming the part of the path that is in the way.
  package static func prepare(_ path: String) throws {
    if path.isEmpty { throw FileError.notWritable(path: path, reason: "the name is empty") }
    switch SystemCalls.kind(of: path) {
    case .folder: break
    case .file, .other: throw FileError.notAFolder(path: path)
    case .missing:
      let parent = SystemCalls.folder(of: path.hasSuffix("/") ? String(path.dropLast()) : path)
      if parent != path, SystemCalls.kind(of: parent) != .folder { try prepare(parent) }
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno))
      }
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno))
    }
  }

  /// Keeps other runs from writing into a folder; given back when it is dropped, or when the process ends.
  package final class Lock: Sendable {
    private let descriptor: Int32

    /// - Parameter folder: one that exists.
    /// - Throws: ``FileError/inUse(path:)`` when another run has it.
    package init(_ folder: String) throws {
      descriptor = open(folder, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw FileError.notReadable(path: folder, reason: SystemCalls.reason(errno))
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        close(descriptor)
        throw FileError.inUse(path: folder)
      }
    }

    deinit { close(descriptor) }
  }

  /// Removes files of these names from a folder, with what an interrupted writing of them left, and the folder where
  /// nothing else is in it.
  package static func remove(_ names: [String], from folder: String) {
    for name in SystemCalls.names(in: folder)
    where names.contains(where: { name == $0 || name.hasPrefix(".\($0).") }) {
      unlink(SystemCalls.join(folder, name))
    }
    rmdir(folder)
  }

  /// The names in a folder, sorted; none when it is missing.
  package static func names(in folder: String) -> [String] { SystemCalls.names(in: folder) }

  /// Checks that a result can take this name: it is free, or an older file has it.
  ///
  /// - Throws: `FileError` when a folder or a device has it.
  package static func checkName(_ path: String) throws {
    switch SystemCalls.kind(of: path) {
    case .missing, .file: return
    case .folder, .other: throw FileError.inTheWay(path: path)
    }
  }

  /// Checks that a file can be made at a path: its folder is there and takes files, and no folder or device has the
  /// name.
  package static func checkPlace(_ path: String) throws {
    let folder = SystemCalls.folder(of: path)
    switch SystemCalls.kind(of: path) {
    case .folder: throw FileError.isFolder(path: path)
    case .other: throw FileError.inTheWay(path: path)
    case .file, .missing: break
    }
    switch SystemCalls.kind(of: folder) {
    case .folder: break
    case .missing: throw FileError.folderMissing(path: path, folder: folder)
    case .file, .other: throw FileError.notAFolder(path: folder)
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno))
    }
  }

  /// Removes a file; one that is missing is no error.
  package static func removeFile(_ path: String) throws {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw FileError.notWritable(path: path, reason: SystemCalls.reason(errno))
    }
  }
}
