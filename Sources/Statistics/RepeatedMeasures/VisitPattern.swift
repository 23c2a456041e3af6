/// All that the likelihood needs of the patients who have the same covariance and were seen at the same visits: with w
/// a patient's row of the design and y the responses, the sums of w·wᵀ, w·yᵀ and y·yᵀ.
struct VisitPattern {
  /// Whose covariance holds.
  let group: Int
  /// Visits with a response, ascending.
  let visits: [Int]
  private(set) var count = 0
  /// width × width.
  private(set) var cross: [Double]
  /// width × visits, column after column.
  private(set) var products: [Double]
  /// visits × visits.
  private(set) var squares: [Double]

  init(group: Int, visits: [Int], width: Int) {
    self.group = group
    self.visits = visits
    cross = [Double](repeating: 0, count: width * width)
    products = [Double](repeating: 0, count: width * visits.count)
    squares = [Double](repeating: 0, count: visits.count * visits.count)
  }

  mutating func add(row w: ArraySlice<Double>, responses y: ArraySlice<Double>) {
    count += 1
    let width = w.count
    for (j, value) in w.enumerated() where value != 0 {
      for (i, other) in w.enumerated() { cross[j * width + i] += value * other }
    }
    for (b, visit) in visits.enumerated() {
      let response = y[y.startIndex + visit]
      for (i, value) in w.enumerated() { products[b * width + i] += value * response }
      for (a, other) in visits.enumerated() { squares[b * visits.count + a] += response * y[y.startIndex + other] }
    }
  }

  /// The patterns of the data, in the order of their first patients.
  ///
  /// - Parameter byArm: whether each arm has a covariance of its own.
  static func patterns(
    of data: RepeatedMeasuresData, _ design: RepeatedMeasuresData.Design, byArm: Bool
  ) -> [VisitPattern] {
    let visits = data.visitNames.count
    var patterns: [VisitPattern] = []
    var places: [Int: Int] = [:]
    for (index, row) in design.rows.enumerated() {
      let responses = data.responses[(row * visits)..<((row + 1) * visits)]
      var mask = 0
      for visit in 0..<visits where !responses[row * visits + visit].isNaN { mask |= 1 << visit }
      let group = byArm ? data.arms[row] : 0
      let key = mask * data.armNames.count + group
      let place = places[key] ?? patterns.count
      if place == patterns.count {
        places[key] = place
        patterns.append(
          VisitPattern(group: group, visits: (0..<visits).filter { mask >> $0 & 1 == 1 }, width: design.width))
      }
      patterns[place].add(
        row: design.values[(index * design.width)..<((index + 1) * design.width)], responses: responses)
    }
    return patterns
  }
}
