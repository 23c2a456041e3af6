import Foundation

/// SUNDIALS' CVODE(S): variable-order BDF with Newton's method and a dense factorisation.
///
/// A. C. Hindmarsh et al., ACM Transactions on Mathematical Software 31 (2005) 363, doi 10.1145/1089014.1089020.
package final class CVODE: Sendable {
  private typealias RightHandSide =
    @convention(c) (Double, OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?) -> Int32
  private typealias Jacobian =
    @convention(c) (
      Double, OpaquePointer?, OpaquePointer?, OpaquePointer?, UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?,
      OpaquePointer?
    ) -> Int32

  private let common: SundialsLibrary
  private let create: @convention(c) (Int32, OpaquePointer?) -> UnsafeMutableRawPointer?
  private let initialise: @convention(c) (UnsafeMutableRawPointer?, RightHandSide, Double, OpaquePointer?) -> Int32
  private let reinitialise: @convention(c) (UnsafeMutableRawPointer?, Double, OpaquePointer?) -> Int32
  private let setTolerances: @convention(c) (UnsafeMutableRawPointer?, Double, Double) -> Int32
  private let setLinearSolver: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?) -> Int32
  private let setJacobian: @convention(c) (UnsafeMutableRawPointer?, Jacobian?) -> Int32
  private let setUserData: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32
  private let setMaximumSteps: @convention(c) (UnsafeMutableRawPointer?, Int) -> Int32
  private let setStopTime: @convention(c) (UnsafeMutableRawPointer?, Double) -> Int32
  private let setErrorFile: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Int32
  private let solve:
    @convention(c) (UnsafeMutableRawPointer?, Double, OpaquePointer?, UnsafeMutablePointer<Double>, Int32) -> Int32
  private let stepCount: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>) -> Int32
  private let flagName: @convention(c) (Int) -> UnsafeMutablePointer<CChar>?
  private let free: @convention(c) (UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Void

  /// The library, or why it cannot be used.
  package static let shared = Result<CVODE, SecondOpinionError> { () throws(SecondOpinionError) in try CVODE() }

  private init() throws(SecondOpinionError) {
    common = try SundialsLibrary(file: "libsundials_cvodes.so.6", package: "libsundials-cvodes6")
    create = try common.find("CVodeCreate")
    initialise = try common.find("CVodeInit")
    reinitialise = try common.find("CVodeReInit")
    setTolerances = try common.find("CVodeSStolerances")
    setLinearSolver = try common.find("CVodeSetLinearSolver")
    setJacobian = try common.find("CVodeSetJacFn")
    setUserData = try common.find("CVodeSetUserData")
    setMaximumSteps = try common.find("CVodeSetMaxNumSteps")
    setStopTime = try common.find("CVodeSetStopTime")
    setErrorFile = try common.find("CVodeSetErrFile")
    solve = try common.find("CVode")
    stepCount = try common.find("CVodeGetNumSteps")
    flagName = try common.find("CVodeGetReturnFlagName")
    free = try common.find("CVodeFree")
  }

  /// Solves a problem without algebraic rows.
  package func run(_ problem: StiffProblem) throws(SecondOpinionError) -> StiffOutcome {
    if problem.mass.isEmpty { return problem.runWithoutStates() }
    let session = try SundialsSession(common, problem)
    var memory = create(2, session.context)  // CV_BDF
    defer { free(&memory) }
    let callbacks = session.box
    func check(_ code: Int32, _ function: String) throws(SecondOpinionError) {
      if code < 0 { throw .failed(function: function, code: Int(code)) }
    }
    try check(setErrorFile(memory, nil), "CVodeSetErrFile")
    try check(initialise(memory, CVODE.rightHandSide, problem.startTime, session.states), "CVodeInit")
    try check(setTolerances(memory, problem.relativeTolerance, problem.absoluteTolerance), "CVodeSStolerances")
    try check(setLinearSolver(memory, session.linearSolver, session.matrix), "CVodeSetLinearSolver")
    try check(setJacobian(memory, CVODE.jacobian), "CVodeSetJacFn")
    try check(setUserData(memory, session.userData), "CVodeSetUserData")
    try check(setMaximumSteps(memory, problem.maximumSteps), "CVodeSetMaxNumSteps")

    var steps = 0
    func countSteps() {
      var count = 0
      if stepCount(memory, &count) == 0 { steps += count }
    }
    var furthest = problem.startTime
    let (status, time) = withExtendedLifetime(callbacks) {
      problem.walk(states: session.values) { time in
        countSteps()
        return failure(of: reinitialise(memory, time, session.states))
      } advance: { time, limit in
        if let failure = failure(of: setStopTime(memory, limit)) { return failure }
        return failure(of: solve(memory, time, session.states, &furthest, 1))  // CV_NORMAL
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

  private static let rightHandSide: RightHandSide = { time, states, result, user in
    guard let box = StiffProblemBox.of(user), let library = try? CVODE.shared.get().common,
      let y = library.vectorData(states), let f = library.vectorData(result)
    else { return -1 }
    box.problem.rightHandSide(time, y, f)
    return box.isFinite(f) ? 0 : 1
  }

  private static let jacobian: Jacobian = { time, states, _, matrix, user, _, _, _ in
    guard let box = StiffProblemBox.of(user), let library = try? CVODE.shared.get().common,
      let y = library.vectorData(states), let dense = library.matrixData(matrix)
    else { return -1 }
    box.problem.jacobian(time, y, dense)
    return 0
  }
}
