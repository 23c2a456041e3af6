import Populations
import Testing

/// Remission in acute leukaemia, weeks (Freireich and others 1963): the example of most textbooks.
@Suite struct KaplanMeierTests {
  static let treated: [(Double, Bool)] = [
    (6, true), (6, true), (6, true), (6, false), (7, true), (9, false), (10, true), (10, false), (11, false),
    (13, true), (16, true), (17, false), (19, false), (20, false), (22, true), (23, true), (25, false), (32, false),
    (32, false), (34, false), (35, false),
  ]
  static let control: [Double] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

  @Test func publishedSurvival() {
    let estimate = KaplanMeier(Self.treated.map { KaplanMeier.Observation(time: $0.0, isEvent: $0.1) })
    let expected = [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)]
    #expect(estimate.steps.map(\.time) == expected.map { Double($0.0) })
    for (step, right) in zip(estimate.steps, expected) { #expect(abs(step.survival - right.1) < 5e-4) }
    #expect(estimate.median == 23)
  }

  @Test func withoutCensoringItIsTheEmpiricalShare() {
    let estimate = KaplanMeier(Self.control.map { KaplanMeier.Observation(time: $0, isEvent: true) })
    #expect(estimate.median == 8)
    for step in estimate.steps {
      let share = Double(Self.control.count { $0 > step.time }) / 21
      #expect(abs(step.survival - share) < 1e-12)
    }
  }

  @Test func aMedianThatIsNotReached() {
    let observations = (1...10).map { KaplanMeier.Observation(time: Double($0), isEvent: $0 <= 4) }
    #expect(KaplanMeier(observations).median == nil)
    #expect(KaplanMeier([]).median == nil)
  }
}
