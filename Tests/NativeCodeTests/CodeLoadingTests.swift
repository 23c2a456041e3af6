import Foundation
import NativeCode
import Testing

/// Code from the cache is linked without LLVM: for this processor and this program only, and never beyond the file.
@Suite struct CodeLoadingTests {
  /// The object of a program with a routine, a loop over a table and constants, as the cache keeps it.
  static func object() throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("objects-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try CompiledKernel(program(), width: 1, tier: .quick, cache: ObjectCache(folder: folder))
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    return Array([UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))).dropFirst(64))
  }

  static func program(factor: Double = 2, entry: Int = 1) -> KernelProgram {
    var program = KernelProgram()
    let x = program.array("x", count: 3)
    let table = program.table("table", [0, entry])
    program.function("run", isEntry: true) { b in
      b.loop(2) { b, k in
        let value = b.load(x[b.entry(of: table, at: k)])
        let factor = b.constant(factor)
        b.store(b.multiply(b.exponential(value), factor), to: x[2])
      }
    }
    return program
  }

  static func result(_ program: KernelProgram, width: Int, tier: CodeTier, cache: ObjectCache) throws
    -> (value: Double, isFromCache: Bool)
  {
    let kernel = try CompiledKernel(program, width: width, tier: tier, cache: cache)
    let block = LaneBlock(wordCount: program.wordCount, width: width)
    for word in 0..<program.wordCount { block[word: word, width - 1] = Double(word).bitPattern }
    kernel.run("run", on: block.memory)
    return (Double(bitPattern: block[word: 3, width - 1]), kernel.isFromCache)
  }

  #if arch(x86_64)
    @Test func anObjectIsLinked() throws {
      let object = try #require(RelocatableObject(try Self.object()))
      let start = try #require(object.functions["run"])
      #expect(start < object.image.count)
    }

    @Test func aDamagedFileIsNotReadBeyondItsEnd() throws {
      let file = try Self.object()
      // The section headers come last, and the last of their words is not needed.
      for length in 0..<file.count - 8 where length < 200 || length % 7 == 0 {
        #expect(RelocatableObject(Array(file[..<length])) == nil)
      }
      for place in file.indices {
        for bits: UInt8 in [0xFF, 0x80, 0x01] {
          var damaged = file
          damaged[place] ^= bits
          guard let object = RelocatableObject(damaged) else { continue }
          for function in object.functions.values { #expect(object.image.indices.contains(function)) }
        }
      }
    }
  #endif

  /// Every difference of two kernels that changes their code makes another object.
  @Test func onlyTheSameKernelIsTaken() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let cache = ObjectCache(folder: folder)
    // Word 0 is the unused one: x lies in words 1 to 3.
    let cases: [(KernelProgram, Int, CodeTier, Double)] = [
      (Self.program(), 1, .quick, 2 * exp(2)), (Self.program(factor: 3), 1, .quick, 3 * exp(2)),
      (Self.program(entry: 0), 1, .quick, 2 * exp(1)), (Self.program(), 2, .quick, 2 * exp(2)),
      (Self.program(), 1, .full, 2 * exp(2)),
    ]
    for isSecond in [false, true] {
      for (program, width, tier, expected) in cases {
        let (value, isFromCache) = try Self.result(program, width: width, tier: tier, cache: cache)
        #expect(isFromCache == isSecond)
        #expect(abs(value / expected - 1) < 1e-15)
      }
    }
  }

  @Test func theSystemAndLLVMAgreeOnLanes() throws {
    #expect(try ProcessorIdentity.current().lanes == HostProcessor.detect().lanes)
  }

  #if arch(x86_64)
    @Test func theProcessorsFlagsDecideTheLanes() throws {
      func description(_ flags: String) -> String {
        """
        processor\t: 0
        vendor_id\t: Maker
        cpu family\t: 6
        model\t\t: 207
        model name\t: A processor
        stepping\t: 2
        flags\t\t: \(flags)

        processor\t: 1
        flags\t\t: none
        """
      }
      #expect(try ProcessorIdentity(description("fma avx2 avx512f avx512dq"))?.lanes == 8)
      #expect(try ProcessorIdentity(description("fma avx2 avx512f"))?.lanes == 4)
      #expect(try ProcessorIdentity(description("fma"))?.lanes == 2)
      #expect(try ProcessorIdentity(description("fma avx2"))?.text == "Maker\n6\n207\n2\nfma avx2")
      #expect(try ProcessorIdentity("flags : fma\n") == nil)
      #expect(throws: NativeCodeError.unsupportedProcessor("A processor")) {
        try ProcessorIdentity(description("avx2"))
      }
    }
  #endif
}
