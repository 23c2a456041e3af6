/// Days of a trial and hours of the model, which starts at screening.
struct TrialClock: Sendable, Hashable {
  /// Days from the model's start to the lead-in, and to day 0.
  let leadInStart: Double
  let dayZero: Double

  init(_ design: TrialDesign) {
    leadInStart = design.enrolment.screeningDays
    dayZero = leadInStart + (design.leadIn?.durationDays ?? 0)
  }

  /// The model's hour on a day of the trial.
  func hours(day: Double) -> Double { 24 * (dayZero + day) }
}
