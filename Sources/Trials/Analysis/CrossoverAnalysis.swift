import Statistics

/// A crossover's contrasts within subjects: each is its own control, and periods may differ.
///
/// Changes follow a linear model with a mean for each subject, period and arm and a slope on the period's own baseline,
/// fitted by least squares on deviations from each subject's mean; with two arms, two periods and no slope this is the
/// analysis of Hills and Armitage (1979, doi:10.1111/j.1365-2125.1979.tb05910.x). Subjects seen in one period only say
/// nothing.
struct CrossoverAnalysis {
  let data: ObservedScores
  /// For each arm the subjects' entries.
  let rows: [[Int]]

  /// Entries by patient, those with a value only, of patients with at least two of them.
  private func blocks(_ value: (Int) -> Double) -> [[Int]] {
    var byPatient: [Int: [Int]] = [:]
    for row in rows.joined().sorted() where !value(row).isNaN {
      byPatient[data.subjects[row].patient, default: []].append(row)
    }
    return byPatient.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
  }

  func change(_ contrast: TrialContrast, visit: Int, scale: Int) -> EndpointEstimate {
    let blocks = blocks { data.change($0, visit: visit, scale: scale) }
    let used = blocks.flatMap { $0 }
    let periods = Set(used.map { data.subjects[$0].period }).sorted()
    let others = Set(used.map { data.subjects[$0].arm }).sorted().filter { $0 != contrast.versus }
    guard let place = others.firstIndex(of: contrast.arm),
      used.contains(where: { data.subjects[$0].arm == contrast.versus })
    else { return EndpointEstimate() }
    var columns = others.map { arm in used.map { data.subjects[$0].arm == arm ? 1.0 : 0 } }
    columns += periods.dropFirst().map { period in used.map { data.subjects[$0].period == period ? 1.0 : 0 } }
    let baselines = used.map { data.baseline($0, scale: scale) }
    columns.append(baselines)
    columns.append(used.map { data.change($0, visit: visit, scale: scale) })
    columns = columns.map { Self.deviations($0, blocks) }
    // A baseline that is the same in all periods of each subject has no slope.
    if columns[columns.count - 2].allSatisfy({ abs($0) < 1e-12 }) { columns.remove(at: columns.count - 2) }
    let freedom = used.count - blocks.count - (columns.count - 1)
    guard freedom > 0 else { return EndpointEstimate() }
    var augmented = columns.flatMap { $0 }
    let names = (0..<columns.count - 1).map { "column \($0)" }
    guard let fit = try? LeastSquares(augmented: &augmented, rows: used.count, names: names) else {
      return EndpointEstimate()
    }
    let variance = fit.residualSumOfSquares / Double(freedom) * fit.unscaledCovariance[place, place]
    return EndpointEstimate(
      points: Estimate(
        value: fit.coefficients[place], standardError: max(variance, 0).squareRoot(),
        degreesOfFreedom: Double(freedom)))
  }

  private static func deviations(_ column: [Double], _ blocks: [[Int]]) -> [Double] {
    var result = column
    var start = 0
    for block in blocks {
      let end = start + block.count
      let mean = column[start..<end].reduce(0, +) / Double(block.count)
      for index in start..<end { result[index] -= mean }
      start = end
    }
    return result
  }

  /// The difference of paired shares with its standard error from the pairs, and McNemar's test without correction
  /// (1947, doi:10.1007/BF02295996).
  func share(_ contrast: TrialContrast, _ value: (Int) -> Double) -> EndpointEstimate {
    var (gained, lost, pairs) = (0, 0, 0)
    for block in blocks(value) {
      guard let first = block.first(where: { data.subjects[$0].arm == contrast.arm }),
        let second = block.first(where: { data.subjects[$0].arm == contrast.versus })
      else { continue }
      pairs += 1
      let difference = value(first) - value(second)
      if difference > 0 { gained += 1 }
      if difference < 0 { lost += 1 }
    }
    guard pairs > 1 else { return EndpointEstimate() }
    let (n, b, c) = (Double(pairs), Double(gained), Double(lost))
    let mean = (b - c) / n
    let variance = (b + c - n * mean * mean) / (n * (n - 1))
    let interval = Estimate(value: mean, standardError: max(variance, 0).squareRoot())
    let p = b + c > 0 ? ChiSquare(1).above((b - c) * (b - c) / (b + c)) : 1
    return EndpointEstimate(
      Estimate(
        value: mean, standardError: interval.standardError, degreesOfFreedom: .infinity, lower: interval.lower,
        upper: interval.upper, pValue: p))
  }
}
