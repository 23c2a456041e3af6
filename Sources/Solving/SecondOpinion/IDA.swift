import Foundation

/// SUNDIALS' IDA(S): variable-order BDF for systems with algebraic rows, after its own correction of the start.
///
/// A. C. Hindmarsh et al., ACM Transactions on Mathematical Software 31 (2005) 363, doi 10.1145/1089014.1089020.
package final class IDA: Sendable {
  private typealias Residual =
    @convention(c) (Double, OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?) -> Int32
  private typealias Jacobian =
    @convention(c) (
      Double, Double, OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?,
      OpaquePointer?, OpaquePointer?, OpaquePointer?
    ) -> Int32

  private let common: SundialsLibrary
  private let create: @convention(c) (OpaquePointer?) -> UnsafeMutableRawPointer?
  private let initialise:
    @convention(c) (UnsafeMutableRawPointer?, Residual, Double, OpaquePointer?, OpaquePointer?) -> Int32
  private let reinitialise: @convention(c) (UnsafeMutableRawPointer?, Double, OpaquePointer?, OpaquePointer?) -> Int32
  private let setTolerances: @convention(c) (UnsafeMutableRawPointer?, Double, Double) -> Int32
  private let setLinearSolver: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?) -> Int32
  private let setJacobian: @convention(c) (UnsafeMutableRawPointer?, Jacobian?) -> Int32
  private let setUserData: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32
  private let setMaximumSteps: @convention(c) (UnsafeMutableRawPointer?, Int) -> Int32
  private let setStopTime: @convention(c) (UnsafeMutableRawPointer?, Double) -> Int32
  private let setErrorFile: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Int32
  private let setKinds: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Int32
  private let correctStart: @convention(c) (UnsafeMutableRawPointer?, Int32, Double) -> Int32
  private let correctedStart: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?) -> Int32
  private let solve:
    @convention(c) (
      UnsafeMutableRawPointer?, Double, UnsafeMutablePointer<Double>, OpaquePointer?, OpaquePointer?, Int32
    ) -> Int32
  private let stepCount: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>) -> Int32
  private let flagName: @convention(c) (Int) -> UnsafeMutablePointer<CChar>?
  private let free: @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Void

  /// The library, or why it cannot be used.
  package static let shared = Result<IDA, SecondOpinionError> { () throws(SecondOpinionError) in try IDA() }

  private init() throws(SecondOpinionError) {
    common = try SundialsLibrary(file: "libsundials_idas.so.5", package: "libsundials-idas5")
    create = try common.find("IDACreate")
    initialise = try common.find("IDAInit")
    reinitialise = try common.find("IDAReInit")
    setTolerances = try common.find("IDASStolerances")
    setLinearSolver = try common.find("IDASetLinearSolver")
    setJacobian = try common.find("IDASetJacFn")
    setUserData = try common.find("IDASetUserData")
    setMaximumSteps = try common.find("IDASetMaxNumSteps")
    setStopTime = try common.find("IDASetStopTime")
    setErrorFile = try common.find("IDASetErrFile")
    setKinds = try common.find("IDASetId")
    correctStart = try common.find("IDACalcIC")
    correctedStart = try common.find("IDAGetConsistentIC")
    solve = try common.find("IDASolve")
    stepCount = try common.find("IDAGetNumSteps")
    flagName = try common.find("IDAGetReturnFlagName")
    free = try common.find("IDAFree")
  }

  /// Solves a problem; algebraic states are first corrected so that their equations hold.
  package func run(_ problem: StiffProblem) throws(SecondOpinionError) -> StiffOutcome {
    if problem.mass.isEmpty { return problem.runWithoutStates() }
    let session = try SundialsSession(common, problem)
    let count = problem.mass.count
    let memoryOfSlopes = UnsafeMutablePointer<Double>.allocate(capacity: 2 * max(1, count))
    memoryOfSlopes.initialize(repeating: 0, count: 2 * max(1, count))
    defer { memoryOfSlopes.deallocate() }
    for (index, mass) in problem.mass.enumerated() { memoryOfSlopes[count + index] = mass }
    let slopes = session.vector(over: memoryOfSlopes)
    let kinds = session.vector(over: memoryOfSlopes + count)
    defer {
      common.destroyVector(slopes)
      common.destroyVector(kinds)
    }
    var memory = create(session.context)
    defer { free(&memory) }
    func check(_ code: Int32, _ function: String) throws(SecondOpinionError) {
      if code < 0 { throw .failed(function: function, code: Int(code)) }
    }
    try check(setErrorFile(memory, nil), "IDASetErrFile")
    try check(initialise(memory, IDA.residual, problem.startTime, session.states, slopes), "IDAInit")
    try check(setTolerances(memory, problem.relativeTolerance, problem.absoluteTolerance), "IDASStolerances")
    try check(setLinearSolver(memory, session.linearSolver, session.matrix), "IDASetLinearSolver")
    try check(setJacobian(memory, IDA.jacobian), "IDASetJacFn")
    try check(setUserData(memory, session.userData), "IDASetUserData")
    try check(setMaximumSteps(memory, problem.maximumSteps), "IDASetMaxNumSteps")
    try check(setKinds(memory, kinds), "IDASetId")

    var steps = 0
    func countSteps() {
      var count = 0
      if stepCount(memory, &count) == 0 { steps += count }
    }
    var furthest = problem.startTime
    let (status, time) = withExtendedLifetime(session.box) {
      problem.walk(states: session.values) { time in
        countSteps()
        problem.rightHandSide(time, session.values, memoryOfSlopes)
        for (index, mass) in problem.mass.enumerated() where mass == 0 { memoryOfSlopes[index] = 0 }
        let horizon = problem.stops.first { $0 > time } ?? problem.endTime
        // At the end there is nothing ahead; the correction wants a direction that the time can resolve.
        let ahead = 1e-6 * max(1, abs(time))
        return failure(of: reinitialise(memory, time, session.states, slopes))
          ?? failure(of: correctStart(memory, 1, max(horizon, time + ahead)))  // IDA_YA_YDP_INIT
          ?? failure(of: correctedStart(memory, session.states, slopes))
      } advance: { time, limit in
        if let failure = failure(of: setStopTime(memory, limit)) { return failure }
        return failure(of: solve(memory, time, &furthest, session.states, slopes, 1))  // IDA_NORMAL
      }
    }
    countSteps()
    return StiffOutcome(status: status, time: max(time, furthest), steps: steps)
  }

  private func failure(of code: Int32) -> StiffOutcome.Status? {
    guard code < 0 else { return nil }
    if code == -1 { return .tooManySteps }
    guard let name = flagName(Int(code)) else { return .failed("\(code)") }
    defer { Foundation.free(name) }
    return .failed(String(cString: name))
  }

  /// M y' − f(t, y)
  private static let residual: Residual = { time, states, slopes, result, user in
    guard let box = StiffProblemBox.of(user), let library = try? IDA.shared.get().common,
      let y = library.vectorData(states), let slope = library.vectorData(slopes), let r = library.vectorData(result),
      let f = box.work.baseAddress
    else { return -1 }
    box.problem.rightHandSide(time, y, f)
    for (row, mass) in box.problem.mass.enumerated() { r[row] = mass * slope[row] - f[row] }
    return box.isFinite(f) ? 0 : 1
  }

  /// c M − ∂f/∂y
  private static let jacobian: Jacobian = { time, c, states, _, _, matrix, user, _, _, _ in
    guard let box = StiffProblemBox.of(user), let library = try? IDA.shared.get().common,
      let y = library.vectorData(states), let dense = library.matrixData(matrix)
    else { return -1 }
    box.problem.jacobian(time, y, dense)
    let count = box.problem.mass.count
    for place in 0..<count * count { dense[place] = -dense[place] }
    for (row, mass) in box.problem.mass.enumerated() { dense[row * count + row] += c * mass }
    return 0
  }
}
