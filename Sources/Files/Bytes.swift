/// Writes numbers and texts as bytes, the same on every machine; ``ByteReader`` takes them back in the same order.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Seven bits a byte, the lowest first: small numbers are short.
  package mutating func add(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number that is not negative.
  package mutating func add(_ value: Int) { add(UInt64(value)) }

  package mutating func add(_ value: Double) { bytes += LittleEndian.bytes(value.bitPattern) }

  package mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  package mutating func add(_ values: [Double]) {
    add(values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
  }

  package mutating func add(_ values: [UInt32]) {
    add(values.count)
    for value in values { add(UInt64(value)) }
  }
}

/// Reads what ``ByteWriter`` wrote.
package struct ByteReader: Sendable {
  /// The bytes end early, or are not what was asked for.
  package struct Damage: Error {
    package init() {}
  }

  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What was not read yet.
  package var rest: [UInt8] { Array(bytes[position...]) }

  package var isAtEnd: Bool { position == bytes.count }

  package mutating func unsigned() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Damage()
  }

  package mutating func integer() throws -> Int {
    guard let value = Int(exactly: try unsigned()) else { throw Damage() }
    return value
  }

  package mutating func number() throws -> Double {
    guard bytes.count - position >= 8 else { throw Damage() }
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      Double(bitPattern: UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
    }
  }

  package mutating func text() throws -> String {
    let count = try integer()
    guard count <= bytes.count - position else { throw Damage() }
    defer { position += count }
    guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else { throw Damage() }
    return text
  }

  package mutating func numbers() throws -> [Double] {
    let count = try integer()
    guard count <= (bytes.count - position) / 8 else { throw Damage() }
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try number()) }
    return values
  }

  package mutating func counts() throws -> [UInt32] {
    let count = try integer()
    // Each takes at least a byte.
    guard count <= bytes.count - position else { throw Damage() }
    var values: [UInt32] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      guard let value = UInt32(exactly: try unsigned()) else { throw Damage() }
      values.append(value)
    }
    return values
  }
}
