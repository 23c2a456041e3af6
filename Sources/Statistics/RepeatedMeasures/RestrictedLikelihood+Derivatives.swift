extension RestrictedLikelihood {
  /// Sets ``gradient``, ``observed``, ``expected`` and ``sensitivities`` at the point of the last evaluation.
  ///
  /// With W = V⁻¹, R = Σ r·rᵀ and Q = Σ XΦXᵀ of a pattern of n patients, E the derivative of V by an entry and
  /// K = XᵀWEWX, u = XᵀWEWr:
  ///
  /// - gradient: Σ tr(E·(nW − W(R + Q)W));
  /// - observed: Σ tr(EₖWEₗ·(2W(R + Q)W − nW)) − tr(ΦKₖΦKₗ) − 2uₖᵀΦuₗ;
  /// - expected: Σ tr(EₖWEₗ·(nW − 2WQW)) + tr(ΦKₖΦKₗ), which is tr(PEₖPEₗ).
  func differentiate() {
    let size = order * order
    for buffer in [gradient, observed, expected, sensitivities] { buffer.clear() }
    let scores = NumberBuffer(parameters * order)
    let squares = visits * visits
    let work = NumberBuffer(5 * squares)
    for (index, pattern) in patterns.enumerated() {
      let n = pattern.visits.count
      let w = weights[index].start
      let fitted = work.start
      let (total, product, second, first) = (
        fitted + squares, fitted + 2 * squares, fitted + 3 * squares, fitted + 4 * squares
      )
      sumOfFits(pattern, into: fitted)
      for entry in 0..<(n * n) { total[entry] = residualSquares[index][entry] + fitted[entry] }
      // first: 2W(R + Q)W − nW; second: nW − 2WQW.
      sandwich(w, total, n, into: product)
      let count = Double(pattern.count)
      for b in 0..<n {
        for a in 0...b {
          let slope = count * w[b * n + a] - product[b * n + a]
          gradient[parameter(pattern.group, pattern.visits[a], pattern.visits[b])] += a == b ? slope : 2 * slope
        }
      }
      for entry in 0..<(n * n) { first[entry] = 2 * product[entry] - count * w[entry] }
      sandwich(w, fitted, n, into: product)
      for entry in 0..<(n * n) { second[entry] = count * w[entry] - 2 * product[entry] }
      traces(pattern, w, first, into: observed)
      traces(pattern, w, second, into: expected)
      for b in 0..<n {
        for a in 0...b {
          pairProduct(w, a, b, n, into: product)
          let number = parameter(pattern.group, pattern.visits[a], pattern.visits[b])
          spread(product, pattern, into: sensitivities.start + number * size)
          gather(product, residualProducts[index].start, pattern, into: scores.start + number * order)
        }
      }
    }
    addProducts(scores)
  }

  /// Q: for two visits of the pattern the sum over its patients of wᵀΦw.
  private func sumOfFits(_ pattern: VisitPattern, into fitted: UnsafeMutablePointer<Double>) {
    let n = pattern.visits.count
    pattern.cross.withUnsafeBufferPointer { cross in
      for b in 0..<n {
        for a in 0...b {
          var sum = 0.0
          for j in 0..<width {
            let column = phi.start + order * coefficient(pattern.visits[b], j)
            for i in 0..<width { sum += column[coefficient(pattern.visits[a], i)] * cross[j * width + i] }
          }
          fitted[b * n + a] = sum
          fitted[a * n + b] = sum
        }
      }
    }
  }

  /// W·M·W for symmetric matrices.
  private func sandwich(
    _ w: UnsafePointer<Double>, _ m: UnsafePointer<Double>, _ n: Int, into target: UnsafeMutablePointer<Double>
  ) {
    for b in 0..<n {
      for c in 0..<n {
        var sum = 0.0
        for d in 0..<n { sum += m[d * n + c] * w[b * n + d] }
        scratch[c] = sum
      }
      for a in 0..<n {
        var sum = 0.0
        for c in 0..<n { sum += w[c * n + a] * scratch[c] }
        target[b * n + a] = sum
      }
    }
  }

  /// W·E·W for the entry (c, d).
  func pairProduct(
    _ w: UnsafePointer<Double>, _ c: Int, _ d: Int, _ n: Int, into target: UnsafeMutablePointer<Double>
  ) {
    for b in 0..<n {
      for a in 0..<n {
        let one = w[c * n + a] * w[d * n + b]
        target[b * n + a] = c == d ? one : one + w[d * n + a] * w[c * n + b]
      }
    }
  }

  /// Adds tr(EₖWEₗC) for all pairs of entries, the lower number as the column's.
  private func traces(
    _ pattern: VisitPattern, _ w: UnsafePointer<Double>, _ c: UnsafePointer<Double>, into target: NumberBuffer
  ) {
    let n = pattern.visits.count
    for b in 0..<n {
      for a in 0...b {
        let first = parameter(pattern.group, pattern.visits[a], pattern.visits[b])
        for e in 0..<n {
          for d in 0...e {
            let second = parameter(pattern.group, pattern.visits[d], pattern.visits[e])
            guard second <= first else { continue }
            let sum =
              w[d * n + b] * c[a * n + e] + w[e * n + b] * c[a * n + d] + w[d * n + a] * c[b * n + e]
              + w[e * n + a] * c[b * n + d]
            target[second * parameters + first] += sum * (a == b ? 0.5 : 1) * (d == e ? 0.5 : 1)
          }
        }
      }
    }
  }

  /// Adds the terms with Φ between patterns and mirrors the matrices.
  private func addProducts(_ scores: NumberBuffer) {
    let size = order * order
    // Each product ΦKₖ, and the same transposed: a trace of two is a sum along both.
    let products = NumberBuffer(parameters * size)
    let transposed = NumberBuffer(parameters * size)
    let solved = NumberBuffer(parameters * order)
    for k in 0..<parameters {
      let product = products.start + k * size
      multiply(phi.start, sensitivities.start + k * size, into: product)
      for j in 0..<order {
        for i in 0..<order { transposed[k * size + i * order + j] = product[j * order + i] }
      }
      for j in 0..<order {
        var sum = 0.0
        for i in 0..<order { sum += phi[j * order + i] * scores[k * order + i] }
        solved[k * order + j] = sum
      }
    }
    for k in 0..<parameters {
      for l in 0...k {
        let trace = DotProduct.of(products.start + k * size, transposed.start + l * size, count: size)
        var form = 0.0
        for i in 0..<order { form += scores[k * order + i] * solved[l * order + i] }
        observed[l * parameters + k] -= trace + 2 * form
        expected[l * parameters + k] += trace
        observed[k * parameters + l] = observed[l * parameters + k]
        expected[k * parameters + l] = expected[l * parameters + k]
      }
    }
  }

  /// The product of two matrices of the coefficients, both symmetric.
  func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>
  ) {
    for j in 0..<order {
      let column = target + j * order
      for i in 0..<order { column[i] = 0 }
      for k in 0..<order {
        let factor = b[j * order + k]
        guard factor != 0 else { continue }
        let other = a + k * order
        for i in 0..<order { column[i] += other[i] * factor }
      }
    }
  }
}
