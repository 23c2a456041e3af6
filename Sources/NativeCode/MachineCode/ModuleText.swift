/// A kernel as LLVM assembly text for W lanes.
///
/// Plain vector instructions only: no fast-math flags, `llvm.fma` where the program says so and nowhere else. Routines
/// are either expanded at every use (fast code) or called (small code): the bits are the same.
package struct ModuleText {
  /// Lanes per register: 1, 2, 4 or 8.
  package let width: Int
  package let expandsRoutines: Bool

  package init(width: Int, expandsRoutines: Bool) {
    self.width = width
    self.expandsRoutines = expandsRoutines
  }

  /// The module's text, UTF-8. Entry functions have the C signature `void (void *block, const void *externals)`.
  package func emit(_ program: KernelProgram) -> [UInt8] {
    var writer = ModuleWriter(width: width, expandsRoutines: expandsRoutines, program: program)
    writer.writeModule()
    return writer.text
  }
}

/// Writes one module. Registers are numbered per function; `names` maps a kernel register to its text.
private struct ModuleWriter {
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
    case .repeatWhileAny(let body, let condition): writeRepeat(body, condition)
    case .ifAny(let m, let body): writeIfAny(m, body)
    case .call(let function):
      line("  call void @\(program.functions[function].name)(ptr %block, ptr %externals)")
    }
  }

  // MARK: constants and addresses

  var allLanes: String { width == 1 ? "true" : "splat (i1 true)" }

  func constant(_ value: Double) -> String {
    let digits = String(value.bitPattern, radix: 16, uppercase: true)
    let literal = "0x" + String(repeating: "0", count: 16 - digits.count) + digits
    return width == 1 ? literal : "splat (double \(literal))"
  }

  func constant(_ value: Int64) -> String { width == 1 ? "\(value)" : "splat (i64 \(value))" }

  mutating func pointer(to slot: Slot) -> String {
    let pointer = fresh()
    if let counter = slot.counter {
      let element = fresh()
      line("  \(element) = add i64 \(name(counter.register)), \(slot.element)")
      line("  \(pointer) = getelementptr inbounds \(real), ptr %block, i64 \(element)")
    } else {
      line("  \(pointer) = getelementptr inbounds \(real), ptr %block, i64 \(slot.element)")
    }
    return pointer
  }

  mutating func writeAddress(_ r: Int32, _ slot: Slot) {
    let pointer = pointer(to: slot)
    let base = fresh()
    line("  \(base) = ptrtoint ptr \(pointer) to i64")
    guard width > 1 else {
      names[Int(r)] = base
      return
    }
    let splatted = splat(base)
    let lanes = (0..<width).map { "i64 \(8 * $0)" }.joined(separator: ", ")
    define(r, "add \(integer) \(splatted), <\(lanes)>")
  }

  mutating func splat(_ scalar: String) -> String {
    let first = fresh()
    let all = fresh()
    line("  \(first) = insertelement \(integer) poison, i64 \(scalar), i64 0")
    line("  \(all) = shufflevector \(integer) \(first), \(integer) poison, <\(width) x i32> zeroinitializer")
    return all
  }

  mutating func element(_ vector: String, of type: String, lane: Int) -> String {
    guard width > 1 else { return vector }
    let value = fresh()
    line("  \(value) = extractelement \(type) \(vector), i64 \(lane)")
    return value
  }

  mutating func gather(_ r: Int32, address: Int32, type: String, vector: String) {
    var all = "poison"
    for lane in 0..<width {
      let at = element(name(address), of: integer, lane: lane)
      let pointer = fresh()
      let value = fresh()
      line("  \(pointer) = inttoptr i64 \(at) to ptr")
      line("  \(value) = load \(type), ptr \(pointer), align 8")
      guard width > 1 else {
        names[Int(r)] = value
        return
      }
      let next = fresh()
      line("  \(next) = insertelement \(vector) \(all), \(type) \(value), i64 \(lane)")
      all = next
    }
    names[Int(r)] = all
  }

  /// Lanes outside the mask store to their word 0, which nothing reads: no branches.
  mutating func scatter(address: Int32, value: Int32, mask m: Int32) {
    let spare = fresh()
    line("  \(spare) = ptrtoint ptr %block to i64")
    for lane in 0..<width {
      let at = element(name(address), of: integer, lane: lane)
      let number = element(name(value), of: real, lane: lane)
      let holds = element(name(m), of: mask, lane: lane)
      let lanePlace = fresh()
      let chosen = fresh()
      let pointer = fresh()
      line("  \(lanePlace) = add i64 \(spare), \(8 * lane)")
      line("  \(chosen) = select i1 \(holds), i64 \(at), i64 \(lanePlace)")
      line("  \(pointer) = inttoptr i64 \(chosen) to ptr")
      line("  store double \(number), ptr \(pointer), align 8")
    }
  }

  // MARK: calls and control

  mutating func anyLane(_ m: String) -> String {
    guard width > 1 else { return m }
    let packed = fresh()
    let any = fresh()
    line("  \(packed) = bitcast \(mask) \(m) to i\(width)")
    line("  \(any) = icmp ne i\(width) \(packed), 0")
    return any
  }

  mutating func broadcastAny(_ r: Int32, _ m: String) {
    let any = anyLane(m)
    guard width > 1 else {
      names[Int(r)] = any
      return
    }
    let first = fresh()
    line("  \(first) = insertelement \(mask) poison, i1 \(any), i64 0")
    define(r, "shufflevector \(mask) \(first), \(mask) poison, <\(width) x i32> zeroinitializer")
  }

  mutating func open(_ label: String) {
    line("\(label):")
    block = label
  }

  mutating func writeExternal(
    _ r: Int32, _ function: ExternalFunction, _ a: Int32, mask m: Int32, otherwise: Int32
  ) {
    let any = anyLane(name(m))
    let calling = label("rare")
    let after = label("common")
    let from = block
    line("  br i1 \(any), label %\(calling), label %\(after)")
    open(calling)
    let entry = fresh()
    let target = fresh()
    line("  \(entry) = getelementptr inbounds ptr, ptr %externals, i64 \(function.rawValue)")
    line("  \(target) = load ptr, ptr \(entry), align 8")
    var all = "poison"
    for lane in 0..<width {
      let argument = element(name(a), of: real, lane: lane)
      let value = fresh()
      line("  \(value) = call double \(target)(double \(argument))")
      if width == 1 {
        all = value
      } else {
        let next = fresh()
        line("  \(next) = insertelement \(real) \(all), double \(value), i64 \(lane)")
        all = next
      }
    }
    let merged = fresh()
    line("  \(merged) = select \(mask) \(name(m)), \(real) \(all), \(real) \(name(otherwise))")
    line("  br label %\(after)")
    open(after)
    define(r, "phi \(real) [ \(name(otherwise)), %\(from) ], [ \(merged), %\(calling) ]")
  }

  mutating func writeRoutineUse(_ r: Int32, _ index: Int, _ arguments: [Int32]) {
    let routine = program.routines[index]
    guard expandsRoutines else {
      let list = arguments.map { "\(real) \(name($0))" }.joined(separator: ", ")
      define(r, "call \(real) @routine.\(routine.name)(\(list), ptr %externals)")
      return
    }
    let outer = names
    names = [String](repeating: "", count: Int(routine.registerCount))
    for (k, argument) in arguments.enumerated() { names[k] = outer[Int(argument)] }
    for instruction in routine.body { write(instruction) }
    let result = name(routine.result)
    names = outer
    names[Int(r)] = result
  }

  mutating func writeLoop(_ counter: Int32, _ count: Int, _ body: [KernelInstruction]) {
    let head = label("loop")
    let after = label("done")
    let from = block
    let current = fresh()
    let next = fresh()
    names[Int(counter)] = current
    line("  br label %\(head)")
    open(head)
    // The back edge's block is known only after the body: its label is reserved now.
    let tail = label("tail")
    line("  \(current) = phi i64 [ 0, %\(from) ], [ \(next), %\(tail) ]")
    for instruction in body { write(instruction) }
    line("  br label %\(tail)")
    open(tail)
    let more = fresh()
    line("  \(next) = add i64 \(current), 1")
    line("  \(more) = icmp ult i64 \(next), \(count)")
    line("  br i1 \(more), label %\(head), label %\(after)")
    open(after)
  }

  mutating func writeRepeat(_ body: [KernelInstruction], _ condition: Int32) {
    let head = label("repeat")
    let after = label("done")
    line("  br label %\(head)")
    open(head)
    for instruction in body { write(instruction) }
    let any = anyLane(name(condition))
    line("  br i1 \(any), label %\(head), label %\(after)")
    open(after)
  }

  mutating func writeIfAny(_ m: Int32, _ body: [KernelInstruction]) {
    let inside = label("some")
    let after = label("none")
    let any = anyLane(name(m))
    line("  br i1 \(any), label %\(inside), label %\(after)")
    open(inside)
    for instruction in body { write(instruction) }
    line("  br label %\(after)")
    open(after)
  }
}
