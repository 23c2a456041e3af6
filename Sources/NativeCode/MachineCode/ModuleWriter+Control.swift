/// Calls, loops and conditions.
extension ModuleWriter {
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

  mutating func writeRange(_ counter: Int32, from start: Int32, to end: Int32, _ body: [KernelInstruction]) {
    let head = label("range")
    let tail = label("tail")
    let after = label("done")
    let from = block
    let some = fresh()
    let current = fresh()
    let next = fresh()
    let more = fresh()
    names[Int(counter)] = current
    line("  \(some) = icmp slt i64 \(name(start)), \(name(end))")
    line("  br i1 \(some), label %\(head), label %\(after)")
    open(head)
    line("  \(current) = phi i64 [ \(name(start)), %\(from) ], [ \(next), %\(tail) ]")
    for instruction in body { write(instruction) }
    line("  br label %\(tail)")
    open(tail)
    line("  \(next) = add i64 \(current), 1")
    line("  \(more) = icmp slt i64 \(next), \(name(end))")
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
