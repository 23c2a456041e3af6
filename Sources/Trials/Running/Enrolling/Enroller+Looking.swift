import Diagnostics
import Populations
import Randomness
import Simulation

extension Enroller {
  /// One who was looked at.
  struct Candidate: Sendable {
    var patient: Int
    var row: Int
    var site: Int
    var rater: Int
    var stratum = 0
    /// The primary score at screening.
    var screening = Double.nan
    /// The primary score on entering: on day 0, or on the first day of a lead-in.
    var entry = Double.nan
    /// The model's score on day 0.
    var start = Double.nan
    var isTaken = true
    var failure: String?
  }

  /// Takes candidates to day 0 and asks whether they are to be randomised.
  ///
  /// - Parameters:
  ///   - parts: rows of the block, in order, and what is changed for them.
  ///   - untilEntry: whether to stop before a lead-in.
  func look(
    at block: PatientBlock, parts: [(rows: Range<Int>, changes: Changes)], untilEntry: Bool = false, run: RunContext
  ) throws -> [Candidate] {
    let failures = try failureColumn(block)
    let course = try untreated.run(block, run: run)
    let entry = course.times.count - 1
    var seen = try Parallel.map(block.drawn.count, threads: run.threads) { rows in
      var observer = CandidateObserver(design: design, streams: streams)
      return rows.map { row in
        let changes = Self.changes(of: row, parts)
        var candidate = candidate(row, block, replicate: changes.replicate)
        candidate.failure = block.drawn.refusals[row] ?? course.failure(row)
        guard candidate.failure == nil else { return candidate }
        if let failures, let least = design.enrolment.leastFailures,
          block.drawn.covariates.value(row: row, column: failures) < Double(least)
        {
          candidate.isTaken = false
          return candidate
        }
        candidate.start = course.value(row, entry)
        observer.enter(&candidate, layer: changes.layer, screening: course.value(row, 0))
        if let match, !match.limits.contains(candidate.entry) { candidate.isTaken = false }
        candidate.stratum = stratum(candidate, block)
        return candidate
      }
    }
    guard let leadIn, !untilEntry else { return seen }
    let rows = seen.indices.filter { seen[$0].isTaken && seen[$0].failure == nil }
    let treated = try leadIn.run(PatientBlock(drawn: block.drawn.rows(rows)), run: run)
    let entered = seen
    let through = try Parallel.map(rows.count, threads: run.threads) { range in
      var observer = CandidateObserver(design: design, streams: streams)
      return range.map { index in
        var candidate = entered[rows[index]]
        candidate.failure = treated.failure(index)
        guard candidate.failure == nil else { return candidate }
        let before = candidate.start
        candidate.start = treated.value(index, 0)
        observer.complete(
          &candidate, layer: Self.changes(of: rows[index], parts).layer, leadIn: before)
        return candidate
      }
    }
    for (row, candidate) in zip(rows, through) { seen[row] = candidate }
    return seen
  }

  private static func changes(of row: Int, _ parts: [(rows: Range<Int>, changes: Changes)]) -> Changes {
    var (low, high) = (0, parts.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].rows.upperBound <= row { low = middle + 1 } else { high = middle }
    }
    return parts[low].changes
  }

  private func candidate(_ row: Int, _ block: PatientBlock, replicate: Int) -> Candidate {
    let patient = block.drawn.number(of: row)
    var stream = streams.site(patient)
    let site =
      design.siteCount > 1 ? min(design.siteCount - 1, Int(stream.uniform() * Double(design.siteCount))) : 0
    return Candidate(
      patient: patient, row: row, site: site, rater: replicate * Self.ratersPerReplicate + site)
  }

  private func failureColumn(_ block: PatientBlock) throws -> Int? {
    guard design.enrolment.leastFailures != nil else { return nil }
    let names = block.drawn.covariates.columns.map(\.name)
    guard let column = names.firstIndex(of: PatientModelNames.failures) else {
      throw InputError("the population has no covariate \"\(PatientModelNames.failures)\"")
    }
    return column
  }

  private func stratum(_ candidate: Candidate, _ block: PatientBlock) -> Int {
    design.strata.reduce(0) { stratum, factor in
      switch factor {
      case .site: stratum * design.siteCount + candidate.site
      case .baseline(let limit): stratum * 2 + (candidate.screening >= limit ? 1 : 0)
      case .covariate(let name):
        stratum * levelCount(name, block) + level(name, candidate.row, block)
      }
    }
  }

  private func levelCount(_ name: String, _ block: PatientBlock) -> Int {
    max(1, block.drawn.covariates.columns.first { $0.name == name }?.levels.count ?? 1)
  }

  private func level(_ name: String, _ row: Int, _ block: PatientBlock) -> Int {
    guard let column = block.drawn.covariates.columns.firstIndex(where: { $0.name == name }) else { return 0 }
    let value = block.drawn.covariates.value(row: row, column: column)
    return block.drawn.covariates.columns[column].levels.firstIndex { $0.value == value } ?? 0
  }
}
