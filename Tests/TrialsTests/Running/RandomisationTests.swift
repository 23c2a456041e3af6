import Testing
import Trials

@Suite struct RandomisationTests {
  @Test func blocksAreBalancedWithinStrata() throws {
    var design = try RunningFixture.single(subjects: 240)
    design.siteCount = 2
    design.strata = [.site, .covariate("sex"), .baseline(limit: 32)]
    for data in try RunningFixture.data(design, 0..<3) {
      let subjects = data[0].subjects
      #expect(Set(subjects.map(\.stratum)).count == 8)
      for stratum in Set(subjects.map(\.stratum)) {
        let own = subjects.filter { $0.stratum == stratum }
        #expect(Set(own.map(\.site)).count == 1)
        #expect(Set(own.map { $0.covariates[0] }).count == 1)
        #expect(Set(own.map { $0.screening >= 32 }).count == 1)
        // Two to one, six in a block.
        for block in stride(from: 0, to: own.count - 5, by: 6) {
          #expect(own[block..<block + 6].filter { $0.arm == 1 }.count == 2)
        }
      }
    }
  }

  @Test func ordersDifferBetweenReplicates() throws {
    let data = try RunningFixture.data(RunningFixture.single(), 0..<2)
    #expect(data[0][0].subjects.map(\.arm) != data[1][0].subjects.map(\.arm))
  }

  @Test func crossoversGiveEverySubjectEveryArm() throws {
    var design = try RunningFixture.single(subjects: 40)
    design.arms[0].allocation = 1
    design.crossover = Crossover(periodDays: [0, 28], periodLength: 7)
    design.durationDays = 35
    design.dropout = 0
    let subjects = try RunningFixture.data(design)[0][0].subjects
    #expect(subjects.count == 80)
    for pair in stride(from: 0, to: 80, by: 2) {
      let (first, second) = (subjects[pair], subjects[pair + 1])
      #expect(first.patient == second.patient && first.period == 0 && second.period == 1)
      #expect(Set([first.arm, second.arm]) == [0, 1])
      #expect((first.felt > 0) && (second.felt > 0))
      #expect(second.days == first.days)
    }
    #expect(subjects.filter { $0.period == 0 && $0.arm == 0 }.count == 20)
    // The drug acts in the period in which it is given.
    for period in 0..<2 {
      func fall(_ arm: Int) -> Double {
        RunningTests.mean(subjects.filter { $0.period == period && $0.arm == arm }.map { $0.latent[1] - $0.latent[0] })
      }
      #expect(fall(0) < fall(1) - 4)
    }
  }
}
