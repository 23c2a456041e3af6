import Randomness
import Testing

@Suite struct RandomStreamTests {
  static let count = 200_000

  private func draws(_ purpose: String, _ draw: (inout RandomStream) -> Double) -> [Double] {
    (0..<Self.count).map { patient in
      var stream = RandomStream(seed: 20_261_123, patient: patient, purpose: purpose)
      return draw(&stream)
    }
  }

  /// Over patients (the first draw of each stream), since that is how populations use them. Limits are five standard
  /// errors.
  @Test func uniformMoments() {
    let values = draws("weight") { $0.uniform() }
    let n = Double(Self.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    #expect(abs(mean - 0.5) < 5 * (1 / 12.0 / n).squareRoot())
    #expect(abs(variance - 1 / 12.0) < 5 * (1 / 180.0 / n).squareRoot())
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func uniformFillsItsCells() {
    var counts = [Double](repeating: 0, count: 100)
    for value in draws("severity", { $0.uniform() }) { counts[Int(value * 100)] += 1 }
    let expected = Double(Self.count) / 100
    let chiSquare = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    // 99 degrees of freedom: mean 99, standard deviation 14.1.
    #expect(chiSquare > 99 - 5 * 14.1 && chiSquare < 99 + 5 * 14.1)
  }

  @Test func normalMoments() {
    let values = draws("clearance") { $0.normal() }
    let n = Double(Self.count)
    #expect(abs(values.reduce(0, +) / n) < 5 / n.squareRoot())
    let squares = values.reduce(0) { $0 + $1 * $1 } / n
    let cubes = values.reduce(0) { $0 + $1 * $1 * $1 } / n
    let fourths = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
    #expect(abs(squares - 1) < 5 * (2 / n).squareRoot())
    #expect(abs(cubes) < 5 * (15 / n).squareRoot())
    #expect(abs(fourths - 3) < 5 * (96 / n).squareRoot())
  }

  @Test func purposesAndSuccessiveDrawsAreUncorrelated() {
    let first = draws("a") { $0.normal() }
    let second = draws("b") { $0.normal() }
    let later = draws("a") { stream in
      _ = stream.normal()
      return stream.normal()
    }
    let limit = 5 / Double(Self.count).squareRoot()
    for other in [second, later, Array(first.dropFirst()) + [first[0]]] {
      let correlation = zip(first, other).reduce(0) { $0 + $1.0 * $1.1 } / Double(Self.count)
      #expect(abs(correlation) < limit)
    }
  }

  @Test func everyPartOfTheKeyMatters() {
    func first(_ seed: UInt64, _ patient: Int, _ purpose: String) -> UInt64 {
      var stream = RandomStream(seed: seed, patient: patient, purpose: purpose)
      return stream.bits()
    }
    let values: Set<UInt64> = [
      first(1, 0, "a"), first(2, 0, "a"), first(1 << 32, 0, "a"), first(1, 1, "a"), first(1, 0, "b"),
    ]
    #expect(values.count == 5)
    #expect(first(7, 3, "x") == first(7, 3, "x"))
  }

  /// The same bits on every machine: fixed once and for all, a change here changes every study.
  @Test func frozenDraws() {
    var stream = RandomStream(seed: 1, patient: 2, purpose: "weight")
    let uniforms = (0..<3).map { _ in stream.uniform() }
    #expect(uniforms.map(\.bitPattern) == Self.frozenUniforms)
    var other = RandomStream(seed: 1, patient: 2, purpose: "barrier")
    #expect(other.normal().bitPattern == Self.frozenNormal)
  }

  static let frozenUniforms: [UInt64] = [
    4_601_887_360_900_424_266, 4_601_115_395_062_047_978, 4_605_582_646_803_419_817,
  ]
  static let frozenNormal: UInt64 = 4_603_387_081_536_411_317
}
