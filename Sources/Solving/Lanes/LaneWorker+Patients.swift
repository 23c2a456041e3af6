import Equations
import NativeCode

/// How a patient enters a lane.
extension LaneWorker {
  /// An idle lane computes along with the others on harmless numbers.
  func rest(_ lane: Int) {
    block[layout.status, 0, lane] = LaneStatus.idle.rawValue
    block[layout.queueTime, 0, lane] = .infinity
    block[layout.sampleTime, 0, lane] = .infinity
    for queue in [layout.queueAddress, layout.sampleAddress, layout.outputAddress] {
      block[integer: queue, 0, lane] = Int64(nothing.address)
    }
    block[layout.step, 0, lane] = 1
    guard !histories.isEmpty else { return }
    block[integer: layout.delays.address, 0, lane] = Int64(histories[lane].address)
    block[integer: layout.delays.records, 0, lane] = 0
  }

  /// Writes what a patient brings; its queue follows when the kernel has prepared it.
  ///
  /// - Returns: whether the patient is new: starts from the model's start, not from a checkpoint.
  func take(_ patient: Int, into lane: Int) -> Bool {
    let checkpoint = job.checkpoint(patient)
    if let checkpoint {
      restore(checkpoint, lane)
    } else {
      for word in layout.persistent { block[word: word, lane] = 0 }
      block[layout.isFresh, 0, lane] = 1
      block[layout.time, 0, lane] = job.startTime
      block[layout.previousErrorPower, 0, lane] = 1
      if !kernel.events.isEmpty { events[lane] = EventState(kernel.events.events) }
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
    block[layout.startFactor, 0, lane] = startFactor
    let span = job.endTime - job.startTime
    block[layout.largestFirstStep, 0, lane] = span > 0 ? span / 100 : 1
    block[integer: layout.sampleAddress, 0, lane] = Int64(Int(bitPattern: sampleTimes))
    block[layout.sampleTime, 0, lane] = sampleTimes[0]
    let place = output.map { Int(bitPattern: $0 + patient * patientSize) } ?? nothing.address
    block[integer: layout.outputAddress, 0, lane] = Int64(place)
    return checkpoint == nil
  }

  private func restore(_ checkpoint: LaneCheckpoint, _ lane: Int) {
    for (offset, word) in layout.persistent.enumerated() { block[word: word, lane] = checkpoint.words[offset] }
    events[lane] = checkpoint.events
    events[lane].executions = 0
    if let past = checkpoint.past {
      block[integer: layout.delays.records, 0, lane] = Int64(histories[lane].restore(past))
    }
    block[layout.isFresh, 0, lane] = 0
    for counter in [layout.acceptedSteps, layout.rejectedSteps] { block[counter, 0, lane] = 0 }
  }

  /// Gives a prepared lane its records: those from outside, at one time followed by events of the timetable, and the one
  /// that ends the run.
  func queueUp(_ patient: Int, in lane: Int, isNew: Bool) {
    let queue: RecordQueue
    if isNew, let common = commonQueue {
      queue = common
    } else {
      let events = timetabled(patient, lane, isNew: isNew)
      let outside: [InputRecord]
      var isCommon = isNew && !events.isOwn
      switch job.records {
      case .common(let records): outside = records
      case .own(let records):
        outside = records(patient)
        isCommon = false
      }
      queue = isCommon ? RecordQueue() : queues[lane]
      fill(queue, outside, events.records)
      queue.eventTimes = events.times
      if isCommon { commonQueue = queue }
    }
    timetabledEvents[lane] = queue.eventTimes
    block[layout.maximumSteps, 0, lane] = Double(job.maximumSteps) + 100 * Double(queue.count)
    block[integer: layout.queueAddress, 0, lane] = Int64(queue.address)
    block[layout.queueTime, 0, lane] = queue.firstTime
  }

  /// The records of events at known times within this run, when these events come, and whether they are the patient's
  /// own.
  private func timetabled(
    _ patient: Int, _ lane: Int, isNew: Bool
  ) -> (records: [InputRecord], times: [Double], isOwn: Bool) {
    guard let timetable = kernel.timetable else { return ([], [], false) }
    let (records, times, isDrawn) = timetable.records(
      evaluated: { block[layout.timetable, $0, lane] }, start: 0, seed: job.seed, patient: job.number(patient),
      layout: layout)
    // What comes at the end of a run belongs to it.
    func isDue(_ time: Double) -> Bool { time <= job.endTime && (isNew || time > job.startTime) }
    return (records.filter { isDue($0.time) }, times.filter(isDue), isDrawn || !timetable.isConstant)
  }

  private func fill(_ queue: RecordQueue, _ first: [InputRecord], _ second: [InputRecord]) {
    queue.removeAll()
    var rest = second[...]
    for record in first {
      while let next = rest.first, next.time < record.time { queue.append(rest.removeFirst()) }
      queue.append(record)
    }
    for record in rest { queue.append(record) }
    queue.append(
      InputRecord(
        time: job.endTime, element: layout.status.start, action: .set, value: LaneStatus.finished.rawValue))
  }
}
