import Statistics

/// What one arm showed: the part of a row that belongs to it.
struct ArmAnalysis {
  let design: TrialDesign
  let layout: OutcomeLayout
  let remission: RemissionRule
  let primary: (visit: Int, scale: Int)

  /// - Parameter rows: the arm's subjects.
  func write(_ arm: Int, _ data: ObservedScores, rows: [Int], into values: inout [Double]) {
    writeVisits(arm, data, rows, &values)
    writeResponders(arm, data, rows, &values)
    writeCourse(arm, data, rows, &values)
    writeGuesses(arm, data, rows, &values)
    writeSurvival(arm, data, rows, &values)
  }

  private func writeVisits(_ arm: Int, _ data: ObservedScores, _ rows: [Int], _ values: inout [Double]) {
    for visit in 0..<data.visits {
      for scale in 0..<data.scales {
        var (score, change, response, remitted) = (
          RunningMoments(), RunningMoments(), RunningMoments(), RunningMoments()
        )
        for row in rows {
          let difference = data.change(row, visit: visit, scale: scale)
          guard !difference.isNaN else { continue }
          let observed = data.score(row, visit: visit, scale: scale)
          score.add(observed)
          change.add(difference)
          response.add(data.response(row, visit: visit, scale: scale))
          remitted.add(remission.value(observed, scale: scale))
        }
        func set(_ field: OutcomeLayout.VisitField, _ value: Double) {
          values[layout.column(arm: arm, visit: visit, scale: scale, field)] = value
        }
        set(.observed, Double(score.count))
        set(.mean, score.mean)
        set(.sd, score.sd)
        set(.change, change.mean)
        set(.changeSD, change.sd)
        set(.response, response.mean)
        set(.remission, remitted.mean)
        guard (visit, scale) == primary else { continue }
        setWilson(arm, response, .responseLower, .responseUpper, &values)
        setWilson(arm, remitted, .remissionLower, .remissionUpper, &values)
      }
    }
  }

  private func setWilson(
    _ arm: Int, _ share: RunningMoments, _ lower: OutcomeLayout.ArmField, _ upper: OutcomeLayout.ArmField,
    _ values: inout [Double]
  ) {
    guard let proportion = share.proportion else { return }
    let ends = proportion.wilson()
    values[layout.column(arm: arm, lower)] = ends.lower
    values[layout.column(arm: arm, upper)] = ends.upper
  }

  private func writeResponders(_ arm: Int, _ data: ObservedScores, _ rows: [Int], _ values: inout [Double]) {
    var known: [Double] = []
    for row in rows {
      let improvement = data.improvement(row, visit: primary.visit, scale: primary.scale)
      if !improvement.isNaN { known.append(improvement) }
    }
    guard !known.isEmpty else { return }
    known.sort()
    var below = 0
    for (step, percent) in OutcomeLayout.responderSteps.enumerated() {
      // A hair below, so that 10 of 20 points are half whatever the rounding.
      while below < known.count, known[below] < percent - 1e-9 { below += 1 }
      values[layout.column(arm: arm, responderStep: step)] = Double(known.count - below) / Double(known.count)
    }
  }

  private func writeCourse(_ arm: Int, _ data: ObservedScores, _ rows: [Int], _ values: inout [Double]) {
    var counts: [OutcomeLayout.ArmField: Int] = [:]
    var failed = 0
    for row in rows {
      if data.subjects[row].failure != nil { failed += 1 }
      if data.subjects[row].hadAdverseEvent { counts[.adverseEvents, default: 0] += 1 }
      if data.subjects[row].rescueDay != nil { counts[.rescued, default: 0] += 1 }
      guard let reason = data.subjects[row].leaving?.reason else { continue }
      counts[.left, default: 0] += 1
      counts[Self.field(reason), default: 0] += 1
    }
    values[layout.column(arm: arm, .randomised)] = Double(rows.count)
    values[layout.column(arm: arm, .failed)] = Double(failed)
    guard !rows.isEmpty else { return }
    let shares: [OutcomeLayout.ArmField] = [
      .left, .leftForLackOfEffect, .leftForAdverseEvent, .leftForOther, .leftByRule, .adverseEvents, .rescued,
    ]
    for field in shares { values[layout.column(arm: arm, field)] = Double(counts[field] ?? 0) / Double(rows.count) }
  }

  private static func field(_ reason: TrialSubject.Leaving.Reason) -> OutcomeLayout.ArmField {
    switch reason {
    case .lackOfEffect: .leftForLackOfEffect
    case .adverseEvent: .leftForAdverseEvent
    case .other: .leftForOther
    case .rule: .leftByRule
    }
  }

  private func writeGuesses(_ arm: Int, _ data: ObservedScores, _ rows: [Int], _ values: inout [Double]) {
    let guesses = Self.guesses(data, rows)
    guard guesses.total > 0 else { return }
    let isActive = design.arms[arm].role != .control
    let n = Double(guesses.total)
    values[layout.column(arm: arm, .guessedRight)] = Double(isActive ? guesses.active : guesses.control) / n
    values[layout.column(arm: arm, .guessedWrong)] = Double(isActive ? guesses.control : guesses.active) / n
    values[layout.column(arm: arm, .unsure)] = Double(guesses.unsure) / n
    values[layout.column(arm: arm, .bang)] = (try? BlindingIndex.bang(guesses, isActiveArm: isActive).value) ?? .nan
  }

  /// Of all who have numbers.
  static func guesses(_ data: ObservedScores, _ rows: [Int]) -> BlindingGuesses {
    var (active, control, unsure) = (0, 0, 0)
    for row in rows where data.subjects[row].failure == nil {
      switch data.subjects[row].guess {
      case .active: active += 1
      case .control: control += 1
      case .unsure: unsure += 1
      }
    }
    return BlindingGuesses(active: active, control: control, unsure: unsure)
  }

  private func writeSurvival(_ arm: Int, _ data: ObservedScores, _ rows: [Int], _ values: inout [Double]) {
    let known = rows.compactMap { data.relapse($0) }
    values[layout.column(arm: arm, .atRisk)] = Double(known.count)
    values[layout.column(arm: arm, .relapsed)] = Double(known.count { $0.isEvent })
    guard let times = try? SurvivalTimes(times: known.map(\.days), events: known.map(\.isEvent)) else { return }
    let curve = SurvivalCurve(times)
    values[layout.column(arm: arm, .medianRelapse)] = curve.median.value ?? .nan
    let last = known.map(\.days).max() ?? 0
    // Beyond the last one under observation survival is not known, unless nobody survives.
    var next = 0
    var survival = 1.0
    for (step, day) in layout.survivalDays.enumerated() {
      while next < curve.steps.count, curve.steps[next].time <= day {
        survival = curve.steps[next].survival
        next += 1
      }
      values[layout.column(arm: arm, survivalStep: step)] = day <= last || survival == 0 ? survival : .nan
    }
  }
}
