import Antimony
import Diagnostics
import Equations
import Foundation
import Networks
import SBML
import Simulation

/// A network, the network that is read from what it was written as, and how far their courses differ.
struct Conversion {
  enum Language: String, CaseIterable {
    case sbml, antimony

    func write(_ network: Network) throws -> WrittenModel {
      switch self {
      case .sbml: try SBMLWriter.write(network)
      case .antimony: try AntimonyWriter.write(network)
      }
    }

    func read(_ text: String) throws -> Network {
      switch self {
      case .sbml: try SBMLReader.read(SourceText(name: "written.xml", text: text))
      case .antimony:
        try AntimonyReader.read(text: SourceText(name: "written.ant", text: text)) { path in
          throw InputError("a written model imports \"\(path)\"")
        }
      }
    }
  }

  var written: WrittenModel
  var copy: Network

  init(_ network: Network, through language: Language) throws {
    written = try language.write(network)
    copy = try language.read(written.text)
  }

  /// The courses of every quantity of a network that has a value.
  static func course(of network: Network, times: [Double], schedule: InputSchedule = .init()) throws -> TimeCourse {
    let system = try EquationSystem.build(from: network)
    var options = SimulationOptions()
    options.relativeTolerance = 1e-11
    options.absoluteTolerance = 1e-14
    options.threads = 1
    let elements = Set(network.elementNames)
    let outputs = system.observables.map(\.name).filter { elements.contains($0) }
    let simulator = try Simulator(system: system, schedule: schedule, outputs: outputs, options: options)
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: times)
    if let problem = course.statuses.first?.problem { throw InputError("the run stopped: \(problem)") }
    return course
  }

  /// The quantity that differs most, scaled by its largest magnitude; a quantity without a partner differs infinitely.
  func difference(of first: TimeCourse, to second: TimeCourse) -> (name: String, size: Double) {
    let columns = Dictionary(uniqueKeysWithValues: second.outputs.enumerated().map { ($1, $0) })
    var worst = (name: "nothing", size: 0.0)
    for (column, name) in first.outputs.enumerated() {
      guard let other = columns[written.names[name] ?? name] else { return (name, .infinity) }
      let pairs = first.times.indices.map { time in
        (first.value(patient: 0, time: time, output: column), second.value(patient: 0, time: time, output: other))
      }
      let scale = pairs.map { $0.0.isFinite ? abs($0.0) : 0 }.max() ?? 0
      for (a, b) in pairs where a != b && !(a.isNaN && b.isNaN) {
        let size = abs(a - b) / max(scale, .leastNormalMagnitude)
        if !(size <= worst.size) { worst = (name, size.isNaN ? .infinity : size) }
      }
    }
    return worst
  }
}

/// Runs work on threads with room for deep formulas.
enum Parallel {
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    let board = Board<Result>(count: items.count)
    let done = DispatchSemaphore(value: 0)
    let threads = max(1, min(items.count, ProcessInfo.processInfo.activeProcessorCount))
    for _ in 0..<threads {
      let thread = Thread {
        while let index = board.next() { board.put(work(items[index]), at: index) }
        done.signal()
      }
      thread.stackSize = 64 << 20
      thread.start()
    }
    for _ in 0..<threads { done.wait() }
    return board.results
  }

  private final class Board<Result: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private let count: Int
    private var position = 0
    private var found: [Int: Result] = [:]

    init(count: Int) { self.count = count }

    func next() -> Int? {
      lock.withLock {
        guard position < count else { return nil }
        position += 1
        return position - 1
      }
    }

    func put(_ result: Result, at index: Int) { lock.withLock { found[index] = result } }

    var results: [Result] { lock.withLock { (0..<count).compactMap { found[$0] } } }
  }
}
