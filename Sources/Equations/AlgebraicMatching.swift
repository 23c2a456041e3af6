/// Gives every algebraic rule a variable of its own: a maximum matching of a bipartite graph by augmenting paths.
enum AlgebraicMatching {
  /// - Parameter candidates: for each rule the variables that it could determine, in the order of preference.
  /// - Returns: the variable of each rule, or nil for a rule that none is left for.
  /// - Complexity: O(rules · edges).
  static func match(candidates: [[Int]]) -> [Int?] {
    var variableOfRule = [Int?](repeating: nil, count: candidates.count)
    var ruleOfVariable: [Int: Int] = [:]
    for start in candidates.indices {
      // Breadth first: from which rule each variable was reached.
      var reachedFrom: [Int: Int] = [:]
      var queue = [start]
      var free: Int?
      var next = 0
      search: while next < queue.count {
        let rule = queue[next]
        next += 1
        for variable in candidates[rule] where reachedFrom[variable] == nil {
          reachedFrom[variable] = rule
          guard let owner = ruleOfVariable[variable] else {
            free = variable
            break search
          }
          queue.append(owner)
        }
      }
      while let variable = free, let rule = reachedFrom[variable] {
        free = variableOfRule[rule]
        variableOfRule[rule] = variable
        ruleOfVariable[variable] = rule
        if rule == start { break }
      }
    }
    return variableOfRule
  }
}
