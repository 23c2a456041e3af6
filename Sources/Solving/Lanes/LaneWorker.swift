import NativeCode

/// One thread's lanes. Unsafe memory stays in here: the queues of records and sample times that the kernel reads by
/// address, and the output that it writes.
final class LaneWorker {
  private static let turnsPerCall = 4096

  let kernel: EnsembleKernel
  let layout: LaneLayout
  let code: KernelCode
  let job: LaneJob
  let block: LaneBlock
  let output: UnsafeMutablePointer<Double>?
  let patientSize: Int
  let sampleTimes: UnsafeMutablePointer<Double>
  /// Where idle lanes look.
  let nothing = RecordQueue()
  /// By lane.
  let queues: [RecordQueue]
  /// The queue of all patients that are new, once it is known, where they have the same.
  var commonQueue: RecordQueue?
  /// rtol^(1/5)
  let startFactor: Double
  private(set) var patients: [Int?]
  /// By lane.
  var events: [EventState]
  var guilty: [Int?]
  /// When the timetable's events come, by lane.
  var timetabledEvents: [[Double]]
  /// Of models with delays.
  let histories: [DelayHistory]
  /// Turns of the step loop so far.
  private(set) var turns = 0

  init(
    kernel: EnsembleKernel, code: KernelCode, job: LaneJob, output: UnsafeMutablePointer<Double>?, patientSize: Int
  ) {
    self.kernel = kernel
    layout = kernel.layout
    self.code = code
    self.job = job
    self.output = output
    self.patientSize = patientSize
    block = LaneBlock(wordCount: kernel.program.wordCount, width: code.width)
    sampleTimes = .allocate(capacity: job.sampleTimes.count + 1)
    sampleTimes.initialize(from: job.sampleTimes + [.infinity], count: job.sampleTimes.count + 1)
    queues = (0..<code.width).map { _ in RecordQueue() }
    startFactor = Self.fifthRoot(job.relativeTolerance)
    patients = Array(repeating: nil, count: code.width)
    events = Array(repeating: EventState(kernel.events.events), count: code.width)
    guilty = Array(repeating: nil, count: code.width)
    timetabledEvents = Array(repeating: [], count: code.width)
    let (delays, width) = (layout.delays, kernel.constantDurations.isEmpty ? 0 : code.width)
    histories = (0..<width).map { _ in DelayHistory(recordSize: delays.recordSize) }
  }

  deinit { sampleTimes.deallocate() }

  /// Takes patients from `next` until there are none, or until the job is to stop; hands over the outcomes of those that
  /// came to an end.
  func run(next: () -> Int, finished: (Int, LaneOutcome) -> Void) {
    for lane in 0..<block.width { rest(lane) }
    while !job.shouldStop() {
      var taken: [(lane: Int, patient: Int, isNew: Bool)] = []
      for lane in 0..<block.width where patients[lane] == nil {
        let patient = next()
        guard patient < job.patientCount else { break }
        patients[lane] = patient
        taken.append((lane, patient, take(patient, into: lane)))
      }
      guard patients.contains(where: { $0 != nil }) else { return }
      if !taken.isEmpty {
        code.run("prepare", on: block)
        for one in taken { queueUp(one.patient, in: one.lane, isNew: one.isNew) }
      }
      let budget = makeRoom()
      for lane in 0..<block.width { block[integer: layout.budget, 0, lane] = Int64(budget) }
      code.run("advance", on: block)
      turns += budget - Int(block[integer: layout.budget, 0, 0])
      let attended = attend()
      for lane in 0..<block.width {
        // A lane that was just attended to has samples to write, even when it is at its end.
        guard !attended.contains(lane), let patient = patients[lane], let outcome = outcome(of: lane, patient) else {
          continue
        }
        finished(patient, outcome)
        patients[lane] = nil
        rest(lane)
      }
    }
  }

  /// Sees to the lanes that wait at an instant.
  ///
  /// - Returns: the lanes that go on.
  private func attend() -> Set<Int> {
    let attention = layout.attention
    guard attention.appointment.count > 0 else { return [] }
    let waiting = (0..<block.width).filter { block[layout.status, 0, $0] == LaneStatus.attending.rawValue }
    guard !waiting.isEmpty else { return [] }
    var goingOn: Set<Int> = []
    let director = EventDirector(kernel: kernel, code: code, block: block, seed: job.seed)
    let outcomes = director.direct(waiting, &events, patients: patients.map { $0.map(job.number) ?? 0 })
    for lane in waiting {
      guard let outcome = outcomes[lane] else { continue }
      if let failure = outcome.failure {
        block[layout.status, 0, lane] = failure.rawValue
        guilty[lane] = outcome.guilty
      }
      guard block[layout.status, 0, lane] == LaneStatus.attending.rawValue else { continue }
      block[layout.status, 0, lane] = block[attention.resumedStatus, 0, lane]
      block[attention.appointment, 0, lane] = min(events[lane].nextTime, nextBreakpoint(lane, outcome))
      block[attention.isAttended, 0, lane] = 1
      if outcome.hasJumped {
        block[layout.restarts, 0, lane] = StepLoop.RestartMark.jump
        // A change that an event answers is no chattering.
        if layout.switchMemory.landings.count > 0 { block[layout.switchMemory.landings, 0, lane] = 0 }
      }
      goingOn.insert(lane)
    }
    return goingOn
  }

  /// Notes what a jump or a change will do to delayed values, and says when it reaches them next.
  private func nextBreakpoint(_ lane: Int, _ outcome: EventDirector.Outcome) -> Double {
    guard !histories.isEmpty else { return .infinity }
    let time = block[layout.time, 0, lane]
    let due = histories[lane].take(until: time)
    let hasJumped = outcome.hasJumped || block[layout.restarts, 0, lane] == StepLoop.RestartMark.jump
    let durations = kernel.constantDurations.indices.filter { kernel.constantDurations[$0] }
    histories[lane].note(
      jumpOf: hasJumped ? 0 : due ?? 1, at: time,
      durations: durations.map { block[layout.delays.durations, $0, lane] })
    return histories[lane].nextTime
  }

  /// Turns that the kernel may make: as many steps as there is room for in every lane's history.
  private func makeRoom() -> Int {
    var turns = Self.turnsPerCall
    for (lane, history) in histories.enumerated() where patients[lane] != nil {
      let durations = (0..<layout.delays.count).map { block[layout.delays.durations, $0, lane] }
      let longest = kernel.constantDurations.contains(false) ? .infinity : durations.max() ?? 0
      let room = history.makeRoom(
        count: Int(block[integer: layout.delays.records, 0, lane]),
        oldest: block[layout.time, 0, lane] - longest * (1 + 1e-6))
      block[integer: layout.delays.address, 0, lane] = Int64(history.address)
      block[integer: layout.delays.records, 0, lane] = Int64(room.count)
      turns = min(turns, room.free)
    }
    return turns
  }

  /// x^(1/5) by Newton's method: the C library's pow may differ between machines.
  private static func fifthRoot(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return 1 }
    var root = 1.0
    for _ in 0..<200 { root = (4 * root + x / (root * root * root * root)) / 5 }
    return root
  }
}
