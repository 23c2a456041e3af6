import Foundation
import NativeCode
import Testing

/// The cache gives back what it stored, and never runs what is damaged or what others could have written.
@Suite struct ObjectCacheTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cache-\(UUID().uuidString)").path

  static func doubling() -> (KernelProgram, KernelArray) {
    var program = KernelProgram()
    let x = program.array("x", count: 1)
    program.function("run", isEntry: true) { b in
      let value = b.load(x[0])
      b.store(b.add(value, value), to: x[0])
    }
    return (program, x)
  }

  func run() throws -> (isFromCache: Bool, result: Double) {
    let (program, x) = Self.doubling()
    let kernel = try CompiledKernel(program, width: 1, tier: .quick, cache: ObjectCache(folder: folder))
    let block = LaneBlock(wordCount: program.wordCount, width: 1)
    block[x, 0, 0] = 21
    kernel.run("run", on: block.memory)
    return (kernel.isFromCache, block[x, 0, 0])
  }

  func objectPath() throws -> String {
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    return folder + "/" + name
  }

  @Test func secondUseComesFromTheCache() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try run() == (false, 42))
    #expect(try run() == (true, 42))
    let permissions = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
    #expect(permissions == 0o700)
  }

  @Test func aDamagedObjectIsMadeAgain() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try run()
    let path = try objectPath()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for damage in [0, 100, bytes.count - 1] {
      bytes[damage] ^= 0x40
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(try run() == (false, 42))
      #expect(try run() == (true, 42))
      bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    }
    try bytes.prefix(70).write(to: URL(fileURLWithPath: path))
    #expect(try run() == (false, 42))
  }

  @Test func aFolderThatOthersCanWriteIsNotTrusted() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try run()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    #expect(try run() == (false, 42))
  }

  @Test func aFolderThatCannotBeMadeIsNoError() throws {
    let (program, _) = Self.doubling()
    let cache = ObjectCache(folder: "/dev/null/nowhere")
    #expect(try CompiledKernel(program, width: 1, tier: .quick, cache: cache).isFromCache == false)
  }

  @Test func placesComeFromTheEnvironment() {
    #expect(ObjectCache.standard(environment: ["REWIRE_CACHE": "/a"]).folder == "/a")
    #expect(ObjectCache.standard(environment: ["XDG_CACHE_HOME": "/b"]).folder == "/b/rewire")
    #expect(ObjectCache.standard(environment: ["HOME": "/c"]).folder == "/c/.cache/rewire")
  }
}
