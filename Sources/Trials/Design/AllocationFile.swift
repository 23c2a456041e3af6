import Diagnostics
import Files

/// Reads how many subjects there are and how the arms share them, and checks that both agree.
struct AllocationReader {
  let arms: [TrialArm]

  /// The most randomised subjects of one trial.
  static let subjectLimit = 100_000
  private static let shareLimit = 1000

  /// - Parameters:
  ///   - size: `72`, or a number for each arm.
  ///   - allocation: `2:1` in the order of the arms, or a whole number or share for each arm; nil: equal.
  /// - Returns: the number of subjects, and whole numbers that the arms share them by.
  func read(size: YAMLValue, allocation: YAMLValue?) throws -> (count: Int, shares: [Int]) {
    let shares = try allocation.map(self.shares)
    if case .mapping = size.content {
      let counts = try perArm(size, "\"sample size\"").map { value in
        let count = try value.integer("the sample size of an arm", in: 0...Self.subjectLimit)
        return count
      }
      try checkPatients(counts, size)
      let total = counts.reduce(0, +)
      guard total <= Self.subjectLimit else { throw size.error("a trial has at most \(Self.subjectLimit) subjects") }
      let reduced = Self.reduced(counts)
      if let shares, let allocation, shares != reduced {
        throw allocation.error(
          "the allocation \(Self.ratio(shares)) and the sample sizes \(Self.ratio(counts)) do not agree",
          hint: "one of the two is enough")
      }
      return (total, reduced)
    }
    let count = try size.integer("\"sample size\"", in: 1...Self.subjectLimit)
    let ratio = shares ?? arms.map { _ in 1 }
    let block = ratio.reduce(0, +)
    guard count >= block else {
      throw size.error(
        "\(count) \(count == 1 ? "subject" : "subjects") cannot fill \(arms.count) arms allocated \(Self.ratio(ratio))",
        hint: "at least \(block) are needed for an arm not to be without patients")
    }
    guard count % block == 0 else {
      let below = count / block * block
      throw size.error(
        "\(count) subjects cannot be allocated \(Self.ratio(ratio))",
        hint: "\(below) or \(below + block) can; or give the sample size of each arm")
    }
    return (count, ratio)
  }

  private func shares(_ value: YAMLValue) throws -> [Int] {
    switch value.content {
    case .scalar: return try ratio(value)
    case .sequence: throw value.error("\"allocation\" is a ratio or a mapping", hint: "for example \"2:1\"")
    case .mapping: break
    }
    let values = try perArm(value, "\"allocation\"")
    let numbers = try values.map { value in
      let number = try value.number("an allocation")
      guard number >= 0, number <= Double(Self.shareLimit) else {
        throw value.error("an allocation lies between 0 and \(Self.shareLimit)")
      }
      return number
    }
    if numbers.allSatisfy({ $0 == $0.rounded() }) {
      let shares = numbers.map { Int($0) }
      try checkPatients(shares, value)
      return Self.reduced(shares)
    }
    try checkPatients(numbers.map { $0 > 0 ? 1 : 0 }, value)
    let sum = numbers.reduce(0, +)
    guard abs(sum - 1) <= 1e-6 else {
      throw value.error(
        "the allocation adds up to \(Self.text(sum)), not to 1", hint: "whole numbers are a ratio: 2 and 1 for 2:1")
    }
    for scale in 2...Self.shareLimit {
      let scaled = numbers.map { $0 * Double(scale) }
      if scaled.allSatisfy({ abs($0 - $0.rounded()) < 1e-6 * Double(scale) }) {
        return Self.reduced(scaled.map { Int($0.rounded()) })
      }
    }
    throw value.error("these shares are no ratio of whole numbers up to \(Self.shareLimit)")
  }

  /// `2:1`
  private func ratio(_ value: YAMLValue) throws -> [Int] {
    let parts = try value.text("\"allocation\"").split(separator: ":", omittingEmptySubsequences: false)
    let shares = parts.compactMap { Int($0.filter { $0 != " " }) }
    guard shares.count == parts.count, shares.allSatisfy({ (0...Self.shareLimit).contains($0) }) else {
      throw value.error("\"allocation\" must be a ratio of whole numbers", hint: "for example \"2:1\"")
    }
    guard shares.count == arms.count else {
      throw value.error("the allocation has \(shares.count) parts for \(arms.count) arms")
    }
    try checkPatients(shares, value)
    return Self.reduced(shares)
  }

  /// The value of each arm, in their order.
  private func perArm(_ value: YAMLValue, _ what: String) throws -> [YAMLValue] {
    let fields = try value.mapping(what, keys: arms.map(\.id))
    return try arms.map { arm in
      guard let value = fields[arm.id] else { throw value.error("\(what) leaves out the arm \"\(arm.id)\"") }
      return value
    }
  }

  private func checkPatients(_ counts: [Int], _ value: YAMLValue) throws {
    guard let empty = counts.firstIndex(of: 0) else { return }
    throw value.error(
      "the arm \"\(arms[empty].id)\" has no patients", hint: "leave the arm out, or give it a number above zero")
  }

  private static func reduced(_ numbers: [Int]) -> [Int] {
    let divisor = numbers.reduce(0) { first, second in
      var (a, b) = (first, second)
      while b != 0 { (a, b) = (b, a % b) }
      return a
    }
    return divisor > 1 ? numbers.map { $0 / divisor } : numbers
  }

  private static func ratio(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ":") }
  private static func text(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }
}

extension TrialDesign {
  /// Changes the number of randomised subjects; the arms share them as before.
  ///
  /// - Parameter option: who asks, for the message.
  /// - Throws: `InputError` when the number cannot be shared, or is out of range.
  package mutating func setSubjects(_ count: Int, option: String) throws {
    guard (1...AllocationReader.subjectLimit).contains(count) else {
      throw InputError("\(option) must be from 1 to \(AllocationReader.subjectLimit), \(count) is not")
    }
    let block = crossover == nil ? arms.map(\.allocation).reduce(0, +) : 1
    guard count >= block, count % block == 0 else {
      let below = count / block * block
      throw InputError(
        "\(option) \(count) cannot be allocated \(arms.map { String($0.allocation) }.joined(separator: ":"))",
        hint: below > 0 ? "\(below) or \(below + block) can" : "\(block) can")
    }
    subjectCount = count
  }

  /// The same trial with its allocation in small whole numbers, for a search of the sample size: 47:25 is nearly 2:1.
  /// Unchanged where it is small already, or where no small ratio comes within a twentieth of every arm's share.
  package var withSimpleAllocation: TrialDesign {
    let total = arms.map(\.allocation).reduce(0, +)
    let limit = Self.simpleParts * arms.count
    guard crossover == nil, total > limit else { return self }
    for size in arms.count...limit {
      let parts = arms.map { max(1, Int((Double($0.allocation * size) / Double(total)).rounded())) }
      let sum = Double(parts.reduce(0, +))
      let isNear = zip(arms, parts).allSatisfy { arm, part in
        abs(Double(part) / sum - Double(arm.allocation) / Double(total)) <= 0.05 * Double(arm.allocation)
          / Double(total)
      }
      guard isNear else { continue }
      var design = self
      for (index, part) in parts.enumerated() { design.arms[index].allocation = part }
      design.subjectCount = max(1, (subjectCount + Int(sum) / 2) / Int(sum)) * Int(sum)
      return design
    }
    return self
  }

  private static let simpleParts = 4
}
