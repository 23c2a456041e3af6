/// A kernel: arrays in one block of memory, functions over it, and pure routines that functions use.
///
/// The block holds `wordCount · W` words of 8 bytes, 64-byte aligned. It is the whole state of the lanes, so a kernel
/// can be left and entered again at any time.
package struct KernelProgram: Sendable {
  /// Code over the block, called by number or, if an entry, by name.
  package struct Function: Sendable {
    package let name: String
    package var body: [KernelInstruction]
    package var registerCount: Int32
    package var isEntry: Bool
  }
  /// A pure function of numbers: its arguments are its first registers.
  package struct Routine: Sendable {
    package let name: String
    package let argumentCount: Int
    package var body: [KernelInstruction]
    package var result: Int32
    package var registerCount: Int32
  }

  package private(set) var arrays: [KernelArray] = []
  package private(set) var wordCount = 0
  /// The contents of the tables.
  private(set) var tables: [(name: String, entries: [Int32])] = []
  package internal(set) var functions: [Function] = []
  package internal(set) var routines: [Routine] = []

  package init() {
    // Word 0 takes the stores of lanes that a masked store leaves out.
    _ = array("unused", count: 1)
  }

  /// Declares an array of words per lane.
  package mutating func array(_ name: String, count: Int) -> KernelArray {
    let array = KernelArray(name: name, start: wordCount, count: count)
    arrays.append(array)
    wordCount += count
    return array
  }

  /// Adds a table of constant whole numbers.
  ///
  /// - Precondition: there is at least one, and each fits into 32 bits.
  package mutating func table(_ name: String, _ entries: [Int]) -> KernelTable {
    precondition(!entries.isEmpty, "the table \(name) is empty")
    tables.append((name, entries.map { Int32($0) }))
    return KernelTable(name: name, number: tables.count - 1, count: entries.count)
  }

  /// Adds a function without arguments; it works on the block.
  ///
  /// - Parameter isEntry: whether it can be called from outside.
  /// - Returns: the number to `call` it by.
  @discardableResult
  package mutating func function(
    _ name: String, isEntry: Bool = false, _ build: (inout KernelBuilder) throws -> Void
  ) rethrows -> Int {
    var builder = KernelBuilder(routines: routines)
    try build(&builder)
    routines = builder.routines
    functions.append(
      Function(name: name, body: builder.instructions, registerCount: builder.registerCount, isEntry: isEntry))
    return functions.count - 1
  }
}
