import Statistics

/// Changes from baseline in parallel arms: by analysis of covariance at one visit, and by a mixed model over all visits.
///
/// Both have the baseline score as covariate (dropped where nobody differs in it) and the strata of randomisation as a
/// factor; strata with fewer than five subjects count as one. Arms without any response are left out.
struct ChangeAnalysis {
  private let data: ObservedScores
  private let names: [String]
  private let covariance: VisitCovariance
  private let rows: [Int]
  /// For each row the position of its arm, and its stratum where there is more than one.
  private let arms: [Int]
  private let strata: Factor?
  /// The mixed model of each scale, once it was needed, with the position of each visit in it.
  private var models: [Int: Model?] = [:]

  private struct Model {
    var fit: RepeatedMeasuresFit
    var arms: [Int?]
    var visits: [Int?]
  }

  private static let smallestStratum = 5

  /// - Parameters:
  ///   - rows: of the subjects of each arm.
  ///   - covariance: of the mixed model.
  init(data: ObservedScores, rows: [[Int]], arms names: [String], covariance: VisitCovariance) {
    self.data = data
    self.names = names
    self.covariance = covariance
    let all = rows.joined().sorted()
    self.rows = all
    arms = all.map { data.subjects[$0].arm }
    strata = Self.factor(all.map { data.subjects[$0].stratum })
  }

  private static func factor(_ strata: [Int]) -> Factor? {
    var counts: [Int: Int] = [:]
    for stratum in strata { counts[stratum, default: 0] += 1 }
    let large = counts.filter { $0.value >= smallestStratum }.keys.sorted()
    let positions = Dictionary(uniqueKeysWithValues: large.enumerated().map { ($1, $0) })
    let levels = large.map(String.init) + (large.count < counts.count ? ["small"] : [])
    guard levels.count > 1 else { return nil }
    return Factor("stratum", levels: levels, strata.map { positions[$0] ?? large.count })
  }

  func byAncova(_ contrast: TrialContrast, visit: Int, scale: Int) -> EndpointEstimate {
    let response = rows.map { data.change($0, visit: visit, scale: scale) }
    let (positions, present) = compact { !response[$0].isNaN }
    guard let arm = positions[contrast.arm], let versus = positions[contrast.versus] else { return EndpointEstimate() }
    let used = rows.indices.filter { !response[$0].isNaN }
    let ancova = AncovaData(
      response: used.map { response[$0] }, arms: used.map { positions[arms[$0]] ?? 0 }, armNames: present,
      covariates: baseline(scale, used), factors: factors(used))
    guard let fit = try? Ancova(ancova) else { return EndpointEstimate() }
    return EndpointEstimate(points: fit.contrast(arm, minus: versus))
  }

  mutating func byRepeatedMeasures(_ contrast: TrialContrast, visit: Int, scale: Int) -> EndpointEstimate {
    if models[scale] == nil { models[scale] = .some(model(scale)) }
    guard let model = models[scale] ?? nil, let visit = model.visits[visit], let arm = model.arms[contrast.arm],
      let versus = model.arms[contrast.versus]
    else { return EndpointEstimate() }
    return EndpointEstimate(points: model.fit.contrast(arm, minus: versus, visit: visit))
  }

  /// Over the visits after the baseline at which every arm was observed.
  private func model(_ scale: Int) -> Model? {
    let changes = rows.map { row in (0..<data.visits).map { data.change(row, visit: $0, scale: scale) } }
    let (positions, present) = compact { changes[$0].dropFirst().contains { !$0.isNaN } }
    var seen = [[Int]](repeating: [Int](repeating: 0, count: data.visits), count: present.count)
    for (index, row) in changes.enumerated() {
      guard let arm = positions[arms[index]] else { continue }
      for visit in row.indices where !row[visit].isNaN { seen[arm][visit] += 1 }
    }
    let kept = (1..<max(data.visits, 1)).filter { visit in seen.allSatisfy { $0[visit] > 1 } }
    let used = rows.indices.filter { index in kept.contains { !changes[index][$0].isNaN } }
    guard !kept.isEmpty, !used.isEmpty else { return nil }
    let repeated = RepeatedMeasuresData(
      responses: used.flatMap { index in kept.map { changes[index][$0] } }, visitNames: kept.map { "visit \($0)" },
      arms: used.map { positions[arms[$0]] ?? 0 }, armNames: present, byVisit: baseline(scale, used),
      factors: factors(used))
    let model = RepeatedMeasuresModel(covariance: covariance == .byArm ? .byArm : .common, inference: .kenwardRoger)
    guard let fit = try? model.fit(repeated).fit else { return nil }
    var visits = [Int?](repeating: nil, count: data.visits)
    for (position, visit) in kept.enumerated() { visits[visit] = position }
    return Model(fit: fit, arms: positions, visits: visits)
  }

  /// The arms that have a response, and for each arm its position among them.
  private func compact(_ hasResponse: (Int) -> Bool) -> (positions: [Int?], names: [String]) {
    var isPresent = [Bool](repeating: false, count: names.count)
    for index in rows.indices where hasResponse(index) { isPresent[arms[index]] = true }
    var positions = [Int?](repeating: nil, count: names.count)
    var present: [String] = []
    for arm in names.indices where isPresent[arm] {
      positions[arm] = present.count
      present.append(names[arm])
    }
    return (positions, present)
  }

  private func baseline(_ scale: Int, _ used: [Int]) -> [Covariate] {
    let values = used.map { data.baseline(rows[$0], scale: scale) }
    guard let first = values.first, values.contains(where: { $0 != first }) else { return [] }
    return [Covariate("baseline", values)]
  }

  private func factors(_ used: [Int]) -> [Factor] {
    guard let strata else { return [] }
    return [Factor(strata.name, levels: strata.levels, used.map { strata.values[$0] })]
  }
}
