import NativeCode

/// How a patient leaves a lane.
extension LaneWorker {
  /// The outcome of a lane that has stopped, nil while it runs. Samples that a failure left out are made not a number.
  func outcome(of lane: Int, _ patient: Int) -> LaneOutcome? {
    guard let status = LaneStatus(rawValue: block[layout.status, 0, lane]), status.isOver else { return nil }
    var outcome = LaneOutcome(
      status: status, time: block[layout.time, 0, lane],
      acceptedSteps: Int(block[layout.acceptedSteps, 0, lane]),
      rejectedSteps: Int(block[layout.rejectedSteps, 0, lane]))
    if let output, patientSize > 0 {
      let written = UnsafeMutablePointer<Double>(bitPattern: Int(block[integer: layout.outputAddress, 0, lane]))
      let end = output + (patient + 1) * patientSize
      if let written, written < end { written.initialize(repeating: .nan, count: end - written) }
    }
    outcome.events = events[lane].executions + timetabledEvents[lane].count { $0 <= outcome.time }
    outcome.guiltyEvent = guilty[lane]
    if status != .finished, let (state, error) = worstState(lane) {
      outcome.worstState = state
      outcome.isNotFinite = !error.isFinite
    }
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
}
