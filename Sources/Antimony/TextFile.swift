import Diagnostics
import Foundation

/// Reading of model files from the disk, with clear errors.
enum TextFile {
  /// The text of a file in UTF-8.
  ///
  /// - Throws: ``InputError`` when it is missing, a folder, unreadable, too large or not text.
  static func read(_ path: String) throws -> SourceText {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw InputError("there is no file \"\(path)\"", hint: nearestFile(to: path))
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw InputError("\"\(path)\" is a folder, not a model file") }
    if status.st_mode & S_IFMT != S_IFREG { throw InputError("\"\(path)\" is not an ordinary file") }
    if status.st_size > AntimonyReader.sizeLimit {
      throw InputError("\"\(path)\" is too large for a model file (\(status.st_size) bytes)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError("\"\(path)\" cannot be read")
    }
    return try data.withUnsafeBytes { bytes in
      if bytes.contains(0) { throw InputError("\"\(path)\" is not a text file: it holds zero bytes") }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw InputError("\"\(path)\" is not a text file in UTF-8")
      }
      if !bytes.contains(where: { $0 > 0x20 }) { throw InputError("\"\(path)\" is empty") }
      return SourceText(name: path, text: text)
    }
  }

  private static func nearestFile(to path: String) -> String? {
    let folder = FilePath.folder(of: path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let name = String(path.split(separator: "/").last ?? "")
    return NearestName.find(name, among: names).map { "did you mean \"\(FilePath.join(folder, $0))\"?" }
  }
}

/// Paths as text: nothing here looks at the disk.
enum FilePath {
  /// Everything before the last slash, without it; "" when there is none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `path` seen from `folder`; absolute paths stay.
  static func join(_ folder: String, _ path: String) -> String {
    folder.isEmpty || path.hasPrefix("/") ? path : folder == "/" ? "/\(path)" : "\(folder)/\(path)"
  }

  /// The path without `.`, double slashes and `name/..`.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/\(joined)" : joined.isEmpty ? "." : joined
  }
}
