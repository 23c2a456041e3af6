/// Counter-based random numbers: Philox 4x32 with ten rounds (Salmon, Moraes, Dror, Shaw 2011,
/// doi:10.1145/2063384.2063405). The same key and counter give the same words on any machine, in any order.
package enum Philox {
  /// One block: four random words from a four-word counter and a two-word key.
  package static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let (high0, low0) = (0xD251_1F53 as UInt32).multipliedFullWidth(by: c[0])
      let (high1, low1) = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: c[2])
      c = SIMD4(high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0)
      k = SIMD2(k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85)
    }
    return c
  }
}
