import Foundation
import TestSupport
import Testing

/// The cache of compiled code may be broken in any way: results stay the same to the last digit, and where code is not
/// kept a warning says why.
@Suite struct CacheFaultTests {
  static let arguments = ["run", "Tests/Fixtures/events/relay.xml", "--duration", "3", "--steps", "6"]

  /// What the command prints with a cache that works.
  static let expected = Result {
    try Program.inFolder { try Program.run(arguments, environment: ["REWIRE_CACHE": $0.path]).output }
  }

  /// Runs the command; the result must be the same as ever.
  ///
  /// - Returns: what it said on the error stream.
  @discardableResult
  private func run(cache: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let outcome = try Program.run(Self.arguments, environment: ["REWIRE_CACHE": cache])
    #expect(outcome.status == 0, sourceLocation: sourceLocation)
    #expect(try outcome.output == Self.expected.get(), sourceLocation: sourceLocation)
    return outcome.errors
  }

  private func objects(_ cache: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  private func warning(_ cache: String, _ reason: String) -> String {
    """
    warning: compiled code is not kept in "\(cache)": \(reason)
      results are not affected, runs start later; REWIRE_CACHE names another folder

    """
  }

  @Test func aFileInThePlaceOfTheFolder() throws {
    try Program.inFolder { folder in
      let file = folder.appendingPathComponent("file").path
      try Data("no folder".utf8).write(to: URL(fileURLWithPath: file))
      #expect(try run(cache: file) == warning(file, "\"\(file)\" is not a folder"))
      #expect(try run(cache: file + "/within").contains("not a directory"))
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data("no folder".utf8))
    }
  }

  @Test func aFolderThatCannotBeWritten() throws {
    // Root may write wherever the file system can be written; nobody makes a folder in /proc.
    #expect(try run(cache: "/proc/rewire").hasPrefix("warning: compiled code is not kept in \"/proc/rewire\": "))
    guard getuid() != 0 else { return }
    try Program.inFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
      #expect(try run(cache: folder.path) == warning(folder.path, "permission denied"))
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
  }

  @Test func aFolderThatOthersCanWrite() throws {
    try Program.inFolder { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
      let reason = "others can write to the folder, and what lies in it is executed"
      #expect(try run(cache: folder.path) == warning(folder.path, reason))
      #expect(try objects(folder).isEmpty)
      let doctor = try Program.run(["doctor"], environment: ["REWIRE_CACHE": folder.path])
      #expect(doctor.output.contains("missing  machine code cache     \(folder.path): \(reason)\n"))
    }
  }

  @Test func objectsThatCannotBeRead() throws {
    try Program.inFolder { folder in
      #expect(try run(cache: folder.path) == "")
      let object = try #require(objects(folder).first)
      try FileManager.default.removeItem(at: object)
      try FileManager.default.createDirectory(at: object, withIntermediateDirectories: false)
      #expect(try run(cache: folder.path).hasPrefix("warning: compiled code is not kept in \"\(folder.path)\": "))
    }
  }

  @Test func damagedObjectsAreMadeAgain() throws {
    try Program.inFolder { folder in
      try run(cache: folder.path)
      let object = try #require(objects(folder).first)
      let whole = try Data(contentsOf: object)
      var damaged = [Data(), whole.prefix(63), whole.prefix(64), whole.prefix(whole.count / 2), whole + Data([0])]
      for place in stride(from: 1, to: whole.count, by: whole.count / 7) {
        var flipped = whole
        flipped[place] ^= 1 << (place % 8)
        damaged.append(flipped)
      }
      for bytes in damaged {
        try bytes.write(to: object)
        #expect(try run(cache: folder.path) == "")
        #expect(try Data(contentsOf: object) == whole, "\(bytes.count) bytes")
      }
    }
  }

  /// Whole objects under each other's names: of another model, or of a version that named them in another way.
  @Test func objectsOfOtherModelsAndVersions() throws {
    try Program.inFolder { folder in
      try run(cache: folder.path)
      let own = try #require(objects(folder).first)
      let other = ["run", "Tests/Fixtures/events/dosing.xml", "--duration", "3", "--steps", "6"]
      let first = try Program.run(other, environment: ["REWIRE_CACHE": folder.path])
      let foreign = try #require(objects(folder).first { $0 != own })
      let (ownBytes, foreignBytes) = (try Data(contentsOf: own), try Data(contentsOf: foreign))
      try foreignBytes.write(to: own)
      try ownBytes.write(to: foreign)
      #expect(try run(cache: folder.path) == "")
      #expect(try Program.run(other, environment: ["REWIRE_CACHE": folder.path]).output == first.output)
      #expect(try Data(contentsOf: own) == ownBytes)

      // Another build of the program names its objects otherwise.
      let copy = folder.appendingPathComponent("rewire")
      try FileManager.default.copyItem(atPath: Program.path, toPath: copy.path)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: copy.path)
      let outcome = try Program.run(Self.arguments, environment: ["REWIRE_CACHE": folder.path], program: copy.path)
      #expect(try outcome.output == Self.expected.get())
      #expect(try objects(folder).filter { $0.pathExtension == "o" }.count == 3)
    }
  }

  @Test func severalProcessesOnAColdCache() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cache-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let expected = try Self.expected.get()
    let outcomes = try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
      for _ in 0..<4 {
        group.addTask { try Program.run(Self.arguments, environment: ["REWIRE_CACHE": folder.path]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes {
      #expect(outcome.status == 0)
      #expect(outcome.output == expected)
      #expect(outcome.errors == "")
    }
    // One object, whole, and nothing beside it.
    #expect(try objects(folder).map(\.pathExtension) == ["o"])
    #expect(try run(cache: folder.path) == "")
  }

  /// Files may grow to four kilobytes: the object does not fit, what is printed does.
  @Test func aFullDisk() throws {
    try Program.inFolder { folder in
      let outcome = try Program.run(
        ["-c", "ulimit -f 4; exec \"$0\" \"$@\"", Program.path] + Self.arguments,
        environment: ["REWIRE_CACHE": folder.path], program: "/bin/bash")
      #expect(outcome.status == 0)
      #expect(try outcome.output == Self.expected.get())
      #expect(outcome.errors.hasPrefix("warning: compiled code is not kept in \"\(folder.path)\": "))
      #expect(try objects(folder).isEmpty)
      #expect(try run(cache: folder.path) == "")
    }
  }

  /// What a killed process leaves is not taken for an object.
  @Test func whatAKilledProcessLeaves() throws {
    try Program.inFolder { folder in
      try run(cache: folder.path)
      let object = try #require(objects(folder).first)
      let part = folder.appendingPathComponent(".\(object.lastPathComponent).4711.1234567")
      try Data(contentsOf: object).prefix(5000).write(to: part)
      try FileManager.default.removeItem(at: object)
      #expect(try run(cache: folder.path) == "")
      #expect(FileManager.default.fileExists(atPath: object.path))
    }
  }
}
