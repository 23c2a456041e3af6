/// A running checksum of 64 bits over bytes, for noticing damage: changed, lost or added bytes. It is no defence against
/// someone who means to deceive.
///
/// Bytes are taken eight at a time; each word is mixed into the state by a multiplication that loses nothing, so that
/// one changed word always changes the sum. How the bytes are cut into pieces does not matter.
///
/// - Complexity: O(bytes); some gigabytes a second.
package struct Checksum: Sendable, Hashable {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var pending: UInt64 = 0
  package private(set) var byteCount = 0

  package init() {}

  /// Adds bytes at the end.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while byteCount & 7 != 0, let byte = rest.popFirst() { add(byte) }
    while rest.count >= 8 {
      mix(UInt64(littleEndian: UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: UInt64.self)))
      byteCount += 8
      rest.removeFirst(8)
    }
    while let byte = rest.popFirst() { add(byte) }
  }

  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// The sum of everything added so far.
  package var value: UInt64 {
    var end = self
    end.mix(pending)
    end.mix(UInt64(byteCount))
    return end.state ^ end.state >> 32
  }

  /// The sum of one piece.
  package static func of(_ bytes: [UInt8]) -> UInt64 {
    var sum = Checksum()
    sum.update(bytes)
    return sum.value
  }

  private mutating func add(_ byte: UInt8) {
    pending |= UInt64(byte) << UInt64(8 * (byteCount & 7))
    byteCount += 1
    guard byteCount & 7 == 0 else { return }
    mix(pending)
    pending = 0
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
    state ^= state >> 29
  }
}
