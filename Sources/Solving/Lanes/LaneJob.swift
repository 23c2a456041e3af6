/// What a value from outside does to what is there: is added to it, replaces it, or multiplies it.
package enum InputAction: Int, Sendable, Hashable {
  case add = 0
  case set = 1
  case multiply = 2
}

/// One change of a patient from outside, at a time: a word of the lane gets a value, an addition or a factor.
package struct InputRecord: Sendable, Hashable {
  package var time: Double
  /// The word of the lane's block (``LaneLayout``: a state, an input or a rate).
  package var element: Int
  package var action: InputAction
  package var value: Double

  package init(time: Double, element: Int, action: InputAction, value: Double) {
    self.time = time
    self.element = element
    self.action = action
    self.value = value
  }
}

/// What each patient of a run brings, asked for when a lane takes the patient up.
package struct LaneJob: Sendable {
  package var patientCount: Int
  package var startTime: Double
  package var endTime: Double
  /// Ascending, within [startTime, endTime].
  package var sampleTimes: [Double]
  package var outputCount: Int
  package var relativeTolerance: Double
  package var absoluteTolerance: Double
  /// Beside a hundred for every record.
  package var maximumSteps: Int
  /// Values of the system's parameters, in order.
  package var parameters: @Sendable (_ patient: Int) -> [Double]
  /// Sorted by time, none after the end.
  package var records: Records
  /// Where an earlier run left the patient (nil: a new patient).
  package var checkpoint: @Sendable (_ patient: Int) -> LaneCheckpoint?
  package var keepsCheckpoints: Bool
  /// Key of what happens at random: the order of events.
  package var seed: UInt64
  /// A patient's number in the study, which keys its random choices.
  package var number: @Sendable (_ patient: Int) -> Int
  /// Looked at between calls of the kernel, some milliseconds apart: whether to leave the rest undone.
  package var shouldStop: @Sendable () -> Bool

  /// Changes from outside.
  package enum Records: Sendable {
    /// Every patient has the same.
    case common([InputRecord])
    case own(@Sendable (_ patient: Int) -> [InputRecord])
  }

  package init(
    patientCount: Int, startTime: Double, endTime: Double, sampleTimes: [Double], outputCount: Int,
    relativeTolerance: Double, absoluteTolerance: Double, maximumSteps: Int,
    parameters: @escaping @Sendable (Int) -> [Double], records: Records,
    checkpoint: @escaping @Sendable (Int) -> LaneCheckpoint? = { _ in nil }, keepsCheckpoints: Bool = false,
    seed: UInt64 = 0, number: @escaping @Sendable (Int) -> Int = { $0 },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.patientCount = patientCount
    self.startTime = startTime
    self.endTime = endTime
    self.sampleTimes = sampleTimes
    self.outputCount = outputCount
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.maximumSteps = maximumSteps
    self.parameters = parameters
    self.records = records
    self.checkpoint = checkpoint
    self.keepsCheckpoints = keepsCheckpoints
    self.seed = seed
    self.number = number
    self.shouldStop = shouldStop
  }
}

/// A patient between two runs: the persistent words of a lane, and what its caller knows of it.
package struct LaneCheckpoint: Sendable, Hashable {
  let words: [UInt64]
  let events: EventState
  let past: DelayHistory.Saved?
}

/// How a patient's run ended.
package struct LaneOutcome: Sendable, Hashable {
  package var status: LaneStatus
  package var time: Double
  package var acceptedSteps: Int
  package var rejectedSteps: Int
  /// Events of the model carried out.
  package var events = 0
  /// The state with the largest error in the last attempted step (failures only).
  package var worstState: Int?
  /// Whether that state's error was no finite number: its rate of change is none.
  package var isNotFinite = false
  /// The event that is to blame, for failures of events.
  package var guiltyEvent: Int?
  package var checkpoint: LaneCheckpoint?
}
