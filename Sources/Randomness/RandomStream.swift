/// A long row of random numbers that belongs to one patient and one purpose of one study.
///
/// A draw depends on (seed, patient, purpose, attempt, how many were drawn before) only: adding a parameter, an arm or a
/// patient changes nobody else's numbers. Built from integer arithmetic and the polynomials of this room, never the
/// C library's functions, so that the bits are the same everywhere.
package struct RandomStream: Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var words = SIMD4<UInt32>()
  private var used = 4

  /// - Parameters:
  ///   - patient: zero-based index of the patient, below 2³².
  ///   - purpose: what the numbers are for, for example the name of a parameter.
  ///   - attempt: below 4,096; each attempt of a patient has two million numbers of its own.
  package init(seed: UInt64, patient: Int, purpose: String, attempt: Int = 0) {
    let name = NameHash.fnv1a(purpose)
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      UInt32(truncatingIfNeeded: attempt) << 20, UInt32(truncatingIfNeeded: patient), UInt32(truncatingIfNeeded: name),
      UInt32(truncatingIfNeeded: name >> 32))
  }

  /// 64 random bits.
  package mutating func bits() -> UInt64 {
    if used == 4 {
      words = Philox.block(counter: counter, key: key)
      counter[0] &+= 1
      used = 0
    }
    defer { used += 2 }
    return UInt64(words[used]) | UInt64(words[used + 1]) << 32
  }

  /// A uniform number in the open interval (0, 1): the midpoints of 2⁵² equal cells.
  package mutating func uniform() -> Double {
    (Double(bits() >> 12) + 0.5) * 0x1p-52
  }

  /// A standard normal deviate.
  package mutating func normal() -> Double {
    NormalDistribution.quantile(uniform())
  }
}

/// Hashes of names, stable over machines and versions.
package enum NameHash {
  /// The 64-bit hash of Fowler, Noll and Vo, variant 1a, over the UTF-8 bytes.
  package static func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
