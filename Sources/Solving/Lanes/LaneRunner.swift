import Dispatch
package import NativeCode
import Synchronization

/// Runs patients through a kernel: fills lanes, advances them, takes results, refills.
package struct LaneRunner: Sendable {
  package let kernel: EnsembleKernel
  package let code: KernelCode

  package init(kernel: EnsembleKernel, code: KernelCode) {
    self.kernel = kernel
    self.code = code
  }

  /// The values `[patient][time][output]` (NaN where a patient failed before), each patient's outcome, and the share of
  /// lane turns that carried a patient.
  package struct Result: Sendable {
    package var values: [Double]
    package var outcomes: [LaneOutcome]
    package var laneUse: Double
    /// False: the job was told to stop before the last patient came to an end; `outcomes` has those that did.
    package var isComplete: Bool
  }

  /// Runs all patients on `threads` threads. Which thread and lane takes a patient does not change its bits.
  package func run(_ job: LaneJob, threads: Int) -> Result {
    let patientSize = job.sampleTimes.count * job.outputCount
    let next = Atomic<Int>(0)
    let work = Mutex<(turns: Int, steps: Int)>((0, 0))
    var outcomes = [LaneOutcome?](repeating: nil, count: job.patientCount)
    let values = [Double](unsafeUninitializedCapacity: job.patientCount * patientSize) { buffer, count in
      LargePages.advise(buffer.baseAddress, bytes: buffer.count * MemoryLayout<Double>.stride)
      outcomes.withUnsafeMutableBufferPointer { outcomes in
        // Every patient writes its own part, so threads never meet.
        nonisolated(unsafe) let output = buffer.baseAddress
        nonisolated(unsafe) let ends = outcomes
        let workers = max(1, min(threads, (job.patientCount + code.width - 1) / code.width))
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          let worker = LaneWorker(kernel: kernel, code: code, job: job, output: output, patientSize: patientSize)
          var steps = 0
          worker.run(next: { next.wrappingAdd(1, ordering: .relaxed).oldValue }) { patient, outcome in
            steps += outcome.acceptedSteps + outcome.rejectedSteps
            ends[patient] = outcome
          }
          work.withLock {
            $0.turns += worker.turns * code.width
            $0.steps += steps
          }
        }
        for (patient, outcome) in outcomes.enumerated() where outcome == nil {
          buffer[patient * patientSize..<(patient + 1) * patientSize].initialize(repeating: .nan)
        }
      }
      count = buffer.count
    }
    let use = work.withLock { $0.turns == 0 ? 1 : Double($0.steps) / Double($0.turns) }
    let ended = outcomes.compactMap(\.self)
    return Result(values: values, outcomes: ended, laneUse: use, isComplete: ended.count == job.patientCount)
  }
}
