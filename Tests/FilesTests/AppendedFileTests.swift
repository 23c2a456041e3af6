import Diagnostics
import Files
import Foundation
import Testing

@Suite struct AppendedFileTests {
  @Test func growsAndIsTakenUpAgain() throws {
    let folder = try TemporaryFolder()
    var mark = AppendedFile.Mark.start
    for part in ["one\n", "two\n", "three\n"] {
      let file = try AppendedFile(path: folder.file("growing"), from: mark)
      try file.write(part)
      mark = try file.mark()
      // Lost when the process dies now: it lies behind the mark.
      try file.write("lost")
      _ = try file.mark()
    }
    let file = try AppendedFile(path: folder.file("growing"), from: mark)
    try file.finish()
    try file.rename(to: folder.file("whole"))
    #expect(try folder.text("whole") == "one\ntwo\nthree\n")
    #expect(try folder.names() == ["whole"])
  }

  @Test(arguments: ["changed", "short", "missing"]) func noticesDamage(_ damage: String) throws {
    let folder = try TemporaryFolder()
    let mark: AppendedFile.Mark
    do {
      let file = try AppendedFile(path: folder.file("a"))
      try file.write(String(repeating: "0123456789", count: 300_000))
      mark = try file.mark()
    }
    #expect(mark.byteCount == 3_000_000)
    switch damage {
    case "changed":
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file("a")))
      try handle.seek(toOffset: 1_234_567)
      try handle.write(contentsOf: Data("x".utf8))
      try handle.close()
    case "short":
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.file("a")))
      try handle.truncate(atOffset: 2_999_999)
      try handle.close()
    default: try FileManager.default.removeItem(atPath: folder.file("a"))
    }
    #expect(throws: FileError.self) { try AppendedFile(path: folder.file("a"), from: mark) }
  }

  @Test func belongsToOneProcess() throws {
    let folder = try TemporaryFolder()
    let file = try AppendedFile(path: folder.file("a"))
    #expect(throws: FileError.inUse(path: folder.file("a"))) { try AppendedFile(path: folder.file("a")) }
    try file.finish()
    _ = try AppendedFile(path: folder.file("a"))
  }

  /// Reference values: the definition in a few lines of Python, so that files of today can be read tomorrow.
  @Test func checksumsDoNotDependOnThePieces() throws {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var pieces = Checksum()
    var start = 0
    for length in [1, 2, 3, 8, 13, 64, 100, 809] {
      pieces.update(Array(bytes[start..<start + length]))
      start += length
    }
    #expect(start == 1000)
    #expect(pieces.value == Checksum.of(bytes))
    for position in [0, 500, 999] {
      var changed = bytes
      changed[position] ^= 1
      #expect(Checksum.of(changed) != Checksum.of(bytes))
    }
    #expect(Checksum.of([]) != Checksum.of([0]))
    #expect(Checksum.of([0]) != Checksum.of([0, 0]))
  }

  @Test func sealedFilesAreWholeOrRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("sealed")
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try SealedFile.write(bytes, to: path)
    #expect(try SealedFile.read(path) == bytes)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for damaged in [whole.dropLast(), whole + [0], Data(whole.prefix(10)), Data()] {
      try Data(damaged).write(to: URL(fileURLWithPath: path))
      #expect(throws: FileError.damaged(path: path)) { try SealedFile.read(path) }
    }
    for position in [0, 9, 16, 3000] {
      var damaged = whole
      damaged[position] ^= 16
      try damaged.write(to: URL(fileURLWithPath: path))
      #expect(throws: FileError.damaged(path: path)) { try SealedFile.read(path) }
    }
  }

  @Test func manifestsNameEveryDifference() throws {
    let folder = try TemporaryFolder()
    let old = RunManifest([.init("seed", "7"), .init("patients", "100"), .init("arm", "a: b\nc")])
    try old.write(to: folder.file("m"))
    let read = try RunManifest(reading: folder.file("m"))
    #expect(read.fields == [.init("seed", "7"), .init("patients", "100"), .init("arm", "a: b c")])
    try read.check(isSameAs: old, in: "out")
    let asked = RunManifest([.init("seed", "8"), .init("patients", "100"), .init("arm", "d")])
    let error = #expect(throws: InputError.self) { try read.check(isSameAs: asked, in: "out") }
    #expect(error?.explanation.problem.contains("seed 7, not 8") == true)
    #expect(error?.explanation.problem.contains("arm a: b c, not d") == true)
    #expect(error?.explanation.problem.contains("patients") == false)
  }
}
