import Diagnostics
import Files
import Foundation
import Testing

@Suite struct DataHomeTests {
  private func library(_ folder: TemporaryFolder, at name: String) throws -> String {
    let home = folder.file(name)
    try FileManager.default.createDirectory(atPath: home + "/Models", withIntermediateDirectories: true)
    try Data("model\n".utf8).write(to: URL(fileURLWithPath: home + "/Models/patient.ant"))
    return home
  }

  @Test func theEnvironmentComesFirst() throws {
    let folder = try TemporaryFolder()
    let home = try library(folder, at: "chosen")
    _ = try library(folder, at: "here")
    let found = try DataHome.find(home: home, executable: nil, currentFolder: folder.file("here"))
    #expect(found.path.hasSuffix("/chosen"))
    #expect(found.patientModel == found.path + "/Models/patient.ant")
    #expect(found.protocols == found.path + "/Protocols")
  }

  @Test func anEnvironmentWithoutALibraryIsAnError() throws {
    let folder = try TemporaryFolder()
    _ = try library(folder, at: "here")
    #expect(throws: FileError.noDataHome(looked: ["REWIRE_HOME (/nowhere)"])) {
      try DataHome.find(home: "/nowhere", executable: nil, currentFolder: folder.file("here"))
    }
  }

  @Test func findsInstalledBuiltAndCurrentLibraries() throws {
    let folder = try TemporaryFolder()
    let installed = try library(folder, at: "usr/share/rewire")
    let found = try DataHome.find(home: nil, executable: folder.file("usr/bin/rewire"), currentFolder: "/")
    #expect(found.path.hasSuffix("usr/share/rewire") && installed.hasSuffix("usr/share/rewire"))
    _ = try library(folder, at: "checkout")
    try FileManager.default.createDirectory(
      atPath: folder.file("checkout/.build/release"), withIntermediateDirectories: true)
    let built = try DataHome.find(
      home: "", executable: folder.file("checkout/.build/release/rewire"), currentFolder: "/")
    #expect(built.path.hasSuffix("/checkout"))
    let current = try DataHome.find(
      home: nil, executable: "/bin/sh", currentFolder: folder.file("checkout/.build/release"))
    #expect(current == built)
  }

  @Test func saysWhereItLooked() {
    let error = #expect(throws: FileError.self) {
      try DataHome.find(home: nil, executable: "/bin/sh", currentFolder: "/")
    }
    #expect(error?.explanation.hint?.contains("REWIRE_HOME") == true)
  }
}
