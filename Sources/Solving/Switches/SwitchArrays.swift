import NativeCode

/// What a lane knows about its switches from step to step.
struct SwitchMemory: Sendable {
  /// The next time at which a switch of time alone changes; the lane steps onto it.
  let crossingTime: KernelArray
  /// When a step last ended at a change, and how many such ends followed each other in no time.
  let lastLanding: KernelArray
  let landings: KernelArray
  /// Accepted steps for which changes are still passed over (0: they are located).
  let passing: KernelArray
  /// Whether stages evaluate switches anew, after an attempt that gave no number.
  let liveStages: KernelArray
  /// Attempts in a row that were refused because a switch's difference swings within the step.
  let swings: KernelArray

  init(_ plan: SwitchPlan, in program: inout KernelProgram) {
    let one = plan.isEmpty ? 0 : 1
    crossingTime = program.array("crossingTime", count: plan.timed.isEmpty ? 0 : 1)
    lastLanding = program.array("lastLanding", count: one)
    landings = program.array("landings", count: one)
    passing = program.array("passing", count: one)
    liveStages = program.array("liveStages", count: one)
    swings = program.array("swings", count: one)
  }
}

/// Work space for watching switches within a step.
struct SwitchWork: Sendable {
  /// Fractions of the step at which switches are looked at. Uneven, so that no period hides between them; dense at both
  /// ends, so that a dip beside the end shows.
  static let fractions = [0.01, 0.1034, 0.2287, 0.3561, 0.4973, 0.6312, 0.7689, 0.9017, 0.99, 1]

  /// What the equations' held leaves read.
  let held: KernelArray
  /// Whether the next stop is so near that the time is just set to it.
  let hops: KernelArray
  /// Values at the start of the step, and at the stage evaluated last.
  let start: KernelArray
  let now: KernelArray
  let differenceStart: KernelArray
  let differenceNow: KernelArray
  /// Differences at the last three fractions.
  let sampleOlder: KernelArray
  let sampleOld: KernelArray
  let sampleNow: KernelArray
  let fractionOlder: KernelArray
  let fractionOld: KernelArray
  let fractions: KernelArray
  /// Swinging differences at fraction 0 and all others, one difference after the other.
  let swings: KernelArray
  /// Whether a change was found, and the fractions between which it lies.
  let located: KernelArray
  let lower: KernelArray
  let upper: KernelArray
  /// Three fractions around a minimum, and the size of the difference at the middle one.
  let dip: KernelArray
  /// When the switches of time alone change; the search for the first.
  let crossings: KernelArray
  let search: KernelArray

  init(_ plan: SwitchPlan, in program: inout KernelProgram) {
    let one = plan.isEmpty ? 0 : 1
    let differences = plan.differences.count
    held = program.array("held", count: plan.heldCount)
    hops = program.array("hops", count: one)
    start = program.array("switchStart", count: plan.watches.count)
    now = program.array("switchNow", count: plan.watches.count)
    differenceStart = program.array("differenceStart", count: differences)
    differenceNow = program.array("differenceNow", count: differences)
    sampleOlder = program.array("sampleOlder", count: differences)
    sampleOld = program.array("sampleOld", count: differences)
    sampleNow = program.array("sampleNow", count: differences)
    fractionOlder = program.array("fractionOlder", count: one)
    fractionOld = program.array("fractionOld", count: one)
    fractions = program.array("fractions", count: one * Self.fractions.count)
    swings = program.array("swingSamples", count: plan.swinging.count * (Self.fractions.count + 1))
    located = program.array("located", count: one)
    lower = program.array("lowerFraction", count: one)
    upper = program.array("upperFraction", count: one)
    dip = program.array("dip", count: 4 * one)
    crossings = program.array("crossings", count: plan.timed.count)
    search = program.array("crossingSearch", count: plan.timed.isEmpty ? 0 : 5)
  }
}
