import Diagnostics
import Populations
import Simulation
import Testing

/// Studies whose courses are formulas: what comes out is known exactly.
@Suite struct StudyRunnerTests {
  static let text = """
    title: Test
    duration: 12 weeks
    seed: 3
    patients:
      count: 5
      vary:
        p: {distribution: uniform, min: 0.5, max: 1.5}
    arms:
      - title: None
      - title: Drug
        treatments: [alphine 10 mg oral on day 2, talk weekly x 3 from day 1]
      - title: Daily
        treatments: [alphine 10 mg oral daily]
    """

  @Test func samplesWhatMatters() throws {
    var requests: [StudyRunner.Request] = []
    _ = try ExampleStudy.runner(Self.text).run { request in
      requests.append(request)
      return ExampleStudy.course(request) { _, _, _ in 1 }
    }
    for request in requests {
      #expect(zip(request.times, request.times.dropFirst()).allSatisfy { $0 < $1 })
      #expect(request.times.first == 0 && request.times.last == 2016)
      for hours in [4.0, 24, 47, 48, 54, 168, 336, 360, 672, 2016] { #expect(request.times.contains(hours)) }
      #expect(request.times.count < 1000)
    }
    // Every 2 min in the first hour after the dose on day 2, every 5 min to the sixth.
    let drug = requests[1].times
    #expect(drug.contains(48 + 2 / 60.0) && drug.contains(48 + 58 / 60.0) && drug.contains(48 + 65 / 60.0))
    #expect(drug.count { $0 >= 48 && $0 <= 54 } == 1 + 29 + 61)
    // Sessions start and end exactly.
    for hours in [24.0, 25, 192, 193, 360, 361] { #expect(drug.contains(hours)) }
    // Of 84 doses the first two and the last are sampled finely.
    let daily = requests[2].times
    #expect(daily.contains(2 / 60.0) && daily.contains(24 + 2 / 60.0) && daily.contains(83 * 24 + 2 / 60.0))
    #expect(!daily.contains(48 + 2 / 60.0))
    #expect(requests[1].schedule.entries.count == 4)
    #expect(requests[0].outputs == ["glutamate", "spines", "madrs"])
    #expect(requests[1].outputs == ["alphine.Cp", "glutamate", "spines", "madrs"])
  }

  @Test func everyArmHasTheSamePatients() throws {
    var tables: [ParameterTable] = []
    let result = try ExampleStudy.runner(Self.text).run { request in
      tables.append(request.patients)
      return ExampleStudy.course(request) { _, _, _ in 1 }
    }
    #expect(tables.count == 3 && Set(tables.map(\.values)).count == 1)
    #expect(Set(tables[0].values).count == 5)
    #expect(result.variability.map(\.distribution) == ["uniform, 0.5 to 1.5"])
    #expect(result.variability[0].drawn.count == 5)
    // More patients do not change the first ones.
    var more: [Double] = []
    _ = try ExampleStudy.runner(Self.text.replacing("count: 5", with: "count: 9")).run { request in
      more = request.patients.values
      return ExampleStudy.course(request) { _, _, _ in 1 }
    }
    #expect(Array(more.prefix(5)) == tables[0].values)
  }

  @Test func reducesToQuantilesAndEndpoints() throws {
    let result = try ExampleStudy.runner(Self.text).run { request in
      ExampleStudy.course(request) { output, patient, hours in
        let size = Double(patient + 1)
        switch output {
        // Rises from day 2 to a peak 3 h later, different for each patient.
        case "alphine.Cp": return hours < 48 ? 0 : size * max(0, 3 - abs(hours - 51))
        case "glutamate": return 1
        case "spines": return 0.7 + 0.001 * size * hours / 24
        default: return 30 - 2 * size
        }
      }
    }
    let arm = result.arms[1]
    #expect(arm.compounds.map(\.id) == ["alphine"] && arm.compounds[0].routes == ["oral"])
    #expect(arm.modalities == ["Talking"] && arm.evidence == ["Talking (grade D): Hardly any."])
    #expect(arm.completedCount == 5 && arm.stateCount == 3)
    func endpoint(_ id: String) -> Interval? { arm.endpoints.first { $0.id == id }?.summary }
    #expect(endpoint("plasma_peak.alphine")?.median == 9)
    #expect(abs((endpoint("plasma_peak.alphine")?.high ?? 0) - 14.4) < 1e-9)
    #expect(abs((endpoint("plasma_peak_time.alphine")?.median ?? 0) - 3) < 1e-9)
    // Flat: no time of a peak.
    #expect(endpoint("glutamate_peak")?.median == 1 && endpoint("glutamate_peak_time")?.count == 0)
    #expect(abs((endpoint("synapses.d28")?.median ?? 0) - (0.7 + 0.003 * 28)) < 1e-12)
    #expect(result.visits.map(\.id) == ["4h", "24h", "d7", "d28", "d84"])
    let series = try #require(arm.series.first { $0.stage == "plasma" })
    let index = try #require(arm.times.firstIndex(of: 51))
    #expect(series.p50[index] == 9 && series.p25[index] == 6 && series.p75[index] == 12)
    #expect(series.compound == "alphine" && series.observable == "alphine.Cp")
    #expect(result.notes == ["Absent is left out: the model has no \"nowhere\"."])
    #expect(arm.outcomes.last?.score.median == 24)
    #expect(arm.outcomes.last?.change.median == 0)
  }

  @Test func aPeakRightAtADoseBelongsToThatDose() throws {
    let text = Self.text.replacing("alphine 10 mg oral on day 2", with: "'alphine 10 mg iv on days 0, 3'")
    let result = try ExampleStudy.runner(text).run { request in
      ExampleStudy.course(request) { output, patient, hours in
        guard output == "alphine.Cp" else { return 1 }
        // At once, largest at the first dose for even patients and at the second for odd ones.
        return hours < 72 ? (patient.isMultiple(of: 2) ? 9 : 5) / (1 + hours) : 7 / (1 + hours - 72)
      }
    }
    let time = result.arms[1].endpoints.first { $0.id == "plasma_peak_time.alphine" }?.summary
    #expect(time?.median == 0 && time?.high == 0 && time?.count == 5)
  }

  /// Five patients from a baseline of 30: one stays ill, one recovers for good, one relapses, one relapses too late for
  /// the relapse to be seen, one dips for less than 14 days.
  @Test func countsResponseRemissionAndRelapse() throws {
    let result = try ExampleStudy.runner(Self.text).run { request in
      ExampleStudy.course(request) { output, patient, hours in
        guard output == "madrs", hours > 0 else { return 30 }
        let day = hours / 24
        switch patient {
        case 0: return 30
        case 1: return day < 5 ? 30 : 8
        case 2: return day < 3 ? 30 : day < 40 ? 14 : 25
        case 3: return day < 3 ? 30 : day < 75 ? 15 : 25
        default: return day < 3 ? 30 : day < 40 ? 10 : day < 53 ? 25 : 10
        }
      }
    }
    let arm = result.arms[0]
    #expect(arm.outcomes.map(\.response) == [0, 0, 0.8, 0.8, 0.4])
    #expect(arm.outcomes.map(\.remission) == [0, 0, 0.4, 0.4, 0.4])
    #expect(arm.relapse.responders == 4 && arm.relapse.relapsed == 1 && arm.relapse.censored == 3)
    #expect(arm.relapse.medianDayAmongRelapsed == 40)
    #expect(arm.relapse.medianDay == nil)
    #expect(arm.outcomes[2].count == 5)
  }

  @Test func failedPatientsAreRowsWithReasons() throws {
    let failure = PatientStatus.stepTooSmall(time: 30, state: "x", equation: "d x/dt = 1/x")
    let result = try ExampleStudy.runner(Self.text).run { request in
      ExampleStudy.course(request, statuses: [1: failure]) { _, patient, _ in patient == 1 ? .nan : 12 }
    }
    let arm = result.arms[0]
    #expect(arm.completedCount == 4)
    #expect(
      arm.failures == [PatientFailure(patient: 1, hours: 30, reason: "the step became too small for x: d x/dt = 1/x")])
    #expect(arm.outcomes.allSatisfy { $0.count == 4 && $0.score.median == 12 })
  }

  /// The same study through the product's solver: one compartment has a closed form.
  @Test func runsThroughTheSimulator() throws {
    let text = Self.text.replacing("alphine 10 mg oral on day 2", with: "alphine 2 mg/kg iv over 2 h on day 2")
    let result = try ExampleStudy.runner(text).run()
    let arm = result.arms[1]
    #expect(arm.failures.isEmpty)
    let peak = arm.endpoints.first { $0.id == "plasma_peak.alphine" }?.summary
    // 2 mg/kg over 2 h at k = 0.5/h: amount per kg (1/k)(1 - exp(-1)), times 1000.
    #expect(abs((peak?.median ?? 0) - 2000 * 0.6321205588285577) < 0.01)
    let time = arm.endpoints.first { $0.id == "plasma_peak_time.alphine" }?.summary
    #expect(abs((time?.median ?? 0) - 2) < 1e-9)
    let twice = try ExampleStudy.runner(text).run()
    #expect(twice.arms[1].series.map(\.p50) == arm.series.map(\.p50))
  }
}
