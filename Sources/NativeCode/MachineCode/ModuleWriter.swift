/// Writes one module. Registers are numbered per function; `names` maps a kernel register to its text.
struct ModuleWriter {
  let width: Int
  let expandsRoutines: Bool
  let program: KernelProgram
  var text: [UInt8] = []
  var names: [String] = []
  var nextValue = 0
  var nextLabel = 0
  /// Label of the basic block being written.
  var block = "entry"

  let real: String
  let integer: String
  let mask: String

  init(width: Int, expandsRoutines: Bool, program: KernelProgram) {
    self.width = width
    self.expandsRoutines = expandsRoutines
    self.program = program
    real = width == 1 ? "double" : "<\(width) x double>"
    integer = width == 1 ? "i64" : "<\(width) x i64>"
    mask = width == 1 ? "i1" : "<\(width) x i1>"
    text.reserveCapacity(1 << 18)
  }

  mutating func line(_ s: String) {
    text.append(contentsOf: s.utf8)
    text.append(10)
  }

  mutating func fresh() -> String {
    nextValue += 1
    return "%v\(nextValue)"
  }

  mutating func label(_ stem: String) -> String {
    nextLabel += 1
    return "\(stem)\(nextLabel)"
  }

  mutating func define(_ register: Int32, _ expression: String) {
    let name = fresh()
    names[Int(register)] = name
    line("  \(name) = \(expression)")
  }

  func name(_ register: Int32) -> String { names[Int(register)] }

  // MARK: module

  mutating func writeModule() {
    for (number, table) in program.tables.enumerated() { writeTable(table.entries, number: number) }
    if !expandsRoutines {
      for (index, routine) in program.routines.enumerated() { writeRoutine(routine, index: index) }
    }
    for (index, function) in program.functions.enumerated() { writeFunction(function, index: index) }
    for name in ["fma", "sqrt", "fabs", "floor", "ceil"] {
      let arguments = name == "fma" ? "\(real), \(real), \(real)" : real
      line("declare \(real) @llvm.\(name).\(suffix)(\(arguments))")
    }
  }

  var suffix: String { width == 1 ? "f64" : "v\(width)f64" }

  mutating func begin(registers: Int32) {
    names = [String](repeating: "", count: Int(registers))
    nextValue = 0
    nextLabel = 0
    block = "entry"
  }

  mutating func writeRoutine(_ routine: KernelProgram.Routine, index: Int) {
    begin(registers: routine.registerCount)
    let arguments = (0..<routine.argumentCount).map { "\(real) %a\($0)" }.joined(separator: ", ")
    line("define internal \(real) @routine.\(routine.name)(\(arguments), ptr %externals) noinline nounwind {")
    line("entry:")
    for k in 0..<routine.argumentCount { names[k] = "%a\(k)" }
    for instruction in routine.body { write(instruction) }
    line("  ret \(real) \(name(routine.result))")
    line("}")
  }

  mutating func writeFunction(_ function: KernelProgram.Function, index: Int) {
    begin(registers: function.registerCount)
    let linkage = function.isEntry ? "" : "internal "
    line("define \(linkage)void @\(function.name)(ptr noalias align 64 %block, ptr %externals) noinline nounwind {")
    line("entry:")
    for instruction in function.body { write(instruction) }
    line("  ret void")
    line("}")
  }

  // MARK: instructions

  mutating func write(_ instruction: KernelInstruction) {
    switch instruction {
    case .realConstant(let r, let value): names[Int(r)] = constant(value)
    case .integerConstant(let r, let value): names[Int(r)] = constant(value)
    case .realUnary(let operation, let r, let a):
      switch operation {
      case .negate: define(r, "fneg \(real) \(name(a))")
      case .absolute: define(r, "call \(real) @llvm.fabs.\(suffix)(\(real) \(name(a)))")
      case .squareRoot: define(r, "call \(real) @llvm.sqrt.\(suffix)(\(real) \(name(a)))")
      case .floor: define(r, "call \(real) @llvm.floor.\(suffix)(\(real) \(name(a)))")
      case .ceiling: define(r, "call \(real) @llvm.ceil.\(suffix)(\(real) \(name(a)))")
      }
    case .realBinary(let operation, let r, let a, let b):
      let opcode =
        switch operation {
        case .add: "fadd"
        case .subtract: "fsub"
        case .multiply: "fmul"
        case .divide: "fdiv"
        }
      define(r, "\(opcode) \(real) \(name(a)), \(name(b))")
    case .fusedMultiplyAdd(let r, let a, let b, let c):
      define(
        r, "call \(real) @llvm.fma.\(suffix)(\(real) \(name(a)), \(real) \(name(b)), \(real) \(name(c)))")
    case .compareReal(let relation, let r, let a, let b):
      let predicate =
        switch relation {
        case .less: "olt"
        case .lessOrEqual: "ole"
        case .equal: "oeq"
        case .unequal: "une"
        }
      define(r, "fcmp \(predicate) \(real) \(name(a)), \(name(b))")
    case .integerBinary(let operation, let r, let a, let b):
      let opcode =
        switch operation {
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .and: "and"
        case .or: "or"
        case .shiftLeft: "shl"
        case .shiftRight: "lshr"
        case .shiftRightSigned: "ashr"
        }
      define(r, "\(opcode) \(integer) \(name(a)), \(name(b))")
    case .compareInteger(let relation, let r, let a, let b):
      let predicate =
        switch relation {
        case .less: "slt"
        case .lessOrEqual: "sle"
        case .equal: "eq"
        case .unequal: "ne"
        }
      define(r, "icmp \(predicate) \(integer) \(name(a)), \(name(b))")
    case .maskBinary(let operation, let r, let a, let b):
      define(r, "\(operation == .and ? "and" : "or") \(mask) \(name(a)), \(name(b))")
    case .maskNot(let r, let a): define(r, "xor \(mask) \(name(a)), \(allLanes)")
    case .broadcastAny(let r, let a): broadcastAny(r, name(a))
    case .selectReal(let r, let m, let a, let b):
      define(r, "select \(mask) \(name(m)), \(real) \(name(a)), \(real) \(name(b))")
    case .selectInteger(let r, let m, let a, let b):
      define(r, "select \(mask) \(name(m)), \(integer) \(name(a)), \(integer) \(name(b))")
    case .bitsOfReal(let r, let a): define(r, "bitcast \(real) \(name(a)) to \(integer)")
    case .realOfBits(let r, let a): define(r, "bitcast \(integer) \(name(a)) to \(real)")
    case .loadReal(let r, let slot):
      let pointer = pointer(to: slot)
      define(r, "load \(real), ptr \(pointer), align \(8 * width)")
    case .loadInteger(let r, let slot):
      let pointer = pointer(to: slot)
      define(r, "load \(integer), ptr \(pointer), align \(8 * width)")
    case .storeReal(let slot, let a):
      let pointer = pointer(to: slot)
      line("  store \(real) \(name(a)), ptr \(pointer), align \(8 * width)")
    case .storeInteger(let slot, let a):
      let pointer = pointer(to: slot)
      line("  store \(integer) \(name(a)), ptr \(pointer), align \(8 * width)")
    case .address(let r, let slot): writeAddress(r, slot)
    case .elementStride(let r): names[Int(r)] = constant(Int64(8 * width))
    case .gatherReal(let r, let a): gather(r, address: a, type: "double", vector: real)
    case .gatherInteger(let r, let a): gather(r, address: a, type: "i64", vector: integer)
    case .scatterReal(let a, let value, let m): scatter(address: a, value: value, mask: m)
    case .external(let r, let function, let a, let m, let otherwise):
      writeExternal(r, function, a, mask: m, otherwise: otherwise)
    case .routine(let r, let index, let arguments): writeRoutineUse(r, index, arguments)
    case .loop(let counter, let count, let body): writeLoop(counter, count, body)
    case .tableEntry(let r, let table, let index, let stride, let offset):
      writeTableEntry(r, table, index, stride: stride, offset: offset)
    case .range(let counter, let from, let to, let body): writeRange(counter, from: from, to: to, body)
    case .repeatWhileAny(let body, let condition): writeRepeat(body, condition)
    case .ifAny(let m, let body): writeIfAny(m, body)
    case .call(let function):
      line("  call void @\(program.functions[function].name)(ptr %block, ptr %externals)")
    }
  }
}
