import Simulation
import Testing

/// Lanes are full of work, and what goes wrong in one stays in it.
@Suite struct LaneWorkTests {
  @Test(arguments: [BitsCase.flagship, .dosing]) func lanesStayBusyWithAThousandPatients(_ study: BitsCase) throws {
    let run = try SameBitsTests.Run(study, patientCount: 1000)
    for threads in [1, 2] {
      let course = try run.simulator(width: 8, threads: threads).run(patients: run.patients, times: study.times)
      #expect(course.statistics.failedPatients == 0)
      #expect(course.statistics.laneUse >= 0.9, "\(threads) threads")
      // Not more than all: what is counted twice would hide what is idle.
      #expect(course.statistics.laneUse <= 1)
    }
  }

  /// A volume of nothing gives an infinite concentration, at the first dose or earlier.
  @Test(arguments: [(BitsCase.flagship, "ketamine.V_scale"), (.dosing, "volume")])
  func aFailureInEveryLane(_ study: BitsCase, _ parameter: String) throws {
    let run = try SameBitsTests.Run(study, patientCount: 19)
    let simulator = try run.simulator(width: 8)
    let reference = run.bits(try simulator.run(patients: run.patients, times: study.times))
    let column = try #require(run.patients.names.firstIndex(of: parameter))
    for lane in 0..<8 {
      var patients = run.patients
      patients.values[lane * patients.names.count + column] = 0
      let course = try simulator.run(patients: patients, times: study.times)
      let failed = (0..<19).filter { !course.statuses[$0].isCompleted }
      #expect(failed == [lane])
      #expect(course.statistics.failedPatients == 1)
      #expect(course.statuses[lane].problem != nil)
      let size = course.times.count * course.outputs.count
      #expect(course.value(patient: lane, time: course.times.count - 1, output: 0).isNaN)
      for patient in (0..<19) where patient != lane {
        let own = course.values[patient * size..<(patient + 1) * size].map(\.bitPattern)
        #expect(own == reference[patient], "patient \(patient) beside a failure in lane \(lane)")
      }
    }
  }
}
