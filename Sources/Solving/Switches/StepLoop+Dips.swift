import NativeCode

/// Differences that come near zero and turn back within a step, and differences that swing within it.
extension StepLoop {
  private var work: SwitchWork { layout.switchWork }

  /// For every difference whose middle one of three samples is smallest and much smaller than another: looks for the
  /// minimum between them by golden section, and stops where a switch changes.
  func emitDips(among lanes: Mask, fraction: Real, _ b: inout KernelBuilder) {
    let zero = b.constant(0)
    let one = b.constant(1)
    let half = b.constant(0.5)
    b.loop(switches.plan.differences.count) { b, g in
      let older = b.load(work.sampleOlder[g])
      let old = b.load(work.sampleOld[g])
      let now = b.load(work.sampleNow[g])
      let keepsSign = b.and(
        b.compare(.less, zero, b.multiply(older, old)), b.compare(.less, zero, b.multiply(old, now)))
      let (olderSize, oldSize, nowSize) = (b.absolute(older), b.absolute(old), b.absolute(now))
      let turns = b.and(b.compare(.lessOrEqual, oldSize, olderSize), b.compare(.lessOrEqual, oldSize, nowSize))
      let isLow = b.compare(.less, oldSize, b.multiply(half, b.maximum(olderSize, nowSize)))
      let isOpen = b.compare(.equal, b.load(work.located[0]), zero)
      let dips = b.and(b.and(lanes, isOpen), b.and(keepsSign, b.and(turns, isLow)))
      b.ifAny(dips) { b in
        let left = b.load(work.fractionOlder[0])
        let middle = b.load(work.fractionOld[0])
        for (place, value) in [left, middle, fraction, oldSize].enumerated() { b.store(value, to: work.dip[place]) }
        // Counts in upper, which an open lane does not use yet.
        let upper = b.load(work.upper[0])
        b.store(b.select(dips, zero, upper), to: work.upper[0])
        b.repeatWhileAny { b in
          let golden = b.constant(0.3819660112501051)
          let (a, m, c) = (b.load(work.dip[0]), b.load(work.dip[1]), b.load(work.dip[2]))
          let smallest = b.load(work.dip[3])
          let goesLeft = b.compare(.less, b.subtract(c, m), b.subtract(m, a))
          let toLeft = b.fma(golden, b.subtract(a, m), m)
          let toRight = b.fma(golden, b.subtract(c, m), m)
          let x = b.select(goesLeft, toLeft, toRight)
          emitSwitches(at: x, &b)
          let isEnd = b.compare(.less, one, zero)
          let changed = hasChanged(isEnd: isEnd, &b)
          let size = b.absolute(b.load(work.differenceNow[g]))
          let improves = b.compare(.less, size, smallest)
          // The new point becomes the middle, or a new side.
          let newLeft = b.select(goesLeft, b.select(improves, a, x), b.select(improves, m, a))
          let newRight = b.select(goesLeft, b.select(improves, m, c), b.select(improves, c, x))
          b.store(newLeft, to: work.dip[0])
          b.store(b.select(improves, x, m), to: work.dip[1])
          b.store(newRight, to: work.dip[2])
          b.store(b.select(improves, size, smallest), to: work.dip[3])

          let isSearching = b.and(dips, b.compare(.equal, b.load(work.located[0]), zero))
          let count = b.load(work.upper[0])
          let found = b.and(isSearching, changed)
          let start = b.load(work.fractionOlder[0])
          let lower = b.load(work.lower[0])
          b.store(b.select(found, start, lower), to: work.lower[0])
          let goesOn = b.select(isSearching, b.add(count, one), count)
          b.store(b.select(found, x, goesOn), to: work.upper[0])
          let located = b.load(work.located[0])
          b.store(b.select(found, one, located), to: work.located[0])
          let limit = b.constant(32)
          let mayGoOn = b.compare(.less, goesOn, limit)
          return b.and(b.and(isSearching, b.not(changed)), mayGoOn)
        }
      }
    }
  }

  /// Refuses an accepted step when a difference that may swing is not what a polynomial through five of its samples
  /// says at four others, and is near enough to zero to change a switch unseen.
  ///
  /// States are polynomials within a step; time is not bound to them: sin(time) may go through whole periods while the
  /// states rest. A change within the first samples is seen in any case.
  func emitSwingCheck(among lanes: Mask, _ b: inout KernelBuilder) {
    let memory = layout.switchMemory
    let zero = b.constant(0)
    let one = b.constant(1)
    let points = [0] + SwitchWork.fractions
    let nodes = [0, 3, 5, 7, 10]
    let checks = [2, 4, 6, 8]
    var swings = b.compare(.less, one, zero)
    for w in switches.plan.swinging.indices {
      let samples = nodes.map { b.load(work.swings[w * points.count + $0]) }
      var lowest = samples[0]
      var highest = samples[0]
      var nearest = b.absolute(samples[0])
      for sample in samples.dropFirst() {
        lowest = b.minimum(sample, lowest)
        highest = b.maximum(sample, highest)
        nearest = b.minimum(b.absolute(sample), nearest)
      }
      var worst = zero
      for check in checks {
        let sample = b.load(work.swings[w * points.count + check])
        lowest = b.minimum(sample, lowest)
        highest = b.maximum(sample, highest)
        nearest = b.minimum(b.absolute(sample), nearest)
        var predicted: Real?
        for (node, value) in zip(nodes, samples) {
          var weight = 1.0
          for other in nodes where other != node {
            weight *= (points[check] - points[other]) / (points[node] - points[other])
          }
          let factor = b.constant(weight)
          predicted = predicted.map { b.fma(factor, value, $0) } ?? b.multiply(factor, value)
        }
        if let predicted { worst = b.maximum(b.absolute(b.subtract(sample, predicted)), worst) }
      }
      let range = b.subtract(highest, lowest)
      let isOff = b.compare(.less, b.multiply(b.constant(0.15), range), worst)
      let isNear = b.compare(.less, nearest, b.multiply(b.constant(2), range))
      swings = b.or(swings, b.and(isOff, isNear))
    }
    let count = b.load(memory.swings[0])
    let mayRefuse = b.compare(.less, count, b.constant(12))
    // A change right at the start ends the step before any swing.
    let located = b.compare(.equal, b.load(work.located[0]), one)
    let isEarly = b.and(located, b.compare(.lessOrEqual, b.load(work.upper[0]), b.constant(points[2])))
    let refused = b.and(b.and(lanes, b.and(swings, mayRefuse)), b.not(isEarly))
    b.store(b.select(refused, b.add(count, one), count), to: memory.swings[0])
    let error = b.load(layout.largestError[0])
    b.store(b.select(refused, b.constant(32), error), to: layout.largestError[0])
  }
}
