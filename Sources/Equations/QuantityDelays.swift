import Diagnostics
import Formulas
import Networks

/// The delayed expressions that formulas use, each with a slot.
struct DelayList {
  struct Entry {
    var value: Formula
    var duration: Formula
    var place: SourcePlace?
  }
  private(set) var entries: [Entry] = []
  private var slots: [[Formula]: Int] = [:]

  /// The slot of an expression and its duration, a new one where there is none.
  mutating func slot(of value: Formula, by duration: Formula, _ place: SourcePlace?) -> Int {
    if let known = slots[[value, duration]] { return known }
    slots[[value, duration]] = entries.count
    entries.append(Entry(value: value, duration: duration, place: place))
    return entries.count - 1
  }
}

extension QuantityNodes {
  /// Whether a delayed expression is the expression itself: no time passes, or nothing in it ever changes.
  func isImmediate(_ operands: [Formula]) -> Bool {
    if case .number(0) = operands[1] { return true }
    var pending = [operands[0]]
    while let formula = pending.popLast() {
      switch formula {
      case .time, .apply(.rateOf, _), .call: return false
      case .symbol(let name):
        guard let quantity = table.index[name], table.quantities[quantity].isConstant else { return false }
      case .number: break
      case .apply(_, let operands): pending += operands
      }
    }
    return true
  }

  /// Makes the nodes of all delays that were met; making them may meet more.
  mutating func makeDelays() throws -> [EquationSystem.Delay] {
    var made: [EquationSystem.Delay] = []
    while made.count < delays.entries.count {
      let entry = delays.entries[made.count]
      let duration = graph.number(try node(entry.duration, at: .running, place: entry.place))
      if let known = graph.constantValue(of: duration), !(known >= 0) {
        throw EquationError.negativeDelay(known, entry.place)
      }
      made.append(
        EquationSystem.Delay(
          value: graph.number(try node(entry.value, at: .running, place: entry.place)),
          startValue: before(try node(entry.value, at: .past, place: entry.place), by: duration, at: .running),
          duration: duration))
    }
    return made
  }

  /// What an expression of the time before the start is, a duration before a moment.
  mutating func before(_ past: Node, by duration: Node, at moment: Moment) -> Node {
    let clock = graph.time()
    let earlier = graph.subtract(time(at: moment), duration)
    return graph.rewriting([graph.number(past)]) { leaf, _ in leaf == clock ? earlier : nil }[0]
  }
}
