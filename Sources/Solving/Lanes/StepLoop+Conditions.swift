import NativeCode

/// Which lanes are in which situation.
extension StepLoop {
  func isRunning(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let running = b.constant(LaneStatus.running.rawValue)
    return b.compare(.equal, status, running)
  }

  /// Finished or failed.
  func waitsForCaller(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let running = b.constant(LaneStatus.running.rawValue)
    let idle = b.constant(LaneStatus.idle.rawValue)
    let isStopped = b.compare(.less, running, status)
    let isBusy = b.compare(.unequal, status, idle)
    return b.and(isStopped, isBusy)
  }

  /// Runs or has just finished.
  func isLive(_ b: inout KernelBuilder) -> Mask {
    let status = b.load(layout.status[0])
    let finished = b.constant(LaneStatus.finished.rawValue)
    return b.compare(.lessOrEqual, status, finished)
  }

  /// Jumped since its last step, or came to a change of a switch (and its caller has seen it, where it must).
  func isStarting(_ b: inout KernelBuilder) -> Mask {
    let marked = isMarked(&b)
    guard isAttended else { return marked }
    let one = b.constant(1)
    let attended = b.load(layout.attention.isAttended[0])
    return b.and(marked, b.compare(.equal, attended, one))
  }

  /// Jumped or came to a change, and its caller has not seen it.
  func isAwaiting(_ b: inout KernelBuilder) -> Mask {
    let marked = isMarked(&b)
    let zero = b.constant(0)
    let attended = b.load(layout.attention.isAttended[0])
    return b.and(marked, b.compare(.equal, attended, zero))
  }

  private func isMarked(_ b: inout KernelBuilder) -> Mask {
    let live = isLive(&b)
    let flag = b.load(layout.restarts[0])
    let zero = b.constant(0)
    let isMarked = b.compare(.less, zero, flag)
    return b.and(live, isMarked)
  }

  func isDue(_ times: KernelArray, _ b: inout KernelBuilder) -> Mask {
    let running = isRunning(&b)
    let next = b.load(times[0])
    let now = b.load(layout.time[0])
    let reached = b.compare(.lessOrEqual, next, now)
    return b.and(running, reached)
  }

  /// A sample at the present time, in a lane that runs or has just finished.
  func isSampleDue(_ b: inout KernelBuilder) -> Mask {
    let live = isLive(&b)
    let next = b.load(layout.sampleTime[0])
    let now = b.load(layout.time[0])
    let reached = b.compare(.lessOrEqual, next, now)
    return b.and(live, reached)
  }
}
