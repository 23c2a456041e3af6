/// Constants, addresses, gathers and scatters.
extension ModuleWriter {
  var allLanes: String { width == 1 ? "true" : "splat (i1 true)" }

  func constant(_ value: Double) -> String {
    let digits = String(value.bitPattern, radix: 16, uppercase: true)
    let literal = "0x" + String(repeating: "0", count: 16 - digits.count) + digits
    return width == 1 ? literal : "splat (double \(literal))"
  }

  func constant(_ value: Int64) -> String { width == 1 ? "\(value)" : "splat (i64 \(value))" }

  mutating func pointer(to slot: Slot) -> String {
    let pointer = fresh()
    if let index = slot.index {
      let element = fresh()
      line("  \(element) = add i64 \(name(index.register)), \(slot.element)")
      line("  \(pointer) = getelementptr inbounds \(real), ptr %block, i64 \(element)")
    } else {
      line("  \(pointer) = getelementptr inbounds \(real), ptr %block, i64 \(slot.element)")
    }
    return pointer
  }

  mutating func writeTableEntry(_ r: Int32, _ table: Int, _ index: Int32, stride: Int, offset: Int) {
    let scaled = fresh()
    let place = fresh()
    let pointer = fresh()
    let entry = fresh()
    line("  \(scaled) = mul i64 \(name(index)), \(stride)")
    line("  \(place) = add i64 \(scaled), \(offset)")
    line("  \(pointer) = getelementptr inbounds i32, ptr @table\(table), i64 \(place)")
    line("  \(entry) = load i32, ptr \(pointer), align 4")
    define(r, "zext i32 \(entry) to i64")
  }

  mutating func writeTable(_ entries: [Int32], number: Int) {
    let list = entries.map { "i32 \($0)" }.joined(separator: ",")
    line("@table\(number) = private unnamed_addr constant [\(entries.count) x i32] [\(list)], align 64")
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
}
