import Testing
import Trials

/// The same subjects whatever else is run.
@Suite struct RunningBitsTests {
  private func numbers(_ data: [TrialData]) -> [[UInt64]] {
    data.flatMap(\.subjects).map { subject in
      (subject.days + subject.scores + subject.latent + subject.covariates + [subject.felt, subject.belief])
        .map(\.bitPattern) + [UInt64(subject.arm), UInt64(subject.patient)]
    }
  }

  @Test func threadsAndRangesChangeNothing() throws {
    var design = try RunningFixture.single(subjects: 30)
    design.enrolment.inclusion = [TrialCondition(quantity: .score(0), relation: .atLeast, value: 28)]
    design.missedVisits = 0.1
    design.siteCount = 3
    let one = try RunningFixture.data(design, 0..<6, Estimand.allCases, threads: 1)
    let two = try RunningFixture.data(design, 0..<6, Estimand.allCases, threads: 2)
    #expect(one.map(numbers) == two.map(numbers))
    let part = try RunningFixture.data(design, 4..<6, Estimand.allCases, threads: 2)
    #expect(part.map { $0[0].replicate } == [4, 5])
    #expect(part.map(numbers) == one[4...].map(numbers))
    let alone = try RunningFixture.data(design, 5..<6, [.masked], threads: 1)
    #expect(numbers(alone[0]) == numbers([one[5][1]]))
    // No subject is in two replicates.
    let patients = one.flatMap { $0[0].subjects.map(\.patient) }
    #expect(Set(patients).count == patients.count)
  }

  @Test func decisionsDoNotDependOnNeighbours() throws {
    let design = try RunningFixture.rescue(subjects: 12)
    let all = try RunningFixture.data(design, 0..<4, [.asRun, .noBenefit], threads: 2)
    let last = try RunningFixture.data(design, 3..<4, [.asRun, .noBenefit], threads: 1)
    #expect(numbers(last[0]) == numbers(all[3]))
  }
}
