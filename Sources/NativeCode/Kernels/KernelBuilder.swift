/// Writes the body of one kernel function, operation by operation, with typed registers.
package struct KernelBuilder {
  package internal(set) var instructions: [KernelInstruction] = []
  var registerCount: Int32 = 0
  var routines: [KernelProgram.Routine]

  init(routines: [KernelProgram.Routine]) { self.routines = routines }

  mutating func newRegister() -> Int32 {
    registerCount += 1
    return registerCount - 1
  }

  private mutating func emitReal(_ make: (Int32) -> KernelInstruction) -> Real {
    let register = newRegister()
    instructions.append(make(register))
    return Real(register: register)
  }

  private mutating func emitInteger(_ make: (Int32) -> KernelInstruction) -> Integer {
    let register = newRegister()
    instructions.append(make(register))
    return Integer(register: register)
  }

  private mutating func emitMask(_ make: (Int32) -> KernelInstruction) -> Mask {
    let register = newRegister()
    instructions.append(make(register))
    return Mask(register: register)
  }

  // MARK: constants

  /// The same number in every lane.
  package mutating func constant(_ value: Double) -> Real {
    emitReal { .realConstant($0, value) }
  }

  /// The same integer in every lane.
  package mutating func integer(_ value: Int64) -> Integer {
    emitInteger { .integerConstant($0, value) }
  }

  // MARK: real arithmetic

  package mutating func add(_ a: Real, _ b: Real) -> Real { emitReal { .realBinary(.add, $0, a.register, b.register) } }
  package mutating func subtract(_ a: Real, _ b: Real) -> Real {
    emitReal { .realBinary(.subtract, $0, a.register, b.register) }
  }
  package mutating func multiply(_ a: Real, _ b: Real) -> Real {
    emitReal { .realBinary(.multiply, $0, a.register, b.register) }
  }
  package mutating func divide(_ a: Real, _ b: Real) -> Real {
    emitReal { .realBinary(.divide, $0, a.register, b.register) }
  }
  /// a · b + c, rounded once.
  package mutating func fma(_ a: Real, _ b: Real, _ c: Real) -> Real {
    emitReal { .fusedMultiplyAdd($0, a.register, b.register, c.register) }
  }
  package mutating func negate(_ a: Real) -> Real { emitReal { .realUnary(.negate, $0, a.register) } }
  package mutating func absolute(_ a: Real) -> Real { emitReal { .realUnary(.absolute, $0, a.register) } }
  package mutating func squareRoot(_ a: Real) -> Real { emitReal { .realUnary(.squareRoot, $0, a.register) } }
  package mutating func floor(_ a: Real) -> Real { emitReal { .realUnary(.floor, $0, a.register) } }
  package mutating func ceiling(_ a: Real) -> Real { emitReal { .realUnary(.ceiling, $0, a.register) } }

  /// The smaller; `b` when either is NaN.
  package mutating func minimum(_ a: Real, _ b: Real) -> Real { select(compare(.less, a, b), a, b) }
  /// The larger; `b` when either is NaN.
  package mutating func maximum(_ a: Real, _ b: Real) -> Real { select(compare(.less, b, a), a, b) }

  // MARK: comparisons and masks

  /// Whether a relation holds, lane by lane; false with a number that is none, except `unequal`.
  package mutating func compare(_ relation: KernelInstruction.Comparison, _ a: Real, _ b: Real) -> Mask {
    emitMask { .compareReal(relation, $0, a.register, b.register) }
  }
  /// Whether a relation of signed integers holds, lane by lane.
  package mutating func compare(_ relation: KernelInstruction.Comparison, _ a: Integer, _ b: Integer) -> Mask {
    emitMask { .compareInteger(relation, $0, a.register, b.register) }
  }
  package mutating func and(_ a: Mask, _ b: Mask) -> Mask { emitMask { .maskBinary(.and, $0, a.register, b.register) } }
  package mutating func or(_ a: Mask, _ b: Mask) -> Mask { emitMask { .maskBinary(.or, $0, a.register, b.register) } }
  package mutating func not(_ a: Mask) -> Mask { emitMask { .maskNot($0, a.register) } }
  /// Holds in every lane when `a` holds in any.
  package mutating func broadcastAny(_ a: Mask) -> Mask { emitMask { .broadcastAny($0, a.register) } }
  /// `a` where the mask holds, `b` elsewhere; both are computed.
  package mutating func select(_ mask: Mask, _ a: Real, _ b: Real) -> Real {
    emitReal { .selectReal($0, mask: mask.register, a.register, b.register) }
  }
  /// `a` where the mask holds, `b` elsewhere.
  package mutating func select(_ mask: Mask, _ a: Integer, _ b: Integer) -> Integer {
    emitInteger { .selectInteger($0, mask: mask.register, a.register, b.register) }
  }

  // MARK: integers and bit patterns

  package mutating func integer(
    _ operation: KernelInstruction.IntegerBinary, _ a: Integer, _ b: Integer
  ) -> Integer {
    emitInteger { .integerBinary(operation, $0, a.register, b.register) }
  }
  /// The bit pattern of a number.
  package mutating func bits(of a: Real) -> Integer { emitInteger { .bitsOfReal($0, a.register) } }
  /// The number with a bit pattern.
  package mutating func real(ofBits a: Integer) -> Real { emitReal { .realOfBits($0, a.register) } }

  // MARK: memory

  /// The number in a slot of the block.
  package mutating func load(_ slot: Slot) -> Real { emitReal { .loadReal($0, slot) } }
  /// Puts a number into a slot, in every lane.
  package mutating func store(_ value: Real, to slot: Slot) { instructions.append(.storeReal(slot, value.register)) }
  package mutating func loadInteger(_ slot: Slot) -> Integer { emitInteger { .loadInteger($0, slot) } }
  package mutating func store(_ value: Integer, to slot: Slot) {
    instructions.append(.storeInteger(slot, value.register))
  }
  /// The byte address of a slot, lane by lane.
  package mutating func address(of slot: Slot) -> Integer { emitInteger { .address($0, slot) } }
  /// The byte distance between neighbouring elements of one lane.
  package mutating func elementStride() -> Integer { emitInteger { .elementStride($0) } }
  /// The number at each lane's own address, which must be valid in idle lanes, too.
  package mutating func gatherReal(at address: Integer) -> Real {
    emitReal { .gatherReal($0, address: address.register) }
  }
  /// The integer at each lane's own address.
  package mutating func gatherInteger(at address: Integer) -> Integer {
    emitInteger { .gatherInteger($0, address: address.register) }
  }
  /// Puts a number at each lane's own address where the mask holds.
  package mutating func scatter(_ value: Real, at address: Integer, where mask: Mask) {
    instructions.append(.scatterReal(address: address.register, value.register, mask: mask.register))
  }

  // MARK: calls and control

  /// The rare function of `a` where the mask holds, `otherwise` elsewhere.
  package mutating func external(
    _ function: ExternalFunction, _ a: Real, where mask: Mask, otherwise: Real
  ) -> Real {
    emitReal { .external($0, function, a.register, mask: mask.register, otherwise: otherwise.register) }
  }

  /// Calls the pure routine `name`, which `build` writes the first time it is needed.
  package mutating func routine(
    _ name: String, _ arguments: [Real], _ build: (inout KernelBuilder, [Real]) -> Real
  ) -> Real {
    let index: Int
    if let known = routines.firstIndex(where: { $0.name == name }) {
      index = known
    } else {
      var inner = KernelBuilder(routines: routines)
      let inputs = arguments.map { _ in Real(register: inner.newRegister()) }
      let result = build(&inner, inputs)
      routines = inner.routines
      routines.append(
        KernelProgram.Routine(
          name: name, argumentCount: arguments.count, body: inner.instructions, result: result.register,
          registerCount: inner.registerCount))
      index = routines.count - 1
    }
    return emitReal { .routine($0, index, arguments.map(\.register)) }
  }

  /// Calls a function of the program, which works on the block.
  package mutating func call(_ function: Int) { instructions.append(.call(function: function)) }

  /// Entry `index · stride + offset` of a table.
  package mutating func entry(of table: KernelTable, at index: Index, stride: Int = 1, offset: Int = 0) -> Index {
    let register = newRegister()
    instructions.append(
      .tableEntry(register, table: table.number, index: index.register, stride: stride, offset: offset))
    return Index(register: register)
  }

  /// Runs the body with an index from `start` up to, not including, `end`.
  package mutating func loop(
    from start: Index, to end: Index, _ body: (inout KernelBuilder, Index) -> Void
  ) {
    let counter = newRegister()
    let inner = nested { body(&$0, Index(register: counter)) }
    instructions.append(.range(counter: counter, from: start.register, to: end.register, body: inner))
  }

  /// Runs the body `count` times with a counter from 0.
  package mutating func loop(_ count: Int, _ body: (inout KernelBuilder, Index) -> Void) {
    guard count > 0 else { return }
    let counter = newRegister()
    let inner = nested { body(&$0, Index(register: counter)) }
    instructions.append(.loop(counter: counter, count: count, body: inner))
  }

  /// Runs the body, then again while the mask that it returns holds in any lane.
  package mutating func repeatWhileAny(_ body: (inout KernelBuilder) -> Mask) {
    var condition: Mask?
    let inner = nested { condition = body(&$0) }
    guard let condition else { return }
    instructions.append(.repeatWhileAny(body: inner, condition: condition.register))
  }

  /// Runs the body when the mask holds in any lane (for all lanes: the body masks what it stores).
  package mutating func ifAny(_ mask: Mask, _ body: (inout KernelBuilder) -> Void) {
    let inner = nested(body)
    instructions.append(.ifAny(mask: mask.register, body: inner))
  }

  private mutating func nested(_ body: (inout KernelBuilder) -> Void) -> [KernelInstruction] {
    let outer = instructions
    instructions = []
    body(&self)
    let inner = instructions
    instructions = outer
    return inner
  }
}
