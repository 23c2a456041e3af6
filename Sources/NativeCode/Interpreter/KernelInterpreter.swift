/// Runs a kernel without machine code, one lane, operation by operation: the oracle of the generated code (same bits as
/// W = 1).
package struct KernelInterpreter: Sendable {
  private let program: KernelProgram

  package init(_ program: KernelProgram) { self.program = program }

  var wordCount: Int { program.wordCount }

  /// Runs the entry function `name` on a block of one lane.
  ///
  /// - Precondition: `name` is an entry of the program.
  package func run(_ name: String, on block: UnsafeMutableRawPointer) {
    guard let index = program.functions.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("\(name) is not an entry of this kernel")
    }
    call(index, block: block)
  }

  private func call(_ function: Int, block: UnsafeMutableRawPointer) {
    let function = program.functions[function]
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Int(function.registerCount) + 1) { registers in
      guard let base = registers.baseAddress else { return }
      execute(function.body, base, block)
    }
  }

  private func address(_ slot: Slot, _ registers: UnsafeMutablePointer<UInt64>) -> Int {
    slot.element + (slot.index.map { Int(registers[Int($0.register)]) } ?? 0)
  }

  private func execute(
    _ body: [KernelInstruction], _ registers: UnsafeMutablePointer<UInt64>, _ block: UnsafeMutableRawPointer
  ) {
    func real(_ register: Int32) -> Double { Double(bitPattern: registers[Int(register)]) }
    func integer(_ register: Int32) -> Int64 { Int64(bitPattern: registers[Int(register)]) }
    func holds(_ register: Int32) -> Bool { registers[Int(register)] != 0 }
    func set(_ register: Int32, _ value: Double) { registers[Int(register)] = value.bitPattern }
    func set(_ register: Int32, _ value: Int64) { registers[Int(register)] = UInt64(bitPattern: value) }
    func set(_ register: Int32, _ value: Bool) { registers[Int(register)] = value ? 1 : 0 }
    func place(_ slot: Slot) -> UnsafeMutableRawPointer { block + 8 * address(slot, registers) }

    for instruction in body {
      switch instruction {
      case .realConstant(let r, let value): set(r, value)
      case .integerConstant(let r, let value): set(r, value)
      case .realUnary(let operation, let r, let a):
        let x = real(a)
        switch operation {
        case .negate: set(r, -x)
        case .absolute: set(r, x.magnitude)
        case .squareRoot: set(r, x.squareRoot())
        case .floor: set(r, x.rounded(.down))
        case .ceiling: set(r, x.rounded(.up))
        }
      case .realBinary(let operation, let r, let a, let b):
        switch operation {
        case .add: set(r, real(a) + real(b))
        case .subtract: set(r, real(a) - real(b))
        case .multiply: set(r, real(a) * real(b))
        case .divide: set(r, real(a) / real(b))
        }
      case .fusedMultiplyAdd(let r, let a, let b, let c): set(r, real(c).addingProduct(real(a), real(b)))
      case .compareReal(let relation, let r, let a, let b):
        switch relation {
        case .less: set(r, real(a) < real(b))
        case .lessOrEqual: set(r, real(a) <= real(b))
        case .equal: set(r, real(a) == real(b))
        case .unequal: set(r, real(a) != real(b))
        }
      case .integerBinary(let operation, let r, let a, let b):
        let x = integer(a)
        let y = integer(b)
        switch operation {
        case .add: set(r, x &+ y)
        case .subtract: set(r, x &- y)
        case .multiply: set(r, x &* y)
        case .and: set(r, x & y)
        case .or: set(r, x | y)
        case .shiftLeft: set(r, x &<< y)
        case .shiftRight: set(r, Int64(bitPattern: UInt64(bitPattern: x) &>> UInt64(bitPattern: y)))
        case .shiftRightSigned: set(r, x &>> y)
        }
      case .compareInteger(let relation, let r, let a, let b):
        switch relation {
        case .less: set(r, integer(a) < integer(b))
        case .lessOrEqual: set(r, integer(a) <= integer(b))
        case .equal: set(r, integer(a) == integer(b))
        case .unequal: set(r, integer(a) != integer(b))
        }
      case .maskBinary(let operation, let r, let a, let b):
        set(r, operation == .and ? holds(a) && holds(b) : holds(a) || holds(b))
      case .maskNot(let r, let a): set(r, !holds(a))
      case .broadcastAny(let r, let a): set(r, holds(a))
      case .selectReal(let r, let m, let a, let b): registers[Int(r)] = registers[Int(holds(m) ? a : b)]
      case .selectInteger(let r, let m, let a, let b): registers[Int(r)] = registers[Int(holds(m) ? a : b)]
      case .bitsOfReal(let r, let a): registers[Int(r)] = registers[Int(a)]
      case .realOfBits(let r, let a): registers[Int(r)] = registers[Int(a)]
      case .loadReal(let r, let slot): registers[Int(r)] = place(slot).load(as: UInt64.self)
      case .loadInteger(let r, let slot): registers[Int(r)] = place(slot).load(as: UInt64.self)
      case .storeReal(let slot, let a): place(slot).storeBytes(of: registers[Int(a)], as: UInt64.self)
      case .storeInteger(let slot, let a): place(slot).storeBytes(of: registers[Int(a)], as: UInt64.self)
      case .address(let r, let slot): set(r, Int64(Int(bitPattern: place(slot))))
      case .elementStride(let r): set(r, Int64(8))
      case .gatherReal(let r, let a), .gatherInteger(let r, let a):
        if let pointer = UnsafeRawPointer(bitPattern: Int(integer(a))) {
          registers[Int(r)] = pointer.load(as: UInt64.self)
        }
      case .scatterReal(let a, let value, let m):
        if holds(m), let pointer = UnsafeMutableRawPointer(bitPattern: Int(integer(a))) {
          pointer.storeBytes(of: registers[Int(value)], as: UInt64.self)
        }
      case .external(let r, let function, let a, let m, let otherwise):
        if holds(m) { set(r, function.implementation(real(a))) } else { registers[Int(r)] = registers[Int(otherwise)] }
      case .routine(let r, let index, let arguments):
        registers[Int(r)] = evaluate(program.routines[index], arguments.map { registers[Int($0)] }, block)
      case .loop(let counter, let count, let inner):
        for k in 0..<count {
          registers[Int(counter)] = UInt64(k)
          execute(inner, registers, block)
        }
      case .tableEntry(let r, let table, let index, let stride, let offset):
        registers[Int(r)] = UInt64(program.tables[table].entries[Int(registers[Int(index)]) * stride + offset])
      case .range(let counter, let from, let to, let inner):
        var k = registers[Int(from)]
        while k < registers[Int(to)] {
          registers[Int(counter)] = k
          execute(inner, registers, block)
          k += 1
        }
      case .repeatWhileAny(let inner, let condition):
        repeat { execute(inner, registers, block) } while holds(condition)
      case .ifAny(let m, let inner):
        if holds(m) { execute(inner, registers, block) }
      case .call(let function): call(function, block: block)
      }
    }
  }

  private func evaluate(
    _ routine: KernelProgram.Routine, _ arguments: [UInt64], _ block: UnsafeMutableRawPointer
  ) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Int(routine.registerCount) + 1) { registers in
      guard let base = registers.baseAddress else { return 0 }
      for (k, argument) in arguments.enumerated() { base[k] = argument }
      execute(routine.body, base, block)
      return base[Int(routine.result)]
    }
  }
}
