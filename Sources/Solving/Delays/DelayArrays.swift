import NativeCode

/// What a lane knows about its past, for models with delays.
///
/// The history itself is a row of records in memory of the lane's caller, one for every accepted step: the time at its
/// start, its length, and for every delayed expression the five coefficients of a quartic over the step's fraction.
package struct DelayArrays: Sendable {
  /// Coefficients of one expression in a record, and the words before them.
  static let coefficients = 5
  static let recordHead = 2

  let count: Int
  /// Where the records begin, how many there are, and up to which time they go.
  let address: KernelArray
  let records: KernelArray
  let end: KernelArray
  /// The expressions before the start.
  let startValues: KernelArray
  /// At the stage evaluated last: durations, the expressions' present values.
  let durations: KernelArray
  let now: KernelArray
  /// The expressions at the start of the step.
  let stepStart: KernelArray
  /// 1 where the value after a jump is meant, −1 where the one before it is.
  let side: KernelArray
  /// Bounds of the search, and where it looks.
  let low: KernelArray
  let high: KernelArray
  let query: KernelArray
  /// The expressions at five fractions of a step.
  let samples: KernelArray

  /// Words of one record.
  var recordSize: Int { Self.recordHead + Self.coefficients * count }

  /// - Parameter count: how many delayed expressions there are.
  init(count: Int, in program: inout KernelProgram) {
    let one = count > 0 ? 1 : 0
    self.count = count
    address = program.array("historyAddress", count: one)
    records = program.array("historyRecords", count: one)
    end = program.array("historyEnd", count: one)
    startValues = program.array("delayStarts", count: count)
    durations = program.array("durations", count: count)
    now = program.array("delayNow", count: count)
    stepStart = program.array("delayStepStart", count: count)
    side = program.array("delaySide", count: one)
    low = program.array("delayLow", count: one)
    high = program.array("delayHigh", count: one)
    query = program.array("delayQuery", count: count)
    samples = program.array("delaySamples", count: Self.coefficients * count)
  }
}
