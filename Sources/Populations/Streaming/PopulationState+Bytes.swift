import Files
import Simulation

/// The state of a run as bytes, so that it can go on another day: the edges of the grids, which do not change, and what
/// was counted.
extension PopulationState {
  private var grids: [QuantileGrids] { arms.flatMap { [$0.series, $0.readings] } + [drawn] }

  /// The edges of all grids.
  package var edgeBytes: [UInt8] {
    var writer = ByteWriter()
    for grid in grids { writer.add(grid.edges) }
    return writer.bytes
  }

  /// Everything that was counted.
  package var countBytes: [UInt8] {
    var writer = ByteWriter()
    for number in [done, draws, taken] { writer.add(number) }
    for grid in grids {
      writer.add(grid.counts)
      writer.add(grid.lowest)
      writer.add(grid.highest)
    }
    for arm in arms {
      writer.add(arm.stateCount)
      arm.tally.write(to: &writer)
    }
    return writer.bytes
  }

  /// Takes up a state that was kept.
  ///
  /// - Throws: `ByteReader.Damage` when the bytes are not of a state of this run.
  package func restore(edges: [UInt8], counts: [UInt8]) throws {
    var (edges, counts) = (ByteReader(edges), ByteReader(counts))
    let done = try counts.integer()
    guard done > 0, done < patients.count, done % PopulationRun.blockSize == 0, !isExact else {
      throw ByteReader.Damage()
    }
    let (draws, taken) = (try counts.integer(), try counts.integer())
    func grid(_ old: QuantileGrids) throws -> QuantileGrids {
      let grid = QuantileGrids(
        cellCount: old.cellCount, edges: try edges.numbers(), counts: try counts.counts(),
        lowest: try counts.numbers(), highest: try counts.numbers())
      guard grid.hasSizes(of: old) else { throw ByteReader.Damage() }
      return grid
    }
    var restored = arms
    for index in arms.indices {
      restored[index].series = try grid(arms[index].series)
      restored[index].readings = try grid(arms[index].readings)
    }
    let drawn = try grid(drawn)
    for index in arms.indices {
      restored[index].stateCount = try counts.integer()
      restored[index].tally = try ArmTally(from: &counts, visitCount: arms[index].tally.visits.count)
    }
    guard edges.isAtEnd, counts.isAtEnd else { throw ByteReader.Damage() }
    arms = restored
    self.drawn = drawn
    self.done = done
    self.draws = draws
    self.taken = taken
  }
}

extension QuantileGrids {
  fileprivate func hasSizes(of other: QuantileGrids) -> Bool {
    edges.count == other.edges.count && counts.count == other.counts.count && lowest.count == cellCount
      && highest.count == cellCount
  }
}

extension ArmTally {
  fileprivate func write(to writer: inout ByteWriter) {
    for number in [completed, failed, failures.count] { writer.add(number) }
    for failure in failures {
      writer.add(failure.patient)
      writer.add(failure.hours)
      writer.add(failure.reason)
      writer.add(failure.isRefusal ? 1 : 0)
    }
    writer.add(visits.count)
    for visit in visits { for number in [visit.count, visit.responders, visit.remitters] { writer.add(number) } }
    relapses.write(to: &writer)
    for number in [statistics.acceptedSteps, statistics.rejectedSteps, statistics.failedPatients] {
      writer.add(number)
    }
    for number in [statistics.laneUse, statistics.solveSeconds] { writer.add(number) }
  }

  fileprivate init(from reader: inout ByteReader, visitCount: Int) throws {
    self.init(visitCount: visitCount)
    completed = try reader.integer()
    failed = try reader.integer()
    let failureCount = try reader.integer()
    guard failureCount <= Self.listedFailures else { throw ByteReader.Damage() }
    for _ in 0..<failureCount {
      failures.append(
        PatientFailure(
          patient: try reader.integer(), hours: try reader.number(), reason: try reader.text(),
          isRefusal: try reader.integer() == 1))
    }
    guard try reader.integer() == visitCount else { throw ByteReader.Damage() }
    for visit in visits.indices {
      visits[visit].count = try reader.integer()
      visits[visit].responders = try reader.integer()
      visits[visit].remitters = try reader.integer()
    }
    relapses = try RelapseTally(from: &reader)
    statistics.acceptedSteps = try reader.integer()
    statistics.rejectedSteps = try reader.integer()
    statistics.failedPatients = try reader.integer()
    statistics.laneUse = try reader.number()
    statistics.solveSeconds = try reader.number()
  }
}

extension RelapseTally {
  fileprivate func write(to writer: inout ByteWriter) {
    for table in [relapsedAfter, relapsedOn, relapseFreeSince] {
      writer.add(table.count)
      for (day, count) in table.sorted(by: { $0.key < $1.key }) {
        writer.add(day)
        writer.add(count)
      }
    }
  }

  fileprivate init(from reader: inout ByteReader) throws {
    self.init()
    func table() throws -> [Double: Int] {
      var table: [Double: Int] = [:]
      for _ in 0..<(try reader.integer()) { table[try reader.number()] = try reader.integer() }
      return table
    }
    relapsedAfter = try table()
    relapsedOn = try table()
    relapseFreeSince = try table()
  }
}
