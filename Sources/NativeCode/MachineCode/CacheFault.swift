package import Diagnostics
import Foundation
import Synchronization

/// Why compiled code was not kept for the next run: no reason to stop, but every run takes longer to start.
package struct CacheFault: ExplainedError, Hashable {
  package let folder: String
  package let reason: String

  package var explanation: Explanation {
    Explanation(
      "compiled code is not kept in \"\(folder)\": \(reason)",
      hint: "results are not affected, runs start later; REWIRE_CACHE names another folder")
  }

  /// Those that this process met, each once, in order.
  package static var met: [CacheFault] { all.withLock { $0 } }

  private static let all = Mutex<[CacheFault]>([])

  func note() {
    CacheFault.all.withLock { if !$0.contains(self) { $0.append(self) } }
  }
}

extension ObjectCache {
  /// What keeps the folder from being used; nil when nothing does, or when it can be made.
  package var fault: CacheFault? {
    func fault(_ reason: String) -> CacheFault { CacheFault(folder: folder, reason: reason) }
    func systemReason() -> String { String(cString: strerror(errno)).lowercased() }
    var status = stat()
    var place = folder
    while stat(place, &status) != 0 {
      guard errno == ENOENT, let parent = Self.parent(of: place) else { return fault(systemReason()) }
      place = parent
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return fault("\"\(place)\" is not a folder") }
    if place == folder, status.st_uid != getuid() { return fault("the folder belongs to another user") }
    if place == folder, status.st_mode & 0o022 != 0 {
      return fault("others can write to the folder, and what lies in it is executed")
    }
    return access(place, R_OK | W_OK | X_OK) == 0 ? nil : fault(systemReason())
  }

  private static func parent(of path: String) -> String? {
    let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
    guard !trimmed.isEmpty else { return nil }
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }
}
