import Foundation
import TestSupport
import Testing

/// What stands between a start and the first numbers: a model seen before needs no code generator.
@Suite struct FirstResultTests {
  /// Eighty states.
  static let arguments = ["run", "Tests/Fixtures/chain.ant", "--duration", "2", "--steps", "4"]

  /// Runs the command, with the dynamic loader saying which files it opens.
  private func run(cache: URL) throws -> (output: String, loaded: String) {
    let outcome = try Program.run(Self.arguments, environment: ["REWIRE_CACHE": cache.path, "LD_DEBUG": "files"])
    #expect(outcome.status == 0)
    return (outcome.output, outcome.errors)
  }

  @Test func codeFromTheCacheNeedsNoLLVM() throws {
    try Program.inFolder { folder in
      let first = try run(cache: folder)
      #expect(first.loaded.contains("libLLVM"))
      let second = try run(cache: folder)
      #expect(second.loaded.contains("libc.so"))
      #expect(!second.loaded.contains("libLLVM"))
      // A model in Antimony needs no libSBML either.
      #expect(!second.loaded.contains("libsbml"))
      #expect(first.output == second.output)
      #expect(first.output.split(separator: "\n").first?.split(separator: ",").count == 81)
    }
  }
}
