import Foundation
import TestSupport
import Testing

/// The harness of the benchmark with other simulators is Python; so are the tests of its arithmetic.
@Suite struct BenchmarkHarnessTests {
  @Test(.enabled(if: PythonOracle.isAvailable)) func arithmetic() throws {
    let folder = ProjectPaths.root.appendingPathComponent("Benchmarks/peers").path
    let script = """
      import sys, unittest
      sys.dont_write_bytecode = True
      sys.path.insert(0, sys.argv[1])
      result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromName("test_harness"))
      sys.exit(not result.wasSuccessful() or result.testsRun < 9)
      """
    let output = try PythonOracle.run(script: script, arguments: [folder])
    #expect(output.contains("OK"), "\(output)")
  }
}
