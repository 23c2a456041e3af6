/// The NumPy array format (version 1.0) for 64-bit floats in C order: a header that states the shape, then the numbers,
/// little-endian. Described in NumPy's NEP 1.
package enum NumPyFile {
  /// The bytes before the numbers, padded so that the numbers start at a multiple of 64.
  package static func header(shape: [Int]) -> [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(sizes)), }"
    let unpadded = 10 + text.utf8.count + 1
    let padding = (64 - unpadded % 64) % 64
    let length = text.utf8.count + padding + 1
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
      + Array(repeating: 0x20, count: padding) + [0x0A]
  }
}
