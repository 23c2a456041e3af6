import Diagnostics
import Files
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test func writesWholeFilesAndReplacesOldOnes() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("one\n", to: folder.file("a.txt"))
    try AtomicFile.write("two\n", to: folder.file("a.txt"))
    #expect(try folder.text("a.txt") == "two\n")
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func leavesNothingWithoutACommit() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("old", to: folder.file("a.txt"))
    do {
      let file = try AtomicFile(path: folder.file("a.txt"))
      try file.write(String(repeating: "x", count: 300_000))
    }
    #expect(try folder.names() == ["a.txt"])
    #expect(try folder.text("a.txt") == "old")
  }

  @Test func finishedFilesAppearOnlyWhenCommitted() throws {
    let folder = try TemporaryFolder()
    do {
      let dropped = try AtomicFile(path: folder.file("dropped"))
      try dropped.write("x")
      try dropped.finish()
    }
    let kept = try AtomicFile(path: folder.file("kept"))
    try kept.write("x")
    try kept.finish()
    #expect(try folder.names().allSatisfy { $0.hasPrefix(".") })
    #expect(throws: FileError.self) {
      try kept.write(String(repeating: "y", count: 100_000))
    }
    try kept.commit()
    #expect(try folder.names() == ["kept"])
  }

  @Test func largeFilesKeepTheirBytes() throws {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("big"))
    for i in 0..<100_000 { try file.write("\(i)\n") }
    try file.commit()
    #expect(try folder.text("big") == (0..<100_000).map { "\($0)\n" }.joined())
  }

  @Test func refusesAFolderAMissingFolderAndAFileAsFolder() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.isFolder(path: folder.path)) { try AtomicFile.write("x", to: folder.path) }
    let inside = folder.file("none/a.txt")
    #expect(throws: FileError.folderMissing(path: inside, folder: folder.file("none"))) {
      try AtomicFile.write("x", to: inside)
    }
    try AtomicFile.write("x", to: folder.file("plain"))
    #expect(throws: FileError.notAFolder(path: folder.file("plain"))) {
      try AtomicFile.write("x", to: folder.file("plain/a.txt"))
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self"))) func refusesAFolderThatTakesNoFiles() throws
  {
    let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: "/proc/self/result.csv") }
    guard case .notWritable(let path, _)? = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(path == "/proc/self/result.csv")
  }

  @Test func preparesFolders() throws {
    let folder = try TemporaryFolder()
    try OutputFolder.prepare(folder.file("a/b/c"))
    try OutputFolder.prepare(folder.file("a/b/c/"))
    try AtomicFile.write("x", to: folder.file("a/b/c/file"))
    #expect(throws: FileError.notAFolder(path: folder.file("a/b/c/file"))) {
      try OutputFolder.prepare(folder.file("a/b/c/file"))
    }
    #expect(throws: FileError.notAFolder(path: folder.file("a/b/c/file"))) {
      try OutputFolder.prepare(folder.file("a/b/c/file/deeper"))
    }
    #expect(throws: FileError.self) { try OutputFolder.prepare("") }
  }
}
