extension RestrictedLikelihood {
  /// The covariance of the coefficients enlarged for the covariance of the visits being estimated (Kenward and Roger
  /// 1997, doi:10.2307/2533558, their Φ_A without the term of second derivatives, which are zero here).
  ///
  /// Φ + 2Φ·Σ cᵢⱼ(Qᵢⱼ − KᵢΦKⱼ)·Φ with c the covariance of the entries, Qᵢⱼ = XᵀWEᵢWEⱼWX, Kᵢ = XᵀWEᵢWX; at the point of
  /// the last call of ``differentiate()``.
  func kenwardRoger(_ entryCovariance: DenseMatrix) -> DenseMatrix {
    let size = order * order
    let sum = NumberBuffer(size)
    for (index, pattern) in patterns.enumerated() { addCurvature(pattern, weights[index].start, entryCovariance, sum) }
    let mixed = NumberBuffer(size)
    let inner = NumberBuffer(size)
    let outer = NumberBuffer(size)
    for i in 0..<parameters {
      mixed.clear()
      for j in 0..<parameters {
        let weight = entryCovariance[i, j]
        for place in 0..<size { mixed[place] += weight * sensitivities[j * size + place] }
      }
      multiply(phi.start, mixed.start, into: inner.start)
      multiply(sensitivities.start + i * size, inner.start, into: outer.start)
      for place in 0..<size { sum[place] -= outer[place] }
    }
    multiply(phi.start, sum.start, into: inner.start)
    multiply(inner.start, phi.start, into: outer.start)
    var result = DenseMatrix(rows: order, columns: order, values: phi.array)
    for j in 0..<order {
      for i in 0..<order { result[i, j] += outer[j * order + i] + outer[i * order + j] }
    }
    return result
  }

  /// Adds Σ cᵢⱼ·XᵀWEᵢWEⱼWX of a pattern.
  private func addCurvature(
    _ pattern: VisitPattern, _ w: UnsafePointer<Double>, _ c: DenseMatrix, _ target: NumberBuffer
  ) {
    let n = pattern.visits.count
    var entries: [(number: Int, a: Int, b: Int)] = []
    for b in 0..<n {
      for a in 0...b { entries.append((parameter(pattern.group, pattern.visits[a], pattern.visits[b]), a, b)) }
    }
    let left = NumberBuffer(n * n)
    let middle = NumberBuffer(n * n)
    let total = NumberBuffer(n * n)
    for entry in entries {
      middle.clear()
      for other in entries {
        let weight = c[entry.number, other.number]
        middle[other.b * n + other.a] += weight
        if other.a != other.b { middle[other.a * n + other.b] += weight }
      }
      pairProduct(w, entry.a, entry.b, n, into: left.start)
      for b in 0..<n {
        for a in 0..<n {
          for k in 0..<n { total[b * n + a] += left[k * n + a] * middle[b * n + k] }
        }
      }
    }
    middle.clear()
    for b in 0..<n {
      for a in 0..<n {
        for k in 0..<n { middle[b * n + a] += total[k * n + a] * w[b * n + k] }
      }
    }
    spread(middle.start, pattern, into: target.start)
  }
}
