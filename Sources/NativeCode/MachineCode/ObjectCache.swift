import Diagnostics
import Files
import Foundation

/// Compiled kernels on disk, one file a kernel, named by a hash of everything that decides its code.
///
/// A file holds the SHA-256 of its name and the object, then the object. Anything that does not check is treated as
/// absent and written again; a cache that cannot be used is no error, but noted (``CacheFault``). A folder is made for
/// its owner only, and one that others can write to is not used, because its content is executed.
package struct ObjectCache: Sendable {
  package let folder: String

  /// `$REWIRE_CACHE`, else `$XDG_CACHE_HOME/rewire`, else `~/.cache/rewire`.
  package static func standard(environment: [String: String] = ProcessInfo.processInfo.environment) -> ObjectCache {
    if let folder = environment["REWIRE_CACHE"], !folder.isEmpty { return ObjectCache(folder: folder) }
    if let folder = environment["XDG_CACHE_HOME"], !folder.isEmpty { return ObjectCache(folder: folder + "/rewire") }
    return ObjectCache(folder: (environment["HOME"] ?? NSHomeDirectory()) + "/.cache/rewire")
  }

  package init(folder: String) { self.folder = folder }

  /// The name of the object made of this program: a hash of the program, of everything else that decides its code, and
  /// of the running executable, whose code generator made it.
  static func key(_ program: KernelProgram, width: Int, processor: ProcessorIdentity, tier: CodeTier) -> String {
    var hash = SHA256()
    hash.update("\(processor.text)\n\(width) lanes\n\(tier.rawValue)\nLLVM 19\n\(executable)\n".utf8)
    hash.update(ProgramDigest.digest(of: program).utf8)
    return hash.hexadecimalDigest()
  }

  /// Size and time of the running executable: another build may write other code for the same program.
  private static let executable: String = {
    let link = "/proc/self/exe"
    var status = stat()
    // By its name where it still has one: valgrind answers with the program's name, but is itself behind the link.
    let name = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? link
    guard stat(name, &status) == 0 || stat(link, &status) == 0 else { return "unknown" }
    return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
  }()

  private func path(_ key: String) -> String { "\(folder)/\(key).o" }

  /// The object stored under the key, when it is whole and the folder is ours alone.
  func object(_ key: String) -> [UInt8]? {
    // A miss is the rule: it is not worth the search for a similar name that an error message does.
    guard isPrivate, access(path(key), R_OK) == 0, let bytes = try? TextFile.bytes(of: path(key)), bytes.count > 64
    else { return nil }
    let object = Array(bytes[64...])
    return Self.seal(object, key) == Array(bytes[..<64]) ? object : nil
  }

  /// Stores an object; what keeps it from that is noted.
  func store(_ object: [UInt8], as key: String) {
    if let fault { return fault.note() }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try AtomicFile.write(Self.seal(object, key) + object, to: path(key))
    } catch let error as any ExplainedError {
      CacheFault(folder: folder, reason: error.explanation.problem).note()
    } catch {
      CacheFault(folder: folder, reason: error.localizedDescription).note()
    }
  }

  /// Says that an object is whole, and made for this name.
  private static func seal(_ object: [UInt8], _ key: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(key.utf8)
    hash.update(object)
    return Array(hash.hexadecimalDigest().utf8)
  }

  /// Whether the folder belongs to this user and nobody else can write to it.
  private var isPrivate: Bool {
    var status = stat()
    guard stat(folder, &status) == 0 else { return false }
    return status.st_uid == getuid() && status.st_mode & 0o022 == 0
  }
}
