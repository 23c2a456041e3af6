import Diagnostics
import Files
import Foundation
import TestSupport
import Testing

@Suite struct NumberTableTests {
  private func table(_ text: String, header: NumberTable.Header = .required) throws -> NumberTable {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text, to: folder.file("t.csv"))
    return try NumberTable(path: folder.file("t.csv"), header: header)
  }

  /// The message without the folder's path.
  private func message(_ text: String) throws -> String {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text, to: folder.file("t.csv"))
    do {
      _ = try NumberTable(path: folder.file("t.csv"))
      return "no error"
    } catch { return Message.text(error).replacing(folder.path + "/", with: "") }
  }

  @Test func readsNamesAndRows() throws {
    let table = try table("a,b\n1,2\n3,-4.5e1\n")
    #expect(table.names == ["a", "b"] && table.columnCount == 2 && table.rowCount == 2)
    #expect(table.values == [1, 2, 3, -45])
  }

  @Test func takesWhatProgramsWrite() throws {
    let table = try table("\u{FEFF}# \"a\" , b\r\n \"1.5\",\t+.5 \r\nNaN,-Infinity\r\n\r\n\n")
    #expect(table.names == ["a", "b"])
    #expect(table.values[..<2] == [1.5, 0.5] && table.values[2].isNaN && table.values[3] == -.infinity)
  }

  @Test func aFirstLineOfNumbersIsARowWhereNamesAreOptional() throws {
    #expect(try table("0,1,2", header: .optional).values == [0, 1, 2])
    #expect(try table("0\n1\n2\n", header: .optional).rowCount == 3)
    let named = try table("time\n0\n1\n", header: .optional)
    #expect(named.names == ["time"] && named.values == [0, 1])
  }

  @Test func refusesWhatIsNoTableOfNumbers() throws {
    #expect(try message("a,b\n1,2\n1,x\n") == "t.csv:3:3: error: \"x\" in column \"b\" is not a number\n  1,x\n    ^")
    #expect(
      try message("a,b\n1,2,345\n")
        == "t.csv:2:5: error: this row has 3 fields, the first line has 2\n  1,2,345\n      ^^^")
    #expect(try message("a,b\n1\n").contains("t.csv:2:1: error: this row has 1 fields"))
    #expect(try message("a,a\n1,2\n").hasPrefix("t.csv:1:3: error: column \"a\" appears twice"))
    #expect(try message("a,\n1,2\n").hasPrefix("t.csv:1:3: error: column 2 has no name"))
    #expect(try message("1,2\n3,4\n").hasPrefix("t.csv:1:1: error: the first line has numbers and no names"))
    #expect(try message("a\n1\n\n2\n").hasPrefix("t.csv:3:1: error: this line is empty"))
    #expect(try message("a,b\n1,\n").contains("there is no number in column \"b\""))
    #expect(try message("ä,ö\n1,ü\n").hasPrefix("t.csv:2:3: error: \"ü\" in column \"ö\""))
    #expect(try message("a\n") == "error: \"t.csv\" has no rows\n  it has nothing but a first line of names")
    #expect(try message("") == "error: \"t.csv\" is empty")
    #expect(try message(" \n\n") == "error: \"t.csv\" is empty")
    for wrong in ["0x10", "1e", "1e+", ".", "-", "+", "1_000", "1 2", "1.2.3", "--1", "nano", "infinit", "1d5", "١"] {
      #expect(try message("a\n\(wrong)\n").contains("is not a number"), "\(wrong)")
    }
  }

  @Test func saysWhichFileIsMissing() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("a\n1\n", to: folder.file("draws.csv"))
    #expect(throws: FileError.missing(path: folder.file("drwas.csv"), nearest: folder.file("draws.csv"))) {
      _ = try NumberTable(path: folder.file("drwas.csv"))
    }
    #expect(throws: FileError.isFolder(path: folder.path)) { _ = try NumberTable(path: folder.path) }
  }

  /// Lines that lie across the pieces in which the file is read.
  @Test func readsFilesOfManyPieces() throws {
    let rows = 60_000
    let text = "a,b,c\n" + (0..<rows).map { "\($0),\($0).25,1234567.5e-\($0 % 20)\n" }.joined()
    #expect(text.utf8.count > 3 << 19)
    let table = try table(text)
    #expect(table.rowCount == rows)
    for row in stride(from: 0, to: rows, by: 7) {
      #expect(table.values[3 * row] == Double(row) && table.values[3 * row + 1] == Double(row) + 0.25)
      #expect(table.values[3 * row + 2] == Double("1234567.5e-\(row % 20)"))
    }
    let long = (0..<400_000).map { "\($0)" }.joined(separator: ",")
    #expect(try self.table(long, header: .optional).values.count == 400_000)
  }

  /// Numbers near ties, of every length and size: as the C library reads them, to the last bit.
  @Test func readsNumbersToTheLastBit() throws {
    var state: UInt64 = 0x2545_F491_4F6C_DD1D
    func random() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    var texts = [
      "0", "-0", "0.000", "1e400", "-1e400", "1e-400", "4.9e-324", "2.4703282292062327e-324", "9007199254740993",
      "9007199254740992.5", "1.00000000000000011102230246251565", "18446744073709551615", "99999999999999999999",
      "1797693134862315.8e293", "8.98846567431158e307", "0.1e-27", "1e27", "1e28", "1e-27", "00000000000000000001.5",
      "123456789012345678901234567890e-20", "1e00000000000000000005", "1e99999999999999999999",
    ]
    for _ in 0..<40_000 {
      let digits = 1 + Int(random() % 22)
      var text = (0..<digits).map { _ in String(random() % 10) }.joined()
      if random() % 2 == 0 {
        text.insert(".", at: text.index(text.startIndex, offsetBy: Int(random() % UInt64(digits + 1))))
      }
      if random() % 2 == 0 { text += "e\(Int(random() % 70) - 35)" }
      texts.append(text)
    }
    // Exact ties between two doubles, and their neighbours.
    for _ in 0..<5000 {
      let half = (random() >> 11) | 1 << 52
      texts += ["\(half * 2 + 1)", "\(half * 2 + 1).0000001", "\((half * 2 + 1) * 5)e-1"]
    }
    for _ in 0..<5000 {
      let value = Double(bitPattern: random())
      if value.isFinite { texts.append("\(value)") }
    }
    let table = try table("x\n" + texts.joined(separator: "\n"))
    for (text, value) in zip(texts, table.values) {
      #expect(value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }

  @Test(.enabled(if: PythonOracle.isAvailable)) func readsWhatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    let script = """
      import numpy, sys
      r = numpy.random.default_rng(5)
      x = numpy.exp(20 * r.standard_normal((500, 3)))
      numpy.savetxt(sys.argv[1], x, delimiter=",", header="a,b,c")
      for v in x.ravel(): print(float(v).hex())
      """
    let printed = try PythonOracle.run(script: script, arguments: [folder.file("t.csv")])
    let table = try NumberTable(path: folder.file("t.csv"))
    #expect(table.names == ["a", "b", "c"])
    #expect(table.values == printed.split(separator: "\n").compactMap { Double($0) })
  }
}
