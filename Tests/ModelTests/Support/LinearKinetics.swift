/// An independent oracle for compartment models: dA/dt = M·A + input, solved exactly by the matrix exponential.
///
/// States are named, flows are added one by one, doses enter at once or at a constant rate. Knows nothing of the
/// engine, of Antimony or of the model files.
struct LinearKinetics {
  struct Dose {
    var time: Double
    var state: String
    var amount: Double
    var duration = 0.0
  }

  private(set) var names: [String] = []
  private var flows: [(from: Int, to: Int?, rate: Double)] = []

  /// Moves `rate` × amount per hour out of one state, into another or away.
  mutating func flow(_ from: String, _ to: String?, _ rate: Double) {
    flows.append((index(from), to.map { index($0) }, rate))
  }

  /// Exchange between two states with volumes, at an intercompartmental clearance.
  mutating func exchange(
    _ first: String, _ firstVolume: Double, _ second: String, _ secondVolume: Double, _ clearance: Double
  ) {
    flow(first, second, clearance / firstVolume)
    flow(second, first, clearance / secondVolume)
  }

  private mutating func index(_ name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    names.append(name)
    return names.count - 1
  }

  /// Amounts of one state at ascending times.
  func course(of state: String, after doses: [Dose], at times: [Double]) -> [Double] {
    guard let wanted = names.firstIndex(of: state) else { return [] }
    let changes = doses.flatMap { [$0.time, $0.time + $0.duration] }
    let stops = Array(Set(times + changes + [0])).sorted().filter { $0 <= times[times.count - 1] }
    var amounts = [Double](repeating: 0, count: names.count)
    var results: [Double: Double] = [:]
    var known: [String: [[Double]]] = [:]
    for (position, time) in stops.enumerated() {
      for dose in doses where dose.duration == 0 && dose.time == time {
        amounts[names.firstIndex(of: dose.state) ?? 0] += dose.amount
      }
      results[time] = amounts[wanted]
      guard position + 1 < stops.count else { break }
      var input = [Double](repeating: 0, count: names.count)
      for dose in doses where dose.duration > 0 && dose.time <= time && time < dose.time + dose.duration {
        input[names.firstIndex(of: dose.state) ?? 0] += dose.amount / dose.duration
      }
      let step = stops[position + 1] - time
      let key = "\((step * 1e10).rounded()) \(input)"
      let advance = known[key] ?? Self.exponential(of: augmented(input), times: step)
      known[key] = advance
      let extended = amounts + [1]
      amounts = amounts.indices.map { row in zip(advance[row], extended).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    return times.map { results[$0] ?? .nan }
  }

  private func augmented(_ input: [Double]) -> [[Double]] {
    let count = names.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count + 1)
    for flow in flows {
      matrix[flow.from][flow.from] -= flow.rate
      if let to = flow.to { matrix[to][flow.from] += flow.rate }
    }
    for row in 0..<count { matrix[row][count] = input[row] }
    return matrix
  }

  /// exp(matrix · time): a Taylor series on a scaled matrix, squared back.
  private static func exponential(of matrix: [[Double]], times time: Double) -> [[Double]] {
    let size = matrix.count
    let norm = (matrix.map { row in row.reduce(0) { $0 + abs($1) } }.max() ?? 0) * time
    var halvings = 0
    var scale = time
    while norm * scale / time > 0.5, halvings < 60 {
      scale /= 2
      halvings += 1
    }
    var result = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0.0 } }
    var term = result
    for order in 1...18 {
      term = product(term, matrix).map { row in row.map { $0 * scale / Double(order) } }
      for row in 0..<size { for column in 0..<size { result[row][column] += term[row][column] } }
    }
    for _ in 0..<halvings { result = product(result, result) }
    return result
  }

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    let size = a.count
    var c = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for i in 0..<size {
      for k in 0..<size where a[i][k] != 0 {
        for j in 0..<size { c[i][j] += a[i][k] * b[k][j] }
      }
    }
    return c
  }
}
