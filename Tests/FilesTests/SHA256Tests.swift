import Files
import Foundation
import Testing

/// The examples of FIPS 180-4 and NIST's long-message vector.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedVectors(message: String, digest: String) {
    #expect(SHA256.hexadecimalDigest(of: message.utf8) == digest)
  }

  @Test func aMillionLettersInPieces() {
    var hash = SHA256()
    var left = 1_000_000
    var piece = 1
    while left > 0 {
      hash.update(repeatElement(UInt8(ascii: "a"), count: min(piece, left)))
      left -= min(piece, left)
      piece = piece * 3 % 1009
    }
    #expect(hash.hexadecimalDigest() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everyPaddingLength() {
    // Lengths around the block boundary must all differ and not depend on how the bytes arrive.
    var seen: Set<String> = []
    for count in 50...130 {
      let bytes = [UInt8](repeating: 7, count: count)
      var hash = SHA256()
      for byte in bytes { hash.update([byte]) }
      #expect(hash.hexadecimalDigest() == SHA256.hexadecimalDigest(of: bytes))
      seen.insert(hash.hexadecimalDigest())
    }
    #expect(seen.count == 81)
  }

  @Test func contentHashSeesNamesAndBytesOnly() throws {
    let first = try TemporaryFolder()
    let second = try TemporaryFolder()
    for folder in [first, second] {
      try FileManager.default.createDirectory(atPath: folder.file("compounds"), withIntermediateDirectories: true)
      _ = try folder.write("model\n", to: "patient.ant")
      _ = try folder.write("id: x\n", to: "compounds/x.yaml")
      _ = try folder.write("ignored", to: "notes.txt")
      _ = try folder.write("ignored", to: ".hidden.yaml")
    }
    let hash = try ContentHash.folder(first.path, extensions: ["ant", "yaml"])
    #expect(hash.files == ["compounds/x.yaml", "patient.ant"])
    #expect(try ContentHash.folder(second.path, extensions: ["ant", "yaml"]) == hash)
    _ = try second.write("model \n", to: "patient.ant")
    #expect(try ContentHash.folder(second.path, extensions: ["ant", "yaml"]).digest != hash.digest)
  }
}
