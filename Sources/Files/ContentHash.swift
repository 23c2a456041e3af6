/// A hash over the names and contents of the files of a folder.
package struct ContentHash: Sendable, Hashable {
  /// 64 hexadecimal digits.
  package var digest: String
  /// The files it covers, relative to the folder, in hashing order.
  package var files: [String]

  package init(digest: String, files: [String]) {
    self.digest = digest
    self.files = files
  }

  /// Hashes every file below `folder` whose name ends in one of `extensions`; names starting with a dot are skipped.
  ///
  /// The digest depends on relative names and bytes only, not on the folder's place, times or owners.
  package static func folder(_ folder: String, extensions: Set<String>) throws -> ContentHash {
    var files: [String] = []
    collect(folder, prefix: "", extensions: extensions, depth: 0, into: &files)
    var hash = SHA256()
    for file in files {
      let bytes = try TextFile.bytes(of: SystemCalls.join(folder, file))
      hash.update("\(file)\n\(bytes.count)\n".utf8)
      hash.update(bytes)
    }
    return ContentHash(digest: hash.hexadecimalDigest(), files: files)
  }

  private static func collect(
    _ folder: String, prefix: String, extensions: Set<String>, depth: Int, into files: inout [String]
  ) {
    guard depth < 16 else { return }
    for name in SystemCalls.names(in: folder) where !name.hasPrefix(".") {
      let path = SystemCalls.join(folder, name)
      switch SystemCalls.kind(of: path) {
      case .folder:
        collect(path, prefix: prefix + name + "/", extensions: extensions, depth: depth + 1, into: &files)
      case .file:
        if let dot = name.lastIndex(of: "."), extensions.contains(String(name[name.index(after: dot)...])) {
          files.append(prefix + name)
        }
      case .other, .missing: break
      }
    }
  }
}
