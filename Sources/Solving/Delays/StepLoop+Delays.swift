import NativeCode

/// Values of the past.
extension StepLoop {
  private var past: DelayArrays { layout.delays }

  /// Which side of a jump in the past is meant: at the start of a step the one after it, within a step and at its end
  /// the one before it.
  enum Side: Double {
    case after = 1
    case before = -1
  }

  /// delayed, delayedSlope ← values for (stageTime, stageStates).
  func emitLeavesAtStage(_ side: Side, _ b: inout KernelBuilder) {
    guard let lookBack else { return }
    b.store(b.constant(side.rawValue), to: past.side[0])
    b.call(lookBack)
  }

  /// One look into the past. Times that no record covers yet lie within the step that is tried: the value there is
  /// interpolated between the step's start and the stage, and where the duration is zero it is the stage's own.
  func emitLookBack(_ b: inout KernelBuilder) {
    let time = b.load(layout.stageTime[0])
    let side = b.load(past.side[0])
    let slack = b.multiply(b.multiply(side, b.constant(0x1p-46)), time)
    let end = b.load(past.end[0])
    let isWithin = { (slot: Int, b: inout KernelBuilder) -> Mask in
      b.compare(.lessOrEqual, end, b.load(past.query[slot]))
    }
    for round in delays.rounds {
      for function in round.durations + round.starts { b.call(function) }
      for slot in round.slots {
        let query = b.subtract(time, b.load(past.durations[slot]))
        b.store(query, to: past.query[slot])
        emitSearch(slot, query: query, searched: b.add(query, slack), &b)
        let start = b.load(past.stepStart[slot])
        let within = isWithin(slot, &b)
        b.store(b.select(within, start, b.load(layout.delayed[slot])), to: layout.delayed[slot])
      }
    }
    let zero = b.constant(0)
    var any = b.compare(.less, zero, zero)
    for slot in 0..<delays.count { any = b.or(any, isWithin(slot, &b)) }
    b.ifAny(any) { b in
      for function in delays.values { b.call(function) }
      for slot in 0..<delays.count {
        let within = isWithin(slot, &b)
        let now = b.load(past.now[slot])
        let start = b.load(past.stepStart[slot])
        let query = b.load(past.query[slot])
        let isPresent = b.compare(.lessOrEqual, time, query)
        let share = b.divide(b.subtract(query, end), b.subtract(time, end))
        let between = b.fma(share, b.subtract(now, start), start)
        let value = b.select(isPresent, now, between)
        b.store(b.select(within, value, b.load(layout.delayed[slot])), to: layout.delayed[slot])
      }
    }
  }

  /// delayed, delayedSlope of a slot ← the record that covers a time, or the value before the start.
  private func emitSearch(_ slot: Int, query: Real, searched: Real, _ b: inout KernelBuilder) {
    let none = b.integer(0)
    let one = b.integer(1)
    let size = b.integer(Int64(8 * past.recordSize))
    let base = b.loadInteger(past.address[0])
    let count = b.loadInteger(past.records[0])
    b.store(none, to: past.low[0])
    b.store(count, to: past.high[0])
    b.repeatWhileAny { b in
      let (low, high) = (b.loadInteger(past.low[0]), b.loadInteger(past.high[0]))
      let isOpen = b.compare(.less, one, b.integer(.subtract, high, low))
      let middle = b.integer(.shiftRight, b.integer(.add, low, high), one)
      let looked = b.select(isOpen, middle, low)
      let start = b.gatherReal(at: b.integer(.add, base, b.integer(.multiply, looked, size)))
      let isCovered = b.compare(.lessOrEqual, start, searched)
      b.store(b.select(b.and(isOpen, isCovered), middle, low), to: past.low[0])
      b.store(b.select(b.and(isOpen, b.not(isCovered)), middle, high), to: past.high[0])
      return isOpen
    }
    let record = b.integer(.add, base, b.integer(.multiply, b.loadInteger(past.low[0]), size))
    func word(_ index: Int, _ b: inout KernelBuilder) -> Real {
      b.gatherReal(at: b.integer(.add, record, b.integer(Int64(8 * index))))
    }
    let start = word(0, &b)
    let length = word(1, &b)
    let first = DelayArrays.recordHead + DelayArrays.coefficients * slot
    let c = (0..<DelayArrays.coefficients).map { word(first + $0, &b) }
    let fraction = b.divide(b.subtract(query, start), length)
    var value = c[4]
    var slope = b.multiply(b.constant(4), c[4])
    for power in [3, 2, 1, 0] {
      value = b.fma(fraction, value, c[power])
      if power > 0 { slope = b.fma(fraction, slope, b.multiply(b.constant(Double(power)), c[power])) }
    }
    let hasRecords = b.compare(.less, none, count)
    let isCovered = b.and(hasRecords, b.compare(.lessOrEqual, start, searched))
    let before = b.load(past.startValues[slot])
    b.store(b.select(isCovered, value, before), to: layout.delayed[slot])
    let rate = b.divide(slope, length)
    b.store(b.select(isCovered, rate, b.constant(0)), to: layout.delayedSlope[slot])
  }

  /// Before a step: the values at its start, and the longest step that looks back no further than to its start.
  func emitStepStart(_ b: inout KernelBuilder) {
    emitStageFromSolution(&b)
    b.store(b.load(layout.time[0]), to: past.end[0])
    emitLeavesAtStage(.after, &b)
    for function in delays.values { b.call(function) }
    for slot in 0..<delays.count { b.store(b.load(past.now[slot]), to: past.stepStart[slot]) }
  }

  /// At most `step`, and a little less than the shortest duration at the start of the step: half of it where durations
  /// change. A duration of zero bounds nothing.
  func stepWithinDurations(_ step: Real, _ b: inout KernelBuilder) -> Real {
    let zero = b.constant(0)
    let least = b.multiply(b.load(layout.largestFirstStep[0]), b.constant(1e-4))
    var bounded = step
    for slot in 0..<delays.count {
      let duration = b.load(past.durations[slot])
      let share = b.constant(delays.constant[slot] ? 0.98 : 0.49)
      let bound = b.maximum(b.multiply(share, duration), least)
      let bounds = b.compare(.less, zero, duration)
      bounded = b.select(bounds, b.minimum(bound, bounded), bounded)
    }
    return bounded
  }

  /// After an accepted step: adds a record of it, which ends where the step does. A step whose expressions are no
  /// quartics within the tolerance is refused.
  func emitRecord(_ b: inout KernelBuilder) {
    if !hasSwitches { method.emitDenseVectors(&b) }
    let time = b.load(layout.time[0])
    let end = b.load(layout.newTime[0])
    let length = b.subtract(end, time)
    let share = b.divide(length, b.load(layout.usedStep[0]))
    for k in 0..<DelayArrays.coefficients {
      emitDelayValues(at: b.multiply(share, b.constant(Double(k) / 4)), k == 0 ? .after : .before, &b)
      for slot in 0..<delays.count {
        b.store(b.load(past.now[slot]), to: past.samples[slot * DelayArrays.coefficients + k])
      }
    }
    emitRecordCheck(share: share, &b)
    let taken = b.and(isRunning(&b), isAccepted(&b))
    let size = b.integer(Int64(8 * past.recordSize))
    let count = b.loadInteger(past.records[0])
    let record = b.integer(.add, b.loadInteger(past.address[0]), b.integer(.multiply, count, size))
    func write(_ value: Real, _ word: Int, _ b: inout KernelBuilder) {
      b.scatter(value, at: b.integer(.add, record, b.integer(Int64(8 * word))), where: taken)
    }
    write(time, 0, &b)
    write(length, 1, &b)
    for slot in 0..<delays.count {
      let values = (0..<5).map { b.load(past.samples[slot * DelayArrays.coefficients + $0]) }
      for (power, coefficient) in quartic(values, &b).enumerated() {
        write(coefficient, DelayArrays.recordHead + DelayArrays.coefficients * slot + power, &b)
      }
    }
    b.store(b.select(taken, b.integer(.add, count, b.integer(1)), count), to: past.records[0])
    b.store(b.select(taken, end, time), to: past.end[0])
  }

  /// now ← the expressions at a fraction of the step.
  private func emitDelayValues(at fraction: Real, _ side: Side, _ b: inout KernelBuilder) {
    method.emitInterpolation(at: fraction, &b)
    b.store(b.fma(fraction, b.load(layout.usedStep[0]), b.load(layout.time[0])), to: layout.stageTime[0])
    emitLeavesAtStage(side, &b)
    for function in delays.values { b.call(function) }
  }

  /// Compares the expressions with their quartics where these are worst, near both ends. Where delays change, a jump of
  /// the past may lie within any step: very short ones are taken as they are.
  private func emitRecordCheck(share: Real, _ b: inout KernelBuilder) {
    let relative = b.load(layout.relativeTolerance[0])
    let absolute = b.load(layout.absoluteTolerance[0])
    var worst = b.constant(0)
    for point in [0.09, 0.91] {
      emitDelayValues(at: b.multiply(share, b.constant(point)), .before, &b)
      for slot in 0..<delays.count {
        let value = b.load(past.now[slot])
        var predicted: Real?
        var size = b.absolute(value)
        for k in 0..<DelayArrays.coefficients {
          var weight = 1.0
          for other in 0..<DelayArrays.coefficients where other != k {
            weight *= (4 * point - Double(other)) / Double(k - other)
          }
          let sample = b.load(past.samples[slot * DelayArrays.coefficients + k])
          size = b.maximum(b.absolute(sample), size)
          let factor = b.constant(weight)
          predicted = predicted.map { b.fma(factor, sample, $0) } ?? b.multiply(factor, sample)
        }
        guard let predicted else { continue }
        let scale = b.fma(relative, size, absolute)
        worst = b.maximum(b.divide(b.absolute(b.subtract(value, predicted)), scale), worst)
      }
    }
    let error = b.load(layout.largestError[0])
    let least = b.multiply(b.load(layout.largestFirstStep[0]), b.constant(1e-4))
    let isLong = b.compare(.less, least, b.load(layout.usedStep[0]))
    let isWorse = b.compare(.less, error, worst)
    b.store(b.select(b.and(isLong, isWorse), worst, error), to: layout.largestError[0])
  }

  /// Coefficients of the quartic through values at 0, 1/4, 1/2, 3/4 and 1, from their differences.
  private func quartic(_ f: [Real], _ b: inout KernelBuilder) -> [Real] {
    var rows = [f]
    for _ in 0..<4 {
      let last = rows[rows.count - 1]
      rows.append(zip(last, last.dropFirst()).map { b.subtract($1, $0) })
    }
    // Newton's form in s = 4θ, written out in powers of θ.
    let weights: [[Double]] = [
      [4, -2, 4.0 / 3, -1], [0, 8, -8, 22.0 / 3], [0, 0, 32.0 / 3, -16], [0, 0, 0, 32.0 / 3],
    ]
    return [f[0]]
      + weights.map { row in
        var sum: Real?
        for (order, weight) in row.enumerated() where weight != 0 {
          let factor = b.constant(weight)
          let difference = rows[order + 1][0]
          sum = sum.map { b.fma(factor, difference, $0) } ?? b.multiply(factor, difference)
        }
        return sum ?? f[0]
      }
  }
}
