import Randomness

/// What scales measure in a person besides severity, seen from the scale that stands for severity: that one has none,
/// and the others differ by what it has.
struct ScaleTraits: Sendable {
  /// How much of a domain's deviate a scale has.
  private struct Share: Sendable {
    var domain: Int
    var weight: Double
  }
  private let shares: [[Share]]
  private let purposes: [String]

  /// - Parameter scales: the first stands for severity.
  init(_ scales: [Scale]) {
    let domains = scales.map { $0.domain ?? $0.whole ?? $0.id }
    let names = domains.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    purposes = names.map { "measurement.trait.\($0)" }
    shares = zip(scales, domains).map { scale, domain in
      var weights = [Double](repeating: 0, count: names.count)
      for (index, name) in names.enumerated() {
        if name == domain { weights[index] += scale.trait }
        if name == domains[0] { weights[index] -= scales[0].trait }
      }
      return weights.indices.filter { weights[$0] != 0 }.map { Share(domain: $0, weight: weights[$0]) }
    }
  }

  /// Standard deviation over people, in severity.
  func deviation(_ scale: Int) -> Double {
    shares[scale].reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
  }

  /// One person's values, scale by scale.
  func values(seed: UInt64, patient: Int) -> [Double] {
    guard shares.contains(where: { !$0.isEmpty }) else { return [Double](repeating: 0, count: shares.count) }
    let deviates = purposes.map { purpose in
      var stream = RandomStream(seed: seed, patient: patient, purpose: purpose)
      return stream.normal()
    }
    return shares.map { $0.reduce(0) { $0 + $1.weight * deviates[$1.domain] } }
  }
}
