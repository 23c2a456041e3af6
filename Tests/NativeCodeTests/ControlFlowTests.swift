import NativeCode
import Testing

/// Loops, conditions, gathers and scatters: lanes that go different ways, in every back end.
@Suite struct ControlFlowTests {
  /// Counts Collatz steps per lane until 1: lanes finish at different times.
  static func collatz() -> (program: KernelProgram, value: KernelArray, count: KernelArray) {
    var program = KernelProgram()
    let value = program.array("value", count: 1)
    let count = program.array("count", count: 1)
    program.function("run", isEntry: true) { b in
      b.repeatWhileAny { b in
        let n = b.loadInteger(value[0])
        let one = b.integer(1)
        let three = b.integer(3)
        let bit = b.integer(.and, n, one)
        let isOdd = b.compare(.equal, bit, one)
        let half = b.integer(.shiftRight, n, one)
        let triple = b.integer(.multiply, n, three)
        let up = b.integer(.add, triple, one)
        let next = b.select(isOdd, up, half)
        let isDone = b.compare(.equal, n, one)
        let goesOn = b.not(isDone)
        b.store(b.select(isDone, n, next), to: value[0])
        let steps = b.loadInteger(count[0])
        let more = b.integer(.add, steps, one)
        b.store(b.select(isDone, steps, more), to: count[0])
        return goesOn
      }
    }
    return (program, value, count)
  }

  static let expected: [Int64] = [0, 1, 7, 2, 5, 8, 16, 3]

  @Test(arguments: [1, 2, 4, 8]) func lanesLeaveALoopOnTheirOwn(width: Int) throws {
    let (program, value, count) = Self.collatz()
    let kernel = try CompiledKernel(program, width: width, tier: .quick, cache: nil)
    for start in stride(from: 0, to: 8, by: width) {
      let block = LaneBlock(wordCount: program.wordCount, width: width)
      for lane in 0..<width { block[integer: value, 0, lane] = Int64(start + lane + 1) }
      kernel.run("run", on: block.memory)
      for lane in 0..<width { #expect(block[integer: count, 0, lane] == Self.expected[start + lane]) }
    }
  }

  @Test func theInterpreterAgrees() {
    let (program, value, count) = Self.collatz()
    for start in 1...8 {
      let block = LaneBlock(wordCount: program.wordCount, width: 1)
      block[integer: value, 0, 0] = Int64(start)
      KernelInterpreter(program).run("run", on: block.memory)
      #expect(block[integer: count, 0, 0] == Self.expected[start - 1])
    }
  }

  /// Every lane reads its own queue and scatters to an element that the queue names; masked lanes write nothing.
  @Test(arguments: [1, 4, 8]) func gathersAndScattersByLane(width: Int) throws {
    var program = KernelProgram()
    let queue = program.array("queue", count: 1)
    let target = program.array("target", count: 3)
    program.function("run", isEntry: true) { b in
      let record = b.loadInteger(queue[0])
      let element = b.gatherInteger(at: record)
      let word = b.integer(8)
      let valueAddress = b.integer(.add, record, word)
      let value = b.gatherReal(at: valueAddress)
      let base = b.address(of: target[0])
      let stride = b.elementStride()
      let offset = b.integer(.multiply, element, stride)
      let place = b.integer(.add, base, offset)
      let zero = b.constant(0)
      let isPositive = b.compare(.less, zero, value)
      b.scatter(value, at: place, where: isPositive)
    }
    let kernel = try CompiledKernel(program, width: width, tier: .full, cache: nil)
    let block = LaneBlock(wordCount: program.wordCount, width: width)
    let records = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * width)
    defer { records.deallocate() }
    for lane in 0..<width {
      records[2 * lane] = UInt64(lane % 3)
      records[2 * lane + 1] = (lane == 3 ? -1.5 : Double(lane) + 0.5).bitPattern
      block[integer: queue, 0, lane] = Int64(Int(bitPattern: records + 2 * lane))
    }
    kernel.run("run", on: block.memory)
    for lane in 0..<width {
      for element in 0..<3 {
        let expected = element == lane % 3 && lane != 3 ? Double(lane) + 0.5 : 0
        #expect(block[target, element, lane] == expected)
      }
    }
  }

  @Test func loopsIndexArraysAndFunctionsCall() throws {
    var program = KernelProgram()
    let squares = program.array("squares", count: 10)
    let sum = program.array("sum", count: 1)
    let add = program.function("add") { b in
      b.loop(8) { b, k in
        let value = b.load(squares[k, offset: 2])
        let total = b.load(sum[0])
        b.store(b.add(total, value), to: sum[0])
      }
    }
    program.function("run", isEntry: true) { b in
      let total = b.load(sum[0])
      let zero = b.constant(0)
      let isFirst = b.compare(.equal, total, zero)
      b.ifAny(isFirst) { $0.call(add) }
    }
    let kernel = try CompiledKernel(program, width: 2, tier: .quick, cache: nil)
    let block = LaneBlock(wordCount: program.wordCount, width: 2)
    for k in 0..<10 { for lane in 0..<2 { block[squares, k, lane] = Double(k * k * (lane + 1)) } }
    kernel.run("run", on: block.memory)
    kernel.run("run", on: block.memory)
    #expect(block[sum, 0, 0] == 284)
    #expect(block[sum, 0, 1] == 568)
  }

  /// Sums of some words each, listed in tables: rows of different lengths, one of them empty.
  @Test(arguments: [1, 2, 4, 8]) func tablesSayWhatLoopsWorkOn(width: Int) throws {
    var program = KernelProgram()
    let words = program.array("words", count: 6)
    let sums = program.array("sums", count: 3)
    // Row 0: words 5 and 1; row 1: none; row 2: words 2, 2, 0. Beside each word, the place where it is left.
    let pairs = program.table("pairs", [5, 0, 1, 0, 2, 1, 2, 1, 0, 1])
    let first = program.table("first", [0, 2, 2, 5])
    program.function("run", isEntry: true) { b in
      b.loop(3) { b, row in
        let start = b.entry(of: first, at: row)
        let end = b.entry(of: first, at: row, offset: 1)
        b.loop(from: start, to: end) { b, k in
          let value = b.load(words[b.entry(of: pairs, at: k, stride: 2)])
          let place = b.entry(of: pairs, at: k, stride: 2, offset: 1)
          b.store(b.add(b.load(sums[row]), value), to: sums[row])
          b.store(value, to: .word(place, offset: words.start + 3))
        }
      }
    }
    let block = LaneBlock(wordCount: program.wordCount, width: width)
    let values = [0.5, 20, 300, 0, 0, 4000]
    for lane in 0..<width { for k in 0..<6 { block[words, k, lane] = values[k] * Double(lane + 1) } }
    try CompiledKernel(program, width: width, tier: .full, cache: nil).run("run", on: block.memory)
    for lane in 0..<width {
      let factor = Double(lane + 1)
      #expect((0..<3).map { block[sums, $0, lane] / factor } == [4020, 0, 600.5])
      #expect(block[words, 3, lane] == 20 * factor)
      #expect(block[words, 4, lane] == 0.5 * factor)
    }
    guard width == 1 else { return }
    let other = LaneBlock(wordCount: program.wordCount, width: 1)
    for k in 0..<6 { other[words, k, 0] = values[k] }
    KernelInterpreter(program).run("run", on: other.memory)
    for word in 0..<program.wordCount { #expect(other[word: word, 0] == block[word: word, 0]) }
  }
}
