import Files
import Foundation
import TestSupport
import Testing

@Suite struct NumPyFileTests {
  @Test(arguments: [[], [0], [7], [2, 3], [4096, 101, 12], [1_000_000, 1, 123_456_789]])
  func numbersStartAtAMultipleOf64(_ shape: [Int]) {
    let header = NumPyFile.header(shape: shape)
    #expect(header.count % 64 == 0 && header.last == 0x0A)
    #expect(Int(header[8]) + 256 * Int(header[9]) == header.count - 10)
  }

  @Test(.enabled(if: PythonOracle.isAvailable), arguments: [[3], [2, 3], [2, 3, 4], [0, 5, 2]])
  func numPyReadsItBack(_ shape: [Int]) throws {
    let folder = try TemporaryFolder()
    let count = shape.reduce(1, *)
    let values = (0..<count).map { $0 == 1 ? .nan : Double($0) / 3 }
    let file = try AtomicFile(path: folder.file("y.npy"))
    try file.write(NumPyFile.header(shape: shape))
    try values.withUnsafeBytes { try file.write($0) }
    try file.commit()
    let script = """
      import numpy, sys
      y = numpy.load(sys.argv[1])
      print(y.dtype, list(y.shape), y.flags.c_contiguous)
      print(" ".join(repr(float(v)) for v in y.ravel()))
      """
    let lines = try PythonOracle.run(script: script, arguments: [folder.file("y.npy")]).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "float64 \(shape) True")
    let read = lines[1].split(separator: " ").map { Double($0) ?? .infinity }
    #expect(read.count == count && zip(read, values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
  }
}
