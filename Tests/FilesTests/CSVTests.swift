import Diagnostics
import Files
import Testing

@Suite struct CSVTests {
  private func table(_ text: String) throws -> CSVTable { try CSVTable(SourceText(name: "t.csv", text: text)) }

  private func message(_ text: String) -> String {
    do {
      _ = try table(text)
      return "no error"
    } catch { return Message.text(error) }
  }

  @Test func writesAndReadsBack() throws {
    let folder = try TemporaryFolder()
    let writer = try CSVWriter(path: folder.file("a.csv"), columns: ["name", "value", "count"])
    let names = ["plain", "with, comma", "with \"quotes\"", "two\nlines", " spaced ", ""]
    let values = [0.1, 1, -2.5e-300, .nan, .infinity, .leastNonzeroMagnitude]
    for (index, name) in names.enumerated() {
      writer.add(name)
      writer.add(values[index])
      writer.add(index)
      try writer.endRow()
    }
    try writer.commit()
    let text = try folder.text("a.csv")
    #expect(text.hasPrefix("name,value,count\nplain,0.1,0\n\"with, comma\",1,1\n\"with \"\"quotes\"\"\",-2.5e-300,2\n"))
    let read = try CSVTable(TextFile.read(folder.file("a.csv")))
    #expect(read.rows.map { $0[0] } == names)
    #expect(read.rows[3][1].isEmpty)
    #expect(try read.number(row: 5, column: 1) == .leastNonzeroMagnitude)
    #expect(read.lines == [2, 3, 4, 5, 7, 8])
    #expect(throws: InputError.self) { try read.number(row: 3, column: 1) }
  }

  @Test func numbersKeepTheirBits() {
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<20_000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let value = Double(bitPattern: state)
      guard value.isFinite else { continue }
      #expect(Double(CSVText.number(value))?.bitPattern == value.bitPattern)
    }
  }

  @Test func acceptsCarriageReturnsAndAMissingLastNewline() throws {
    let read = try table("a,b\r\n1,2\r\n3,\"x\r\ny\"")
    #expect(read.rows == [["1", "2"], ["3", "x\r\ny"]])
    #expect(try read.column("b") == 1)
  }

  @Test func refusesWhatIsNotATable() {
    #expect(message("a,b\n1\n") == "t.csv:2:1: error: this row has 1 fields, the header has 2\n  1\n  ^")
    #expect(
      message("a,b\n1,2,345\n")
        == "t.csv:2:5: error: this row has 3 fields, the header has 2\n  1,2,345\n      ^^^")
    #expect(message("a,b\n1,\"x\n").hasPrefix("t.csv:2:3: error: this quote is never closed"))
    #expect(message("a,b\n1,x\"y\n").hasPrefix("t.csv:2:4: error: a quote inside a field"))
    #expect(message("a,b\n\"1\"2,3\n").hasPrefix("t.csv:2:4: error: text after a closing quote"))
    #expect(message("a,a\n1,2\n").hasPrefix("t.csv:1:3: error: column \"a\" appears twice"))
    #expect(message("a,b\n\n1,2\n").hasPrefix("t.csv:2:1: error: this row has 1 fields"))
    #expect(message("a,b\r1,2\r").contains("a carriage return without a line feed"))
  }

  @Test func placesFields() throws {
    let read = try table("a,bé,\"c\"\r\n1,\"x\ny\",3\n4,5,sechs\n")
    #expect(read.place(header: 2) == SourcePlace(file: "t.csv", line: 1, column: 6, length: 1))
    #expect(read.place(row: 0, column: 1) == SourcePlace(file: "t.csv", line: 2, column: 3, length: 1))
    #expect(read.place(row: 0, column: 2) == SourcePlace(file: "t.csv", line: 3, column: 4, length: 1))
    #expect(read.place(row: 1, column: 2) == SourcePlace(file: "t.csv", line: 4, column: 5, length: 5))
    let error = #expect(throws: InputError.self) { try read.number(row: 1, column: 2) }
    #expect(error?.explanation.place?.column == 5)
  }

  @Test func namesTheNearestColumn() throws {
    let read = try table("weight,age\n70,40\n")
    let error = #expect(throws: InputError.self) { try read.column("wieght") }
    #expect(error?.explanation.hint == "did you mean \"weight\"?")
  }
}
