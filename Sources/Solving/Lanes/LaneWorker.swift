import NativeCode

/// One thread's lanes. Unsafe memory stays in here: the queues of records and sample times that the kernel reads by
/// address, and the output that it writes.
final class LaneWorker {
  private static let turnsPerCall = 4096

  private let kernel: EnsembleKernel
  private let layout: LaneLayout
  private let code: KernelCode
  private let job: LaneJob
  private let block: LaneBlock
  private let output: UnsafeMutablePointer<Double>?
  private let patientSize: Int
  private let sampleTimes: UnsafeMutablePointer<Double>
  /// A queue with nothing in it: one infinite time, and words that name the unused element.
  private let nothing: UnsafeMutablePointer<Double>
  private var queues: [UnsafeMutablePointer<UInt64>?]
  private var patients: [Int?]
  /// By lane.
  private var events: [EventState]
  private var guilty: [Int?]
  /// Of models with delays.
  private let histories: [DelayHistory]
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
    nothing = .allocate(capacity: 3)
    nothing.initialize(from: [.infinity, 0, 0], count: 3)
    queues = Array(repeating: nil, count: code.width)
    patients = Array(repeating: nil, count: code.width)
    events = Array(repeating: EventState(kernel.events.events), count: code.width)
    guilty = Array(repeating: nil, count: code.width)
    let (delays, width) = (layout.delays, kernel.constantDurations.isEmpty ? 0 : code.width)
    histories = (0..<width).map { _ in DelayHistory(recordSize: delays.recordSize) }
  }

  deinit {
    sampleTimes.deallocate()
    nothing.deallocate()
    for queue in queues { queue?.deallocate() }
  }

  /// Takes patients from `next` until there are none, or until the job is to stop; returns the outcomes of those that
  /// came to an end.
  func run(next: () -> Int) -> [(Int, LaneOutcome)] {
    var outcomes: [(Int, LaneOutcome)] = []
    for lane in 0..<block.width { rest(lane) }
    while !job.shouldStop() {
      var hasFresh = false
      for lane in 0..<block.width where patients[lane] == nil {
        let patient = next()
        guard patient < job.patientCount else { break }
        take(patient, into: lane)
        hasFresh = true
      }
      guard patients.contains(where: { $0 != nil }) else { return outcomes }
      if hasFresh { code.run("prepare", on: block) }
      let budget = makeRoom()
      for lane in 0..<block.width { block[integer: layout.budget, 0, lane] = Int64(budget) }
      code.run("advance", on: block)
      turns += budget - Int(block[integer: layout.budget, 0, 0])
      let attended = attend()
      for lane in 0..<block.width {
        // A lane that was just attended to has samples to write, even when it is at its end.
        guard !attended.contains(lane), let patient = patients[lane], let outcome = outcome(of: lane) else { continue }
        outcomes.append((patient, outcome))
        patients[lane] = nil
        rest(lane)
      }
    }
    return outcomes
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

  /// An idle lane computes along with the others on harmless numbers.
  private func rest(_ lane: Int) {
    block[layout.status, 0, lane] = LaneStatus.idle.rawValue
    block[layout.queueTime, 0, lane] = .infinity
    block[layout.sampleTime, 0, lane] = .infinity
    block[integer: layout.queueAddress, 0, lane] = Int64(Int(bitPattern: nothing))
    block[integer: layout.sampleAddress, 0, lane] = Int64(Int(bitPattern: nothing))
    block[integer: layout.outputAddress, 0, lane] = Int64(Int(bitPattern: nothing))
    block[layout.step, 0, lane] = 1
    guard !histories.isEmpty else { return }
    block[integer: layout.delays.address, 0, lane] = Int64(histories[lane].address)
    block[integer: layout.delays.records, 0, lane] = 0
  }

  private func take(_ patient: Int, into lane: Int) {
    patients[lane] = patient
    let span = job.endTime - job.startTime
    if let checkpoint = job.checkpoint(patient) {
      for (offset, word) in layout.persistent.enumerated() { block[word: word, lane] = checkpoint.words[offset] }
      events[lane] = checkpoint.events
      if let past = checkpoint.past {
        block[integer: layout.delays.records, 0, lane] = Int64(histories[lane].restore(past))
      }
      block[layout.isFresh, 0, lane] = 0
      for counter in [layout.acceptedSteps, layout.rejectedSteps] { block[counter, 0, lane] = 0 }
    } else {
      for word in layout.persistent { block[word: word, lane] = 0 }
      block[layout.isFresh, 0, lane] = 1
      block[layout.time, 0, lane] = job.startTime
      block[layout.previousErrorPower, 0, lane] = 1
      events[lane] = EventState(kernel.events.events)
      if !histories.isEmpty {
        histories[lane].clear()
        block[integer: layout.delays.records, 0, lane] = 0
      }
      for stop in [layout.switchMemory.crossingTime, layout.attention.appointment] where stop.count > 0 {
        block[stop, 0, lane] = .infinity
      }
    }
    guilty[lane] = nil
    if !histories.isEmpty {
      block[layout.delays.end, 0, lane] = block[layout.time, 0, lane]
    }
    for (index, value) in job.parameters(patient).enumerated() { block[layout.parameters, index, lane] = value }
    block[layout.status, 0, lane] = LaneStatus.running.rawValue
    block[layout.relativeTolerance, 0, lane] = job.relativeTolerance
    block[layout.absoluteTolerance, 0, lane] = job.absoluteTolerance
    block[layout.startFactor, 0, lane] = fifthRoot(job.relativeTolerance)
    block[layout.largestFirstStep, 0, lane] = span > 0 ? span / 100 : 1

    let records =
      job.records(patient)
      + [
        InputRecord(
          time: job.endTime, element: layout.status.start, action: .set, value: LaneStatus.finished.rawValue)
      ]
    block[layout.maximumSteps, 0, lane] = Double(job.maximumSteps) + 100 * Double(records.count)
    let queue = UnsafeMutablePointer<UInt64>.allocate(capacity: 3 * (records.count + 1))
    for (index, record) in records.enumerated() {
      queue[3 * index] = record.time.bitPattern
      queue[3 * index + 1] = UInt64(4 * record.element + record.action.rawValue)
      queue[3 * index + 2] = record.value.bitPattern
    }
    let end = 3 * records.count
    queue[end] = Double.infinity.bitPattern
    queue[end + 1] = 0
    queue[end + 2] = 0
    queues[lane]?.deallocate()
    queues[lane] = queue
    block[integer: layout.queueAddress, 0, lane] = Int64(Int(bitPattern: queue))
    block[layout.queueTime, 0, lane] = Double(bitPattern: queue[0])
    block[integer: layout.sampleAddress, 0, lane] = Int64(Int(bitPattern: sampleTimes))
    block[layout.sampleTime, 0, lane] = sampleTimes[0]
    let place = output.map { Int(bitPattern: $0 + patient * patientSize) } ?? Int(bitPattern: nothing)
    block[integer: layout.outputAddress, 0, lane] = Int64(place)
  }

  /// The outcome of a lane that has stopped, nil while it runs.
  private func outcome(of lane: Int) -> LaneOutcome? {
    guard let status = LaneStatus(rawValue: block[layout.status, 0, lane]), status.isOver else { return nil }
    var outcome = LaneOutcome(
      status: status, time: block[layout.time, 0, lane],
      acceptedSteps: Int(block[layout.acceptedSteps, 0, lane]),
      rejectedSteps: Int(block[layout.rejectedSteps, 0, lane]))
    if status != .finished, let (state, error) = worstState(lane) {
      outcome.worstState = state
      outcome.isNotFinite = !error.isFinite
    }
    outcome.guiltyEvent = guilty[lane]
    if job.keepsCheckpoints, status == .finished {
      outcome.checkpoint = LaneCheckpoint(
        words: layout.persistent.map { block[word: $0, lane] }, events: events[lane],
        past: histories.isEmpty
          ? nil : histories[lane].save(count: Int(block[integer: layout.delays.records, 0, lane])))
    }
    return outcome
  }

  /// The state with the largest error of the last attempt, infinite where it is not a number.
  private func worstState(_ lane: Int) -> (state: Int, error: Double)? {
    let count = layout.states.count
    // After a failed search for consistent values, the corrections that it still asked for.
    let isInconsistent = block[layout.status, 0, lane] == LaneStatus.inconsistent.rawValue
    let (array, start) =
      isInconsistent ? (layout.newStates, 0) : (layout.stages, (Rodas5PTableau.stageCount - 1) * count)
    let errors = (0..<count).map { state in
      let error = abs(block[array, start + state, lane])
      let scale = job.absoluteTolerance + job.relativeTolerance * abs(block[layout.states, state, lane])
      return error.isFinite ? error / scale : .infinity
    }
    return errors.enumerated().max { $0.element < $1.element }.map { ($0.offset, $0.element) }
  }

  /// x^(1/5) by Newton's method: the C library's pow may differ between machines.
  private func fifthRoot(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return 1 }
    var root = 1.0
    for _ in 0..<200 { root = (4 * root + x / (root * root * root * root)) / 5 }
    return root
  }
}
