import Populations
import Simulation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A study whose numbers come from closed formulas, not from a model: it has every kind of thing a report shows.
enum SyntheticStudy {
  struct Arm {
    var id: String
    var title: String
    var treatments: [String]
    /// Day of each dose and its compound.
    var doses: [Double] = []
    var compound: String?
    var modality: String?
    var evidence: [String] = []
  }

  static let days = 182.0

  static let arms = [
    Arm(id: "untreated", title: "No treatment", treatments: []),
    Arm(
      id: "daily", title: "Compound A 10 mg daily", treatments: ["compound-a 10 mg oral daily"],
      doses: (0..<182).map(Double.init), compound: "a"),
    Arm(id: "talking", title: "Talking therapy weekly x 12", treatments: ["talking weekly x 12"], modality: "Talking"),
    Arm(
      id: "once", title: "Compound B 0.5 mg/kg iv once", treatments: ["compound-b 0.5 mg/kg iv over 40 min on day 0"],
      doses: [0], compound: "b"),
    Arm(
      id: "six", title: "Compound B on days 0, 3, 7, 10, 14, 17",
      treatments: ["compound-b 0.5 mg/kg iv over 40 min on days 0, 3, 7, 10, 14, 17"], doses: [0, 3, 7, 10, 14, 17],
      compound: "b"),
    Arm(
      id: "oral", title: "Compound C 25 mg oral once", treatments: ["compound-c 25 mg oral on day 0"], doses: [0],
      compound: "c"),
    Arm(
      id: "moving", title: "Moving therapy weekly x 8", treatments: ["moving weekly x 8"], modality: "Moving",
      evidence: ["No trial of this therapy in depression alone was found."]),
    Arm(
      id: "once-moving", title: "Compound B once, moving therapy on days 1 and 2, then weekly x 6",
      treatments: [
        "compound-b 0.5 mg/kg iv over 40 min on day 0", "moving on days 1, 2", "moving weekly x 6 from day 9",
      ],
      doses: [0], compound: "b", modality: "Moving", evidence: ["One small trial of another therapy after this drug."]),
    Arm(
      id: "once-moving-later", title: "The same sessions two weeks later",
      treatments: ["compound-b 0.5 mg/kg iv over 40 min on day 0", "moving on days 15, 16"], doses: [0], compound: "b",
      modality: "Moving", evidence: ["No trial has moved the sessions in time."]),
    Arm(
      id: "oral-talking", title: "Compound C once with three therapy sessions",
      treatments: ["compound-c 25 mg oral on day 0", "talking on days 1, 2, 7"], doses: [0], compound: "c",
      modality: "Talking", evidence: ["The therapy was never varied in a trial."]),
  ]

  static let visits = [
    Visit(id: "4h", title: "4 h", hours: 4), Visit(id: "24h", title: "24 h", hours: 24),
    Visit(id: "d7", title: "day 7", hours: 168), Visit(id: "d28", title: "day 28", hours: 672),
    Visit(id: "d84", title: "day 84", hours: 2016), Visit(id: "d182", title: "day 182", hours: 4368),
  ]

  static let stages = [
    Stage(
      id: "plasma", title: "Plasma concentration", source: .perCompound("Cp"), unit: "ng/mL", grade: "B",
      meaning: "Concentration of the active moiety in plasma.", basis: "Population models from several studies."),
    Stage(
      id: "occupancy", title: "Receptor occupancy", source: .perCompound("occupancy"), unit: "1", grade: "D",
      meaning: "Share of the main receptor that is occupied.", basis: "Affinity and plasma concentration."),
    Stage(
      id: "glutamate", title: "Prefrontal glutamate", source: .observable("glutamate"), unit: "1 = rest", grade: "C",
      meaning: "Extracellular glutamate against rest.", basis: "Microdialysis in rats, one human spectroscopy study."),
    Stage(
      id: "bdnf", title: "BDNF release", source: .observable("bdnf"), unit: "1 = rest", grade: "C",
      meaning: "Released brain-derived neurotrophic factor.", basis: "Cultures and mice."),
    Stage(
      id: "synapses", title: "Synapses", source: .observable("spines"), unit: "1 = healthy", grade: "C",
      meaning: "Dendritic spines of the prefrontal cortex.", basis: "Two-photon imaging in mice."),
    Stage(
      id: "madrs", title: "MADRS", source: .observable("madrs"), unit: "points", grade: "A",
      meaning: "Montgomery and Asberg's depression rating, 0 to 60.", basis: "Many trials; calibration is to come."),
  ]

  static let result = StudyResult(
    title: "Ten arms, made up", durationDays: days, seed: 20_261_123, patientCount: 200,
    model: ModelVersion(
      path: "Models/patient.ant", hash: String(repeating: "0123456789abcdef", count: 4),
      files: ["patient.ant", "compounds/b.ant"], stateCount: 61),
    variability: [
      VariedParameter(
        name: "weight", unit: "kg", distribution: "lognormal, median 70, cv 0.15, 40 to 120",
        drawn: Interval(median: 70.2, low: 54.9, high: 89.6, count: 200))
    ],
    stages: stages, visits: visits, arms: arms.map(arm), notes: ["Made up for the tests of the reports."])

  static func arm(_ arm: Arm) -> ArmResult {
    let times =
      stride(from: 0.0, to: 48, by: 0.25).map { $0 } + stride(from: 48.0, through: days * 24, by: 6).map { $0 }
    var series: [StageSeries] = []
    if let compound = arm.compound {
      series.append(self.series("plasma", "Cp", compound, "ng/mL", times) { plasma(arm, $0) })
      series.append(
        self.series("occupancy", "occupancy", compound, "1", times) { hours in
          let concentration = plasma(arm, hours)
          return concentration / (concentration + 150)
        })
    }
    series.append(self.series("glutamate", "glutamate", nil, "1 = rest", times) { 1 + effect(arm, $0, hours: 2) * 0.4 })
    series.append(self.series("bdnf", "bdnf", nil, "1 = rest", times) { 1 + effect(arm, $0, hours: 6) * 0.8 })
    series.append(
      self.series("synapses", "spines", nil, "1 = healthy", times) { 0.72 + 0.25 * relief(arm, $0) })
    series.append(self.series("madrs", "madrs", nil, "points", times) { 33 - 4 * $0 / 4368 - 22 * relief(arm, $0) })
    return ArmResult(
      id: arm.id, title: arm.title, treatments: arm.treatments,
      compounds: arm.compound.map {
        [
          CompoundGiven(
            id: $0, title: "Compound \($0.uppercased())", routes: ["intravenous, venous sampling"], plasma: "the base")
        ]
      } ?? [],
      modalities: arm.modality.map { [$0] } ?? [], evidence: arm.evidence, times: times, series: series,
      endpoints: endpoints(series, times), outcomes: outcomes(series, times),
      relapse: arm.compound == nil
        ? Relapse(responders: 12, relapsed: 0, medianDayAmongRelapsed: nil, medianDaysToRelapse: nil, medianDay: nil)
        : Relapse(responders: 120, relapsed: 80, medianDayAmongRelapsed: 22, medianDaysToRelapse: 27, medianDay: 28),
      failures: arm.id == "six"
        ? [PatientFailure(patient: 17, hours: 36, reason: "made up: the step of N_d became too small")] : [],
      completedCount: arm.id == "six" ? 199 : 200, stateCount: arm.compound == nil ? 30 : 45,
      statistics: RunStatistics())
  }

  private static func plasma(_ arm: Arm, _ hours: Double) -> Double {
    let size = arm.compound == "b" ? 260.0 : 24.0
    return arm.doses.reduce(0) { sum, day in
      let since = hours - day * 24
      guard since > 0, since < 400 else { return sum }
      let elimination = arm.compound == "a" ? 0.023 : 0.28
      return sum + size * (1 - exp(-1.6 * since)) * exp(-elimination * since)
    }
  }

  private static func effect(_ arm: Arm, _ hours: Double, hours width: Double) -> Double {
    guard arm.compound != nil, arm.compound != "a" else { return 0 }
    return arm.doses.reduce(0) { sum, day in
      let since = hours - day * 24
      return since > 0 && since < 300 ? sum + since / width * exp(1 - since / width) : sum
    }
  }

  private static func relief(_ arm: Arm, _ hours: Double) -> Double {
    let drug = arm.compound == nil || arm.compound == "a" ? 0.0 : 0.75
    let count = Double(arm.doses.filter { $0 * 24 < hours }.count)
    let fast =
      arm.doses.isEmpty
      ? 0 : drug * (1 - exp(-hours / 8)) * exp(-hours / (arm.compound == "c" ? 3000 : 700 * max(1, count)))
    let slow = arm.compound == "a" ? 0.3 * (1 - exp(-hours / 480)) : 0
    let talk = arm.modality == nil ? 0 : 0.3 * (1 - exp(-hours / 800))
    return min(1, fast + slow + talk)
  }

  private static func series(
    _ stage: String, _ observable: String, _ compound: String?, _ unit: String, _ times: [Double],
    _ median: (Double) -> Double
  ) -> StageSeries {
    let middle = times.map(median)
    func quantile(_ factor: Double) -> [Double] {
      middle.map {
        $0 + factor * (stage == "madrs" ? 4 : stage == "synapses" ? 0.04 : abs($0 - (compound == nil ? 1 : 0)) * 0.18)
      }
    }
    return StageSeries(
      stage: stage, observable: compound.map { "compound_\($0).\(observable)" } ?? observable, compound: compound,
      unit: unit, p05: quantile(-1.6), p25: quantile(-0.7), p50: middle, p75: quantile(0.7), p95: quantile(1.6))
  }

  private static func interval(_ series: StageSeries, _ index: Int) -> Interval {
    Interval(median: series.p50[index], low: series.p05[index], high: series.p95[index], count: 200)
  }

  private static func endpoints(_ series: [StageSeries], _ times: [Double]) -> [Endpoint] {
    series.flatMap { series -> [Endpoint] in
      func endpoint(_ id: String, _ unit: String, _ kind: Endpoint.Kind, _ summary: Interval) -> Endpoint {
        Endpoint(
          id: id + (series.compound.map { ".\($0)" } ?? ""), title: id, unit: unit, stage: series.stage,
          compound: series.compound, kind: kind, summary: summary)
      }
      if ["plasma", "occupancy", "glutamate", "bdnf"].contains(series.stage) {
        let top = series.p50.indices.max { series.p50[$0] < series.p50[$1] } ?? 0
        let time = series.p50[top] > series.p50[0] ? times[top] : .nan
        return [
          endpoint("\(series.stage)_peak", series.unit, .peak, interval(series, top)),
          endpoint(
            "\(series.stage)_peak_time", "h", .peakTime,
            Interval(median: time, low: time * 0.9, high: time * 1.15, count: time.isNaN ? 0 : 200)),
        ]
      }
      return visits.compactMap { visit in
        guard let index = times.firstIndex(where: { $0 >= visit.hours }) else { return nil }
        return endpoint("\(series.stage).\(visit.id)", series.unit, .value(visit: visit.id), interval(series, index))
      }
    }
  }

  private static func outcomes(_ series: [StageSeries], _ times: [Double]) -> [VisitOutcome] {
    guard let score = series.last else { return [] }
    return visits.compactMap { visit in
      guard let index = times.firstIndex(where: { $0 >= visit.hours }) else { return nil }
      let share = min(1, max(0, (33 - score.p50[index]) / 25))
      return VisitOutcome(
        visit: visit, score: interval(score, index),
        change: Interval(
          median: score.p50[index] - 33, low: score.p05[index] - 33, high: score.p95[index] - 33, count: 200),
        response: share, remission: share * 0.6, count: 200)
    }
  }
}
