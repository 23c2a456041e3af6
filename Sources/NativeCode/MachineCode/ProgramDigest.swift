import Files

/// Everything that decides what a program computes, as words for a hash: shorter than its text and much faster to make.
struct ProgramDigest {
  private var words: [UInt64] = []

  /// The hash of a program, 64 hexadecimal digits.
  static func digest(of program: KernelProgram) -> String {
    var digest = ProgramDigest()
    digest.add(program)
    var hash = SHA256()
    digest.words.withUnsafeBytes { hash.update($0) }
    return hash.hexadecimalDigest()
  }

  private mutating func add(_ program: KernelProgram) {
    add(program.wordCount, program.tables.count, program.routines.count, program.functions.count)
    for table in program.tables {
      add(table.entries.count)
      words += table.entries.map { UInt64(bitPattern: Int64($0)) }
    }
    for routine in program.routines {
      add(routine.name)
      add(routine.argumentCount, Int(routine.result), Int(routine.registerCount))
      add(routine.body)
    }
    for function in program.functions {
      add(function.name)
      add(function.isEntry ? 1 : 0, Int(function.registerCount))
      add(function.body)
    }
  }

  private mutating func add(_ numbers: Int...) {
    for number in numbers { words.append(UInt64(bitPattern: Int64(number))) }
  }

  private mutating func add(_ name: String) {
    add(name.utf8.count)
    for byte in name.utf8 { words.append(UInt64(byte)) }
  }

  private mutating func add(_ body: [KernelInstruction]) {
    add(body.count)
    for instruction in body { add(instruction) }
  }

  /// An instruction's number, a choice within it, and three registers.
  private mutating func add(_ kind: UInt64, _ choice: UInt8, _ a: Int32, _ b: Int32 = 0, _ c: Int32 = 0) {
    words.append(kind << 40 | UInt64(choice) << 32 | UInt64(UInt32(bitPattern: a)))
    words.append(UInt64(UInt32(bitPattern: b)) << 32 | UInt64(UInt32(bitPattern: c)))
  }

  private mutating func add(_ slot: Slot) { add(slot.element, slot.index.map { Int($0.register) } ?? -1) }

  private mutating func add(_ instruction: KernelInstruction) {
    switch instruction {
    case .realConstant(let r, let value):
      add(1, 0, r)
      words.append(value.bitPattern)
    case .integerConstant(let r, let value):
      add(2, 0, r)
      words.append(UInt64(bitPattern: value))
    case .realUnary(let operation, let r, let a): add(3, operation.rawValue, r, a)
    case .realBinary(let operation, let r, let a, let b): add(4, operation.rawValue, r, a, b)
    case .fusedMultiplyAdd(let r, let a, let b, let c):
      add(5, 0, r, a, b)
      add(Int(c))
    case .compareReal(let relation, let r, let a, let b): add(6, relation.rawValue, r, a, b)
    case .integerBinary(let operation, let r, let a, let b): add(7, operation.rawValue, r, a, b)
    case .compareInteger(let relation, let r, let a, let b): add(8, relation.rawValue, r, a, b)
    case .maskBinary(let operation, let r, let a, let b): add(9, operation.rawValue, r, a, b)
    case .maskNot(let r, let a): add(10, 0, r, a)
    case .broadcastAny(let r, let a): add(11, 0, r, a)
    case .selectReal(let r, let m, let a, let b):
      add(12, 0, r, a, b)
      add(Int(m))
    case .selectInteger(let r, let m, let a, let b):
      add(13, 0, r, a, b)
      add(Int(m))
    case .bitsOfReal(let r, let a): add(14, 0, r, a)
    case .realOfBits(let r, let a): add(15, 0, r, a)
    case .loadReal(let r, let slot): add(16, r, slot)
    case .storeReal(let slot, let r): add(17, r, slot)
    case .loadInteger(let r, let slot): add(18, r, slot)
    case .storeInteger(let slot, let r): add(19, r, slot)
    case .address(let r, let slot): add(20, r, slot)
    case .elementStride(let r): add(21, 0, r)
    case .gatherReal(let r, let a): add(22, 0, r, a)
    case .gatherInteger(let r, let a): add(23, 0, r, a)
    case .scatterReal(let a, let value, let m): add(24, 0, a, value, m)
    case .external(let r, let function, let a, let m, let otherwise):
      add(25, UInt8(function.rawValue), r, a, m)
      add(Int(otherwise))
    case .routine(let r, let index, let arguments):
      add(26, 0, r)
      add(index, arguments.count)
      for argument in arguments { add(Int(argument)) }
    case .loop(let counter, let count, let body):
      add(27, 0, counter)
      add(count)
      add(body)
    case .tableEntry(let r, let table, let index, let stride, let offset):
      add(28, 0, r, index)
      add(table, stride, offset)
    case .range(let counter, let from, let to, let body):
      add(29, 0, counter, from, to)
      add(body)
    case .repeatWhileAny(let body, let condition):
      add(30, 0, condition)
      add(body)
    case .ifAny(let m, let body):
      add(31, 0, m)
      add(body)
    case .call(let function):
      add(32, 0, 0)
      add(function)
    }
  }

  private mutating func add(_ kind: UInt64, _ r: Int32, _ slot: Slot) {
    add(kind, 0, r)
    add(slot)
  }
}
