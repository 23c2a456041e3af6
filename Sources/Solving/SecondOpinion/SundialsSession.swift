/// The vectors, the matrix and the linear solver of one run; freed with it.
final class SundialsSession {
  private let library: SundialsLibrary
  private(set) var context: SundialsLibrary.Handle?
  /// The states' memory and SUNDIALS' vector over it.
  let values: UnsafeMutablePointer<Double>
  let states: SundialsLibrary.Handle?
  let matrix: SundialsLibrary.Handle?
  let linearSolver: SundialsLibrary.Handle?
  let box: StiffProblemBox

  init(_ library: SundialsLibrary, _ problem: StiffProblem) throws(SecondOpinionError) {
    self.library = library
    let count = problem.mass.count
    box = StiffProblemBox(problem)
    values = .allocate(capacity: max(1, count))
    values.initialize(repeating: 0, count: max(1, count))
    for (index, value) in problem.start.enumerated() { values[index] = value }
    var context: SundialsLibrary.Handle?
    let code = library.createContext(nil, &context)
    self.context = context
    states = library.makeVector(count, values, context)
    matrix = library.makeMatrix(count, count, context)
    linearSolver = states == nil || matrix == nil ? nil : library.makeLinearSolver(states, matrix, context)
    if code < 0 || states == nil || matrix == nil || linearSolver == nil {
      throw .failed(function: "SUNContext_Create", code: Int(code))
    }
  }

  /// A further vector over memory that the caller keeps.
  func vector(over memory: UnsafeMutablePointer<Double>) -> SundialsLibrary.Handle? {
    library.makeVector(box.problem.mass.count, memory, context)
  }

  /// What the callbacks get; valid while the session lives.
  var userData: UnsafeMutableRawPointer { Unmanaged.passUnretained(box).toOpaque() }

  deinit {
    if linearSolver != nil { _ = library.freeLinearSolver(linearSolver) }
    if matrix != nil { library.destroyMatrix(matrix) }
    if states != nil { library.destroyVector(states) }
    _ = library.freeContext(&context)
    values.deallocate()
  }
}
