import Equations
import Formulas
import NativeCode
import Networks
import Solving

/// Small systems written as text of their right-hand sides, with known solutions.
struct Problem {
  var states: [(name: String, start: Double, slope: Formula)]
  var algebraic: [(name: String, guess: Double, residual: Formula)] = []
  var parameters: [(name: String, value: Double)] = []

  func system() throws -> EquationSystem {
    var network = Network(name: "problem")
    for (name, start, slope) in states {
      network.parameters.append(Parameter(id: name, value: start, isConstant: false))
      network.rules.append(Rule(.rate(name), slope))
    }
    for (name, guess, residual) in algebraic {
      network.parameters.append(Parameter(id: name, value: guess, isConstant: false))
      network.rules.append(Rule(.algebraic, residual))
    }
    for (name, value) in parameters { network.parameters.append(Parameter(id: name, value: value)) }
    return try EquationSystem.build(from: network)
  }
}

/// Shorthand for formulas in tests.
extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  static func + (a: Formula, b: Formula) -> Formula { .apply(.add, [a, b]) }
  static func - (a: Formula, b: Formula) -> Formula { .apply(.subtract, [a, b]) }
  static func * (a: Formula, b: Formula) -> Formula { .apply(.multiply, [a, b]) }
  static func / (a: Formula, b: Formula) -> Formula { .apply(.divide, [a, b]) }
  static prefix func - (a: Formula) -> Formula { .apply(.negate, [a]) }
  static func of(_ name: String) -> Formula { .symbol(name) }
}

/// Runs one system in lanes, all patients alike or with their own parameters.
struct LaneRun {
  var relativeTolerance = 1e-8
  var absoluteTolerance = 1e-12
  var maximumSteps = 1_000_000
  var width: Int? = 1
  var tier = CodeTier.quick
  var interprets = false
  var threads = 1
  var patients = 1
  var usesTimetable = true
  var parameters: (@Sendable (Int) -> [Double])?
  var records: @Sendable (Int) -> [InputRecord] = { _ in [] }
  var longestElimination = EliminationPlan.longestByRows

  func callAsFunction(_ system: EquationSystem, times: [Double], end: Double? = nil) throws -> LaneRunner.Result {
    let kernel = EnsembleKernel(
      system,
      outputs: system.states.indices.map { state in
        system.observables.first { $0.name == system.states[state].name }?.node ?? system.rightHandSide[state]
      }, infusedStates: [], longestElimination: longestElimination)
    let code: KernelCode =
      interprets
      ? .interpreted(KernelInterpreter(kernel.program))
      : .compiled(try CompiledKernel(kernel.program, width: width, tier: tier, cache: nil))
    let defaults = system.parameters.map(\.value)
    let job = LaneJob(
      patientCount: patients, startTime: 0, endTime: end ?? times.last ?? 1, sampleTimes: times,
      outputCount: system.states.count, relativeTolerance: relativeTolerance, absoluteTolerance: absoluteTolerance,
      maximumSteps: maximumSteps, parameters: parameters ?? { _ in defaults }, records: .own(records))
    return LaneRunner(kernel: kernel, code: code).run(job, threads: threads)
  }
}
