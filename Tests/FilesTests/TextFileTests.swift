import Diagnostics
import Files
import Foundation
import Testing

@Suite struct TextFileTests {
  private func message(_ path: String, limit: Int = TextFile.defaultLimit) -> String {
    do {
      _ = try TextFile.read(path, limit: limit)
      return "no error"
    } catch { return Message.text(error) }
  }

  @Test func readsTextWithoutItsByteOrderMark() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0xEF, 0xBB, 0xBF] + Array("µ = 1\n".utf8), to: "a.yaml")
    let source = try TextFile.read(path)
    #expect(source.text == "µ = 1\n")
    #expect(source.name == path)
  }

  @Test func explainsWhatIsNotText() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write(" \n\r\n", to: "empty.yaml")
    #expect(message(empty) == "error: \"\(empty)\" is empty")
    let binary = try folder.write([0x7F, 0x45, 0, 1], to: "binary.yaml")
    #expect(message(binary) == "error: \"\(binary)\" is a binary file, not text")
    let latin = try folder.write(Array("title: x\nname: caf".utf8) + [0xE9, 0x0A], to: "latin.yaml")
    #expect(message(latin) == "error: \"\(latin)\" is not UTF-8 text (line 2)\n  save it as UTF-8")
    let large = try folder.write("0123456789", to: "large.yaml")
    #expect(message(large, limit: 5) == "error: \"\(large)\" is too large: 10 bytes, at most 5 are read")
    #expect(message(folder.path).contains("is a folder, not a file"))
    #expect(message("/dev/null") == "error: \"/dev/null\" is not an ordinary file")
  }

  @Test func namesTheNearestFile() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("x", to: "protocol.yaml")
    let wrong = folder.file("protcol.yaml")
    #expect(
      message(wrong) == "error: there is no file \"\(wrong)\"\n  did you mean \"\(folder.file("protocol.yaml"))\"?")
    #expect(message(folder.file("zzzzzz")) == "error: there is no file \"\(folder.file("zzzzzz"))\"")
  }
}
