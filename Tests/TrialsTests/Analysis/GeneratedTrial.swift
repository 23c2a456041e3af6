import Foundation
import Populations
import Randomness
import Trials

/// Trials made of normal numbers instead of simulated patients: their truth is known.
struct GeneratedTrial {
  var design: TrialDesign
  /// Change of the arms at the last visit, reached linearly.
  var effects: [Double]
  var sd = 10.0
  /// Chance of leaving after each visit.
  var leaving = 0.0

  init(
    arms: Int = 2, perArm: Int = 40, visits: Int = 3, effects: [Double]? = nil,
    endpoints: [TrialEndpoint.Kind] = [.changeByAncova]
  ) {
    self.effects = effects ?? [Double](repeating: -8, count: arms)
    let visitList = (0..<visits).map { TrialVisit(day: 7 * Double($0), title: $0 == 0 ? "baseline" : "week \($0)") }
    let plan = AnalysisPlan(
      endpoints: endpoints.map {
        TrialEndpoint(kind: $0, scale: 0, visit: $0 == .timeToRelapse ? nil : visits - 1)
      },
      contrasts: (0..<max(arms - 1, 1)).map { TrialContrast(arm: $0, versus: arms - 1) })
    design = TrialDesign(
      title: "generated", id: "GEN-1", durationDays: 7 * Double(visits - 1),
      enrolment: Enrolment(population: PopulationDescription(), diagnosis: "depression"),
      arms: (0..<arms).map {
        TrialArm(
          id: "arm\($0)", title: "Arm \($0)", role: $0 == arms - 1 ? .control : .active,
          control: $0 == arms - 1 ? .inertPlacebo : nil, treatments: [])
      },
      subjectCount: arms * perArm, visits: visitList, scales: ["madrs"], analysis: plan)
  }

  func data(_ replicate: Int, estimand: Estimand = .asRun) -> TrialData {
    let arms = design.arms.count
    let subjects = (0..<design.subjectCount).map { subject(replicate, $0, arm: $0 % arms) }
    return TrialData(replicate: replicate, estimand: estimand, subjects: subjects, screened: 2 * subjects.count)
  }

  private func subject(_ replicate: Int, _ index: Int, arm: Int) -> TrialSubject {
    let patient = replicate * 10_000 + index
    var stream = RandomStream(seed: 5, patient: patient, purpose: "generated")
    var subject = TrialSubject(patient: patient, arm: arm)
    let visits = design.visits.count
    let severity = stream.normal()
    let response = stream.normal()
    var isIn = true
    for (visit, planned) in design.visits.enumerated() {
      let share = visits > 1 ? Double(visit) / Double(visits - 1) : 0
      let noise = stream.normal()
      let score = 32 + 4 * severity + share * (effects[arm] + sd * (0.8 * response + 0.6 * noise))
      if visit > 1, stream.uniform() < leaving { isIn = false }
      subject.days.append(planned.day)
      subject.scores.append(isIn ? (visit == 0 ? 32 + 4 * severity : score) : .nan)
      subject.latent.append(score)
    }
    let guess = stream.uniform()
    subject.guess = guess < 0.5 ? .active : guess < 0.8 ? .control : .unsure
    subject.hadAdverseEvent = stream.uniform() < 0.2
    if !isIn { subject.leaving = TrialSubject.Leaving(day: 8, reason: .lackOfEffect) }
    let day = -60 * log(stream.uniform())
    subject.relapse = TrialSubject.EventTime(days: min(day, design.durationDays), isEvent: day < design.durationDays)
    return subject
  }
}
