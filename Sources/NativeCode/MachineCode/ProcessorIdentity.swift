import Foundation

/// What the system says about the processor, without LLVM: enough to choose the number of lanes, and to tell whether
/// cached code was made for it.
package struct ProcessorIdentity: Equatable {
  /// Maker, type and everything it can do.
  package let text: String
  /// How many 64-bit lanes a register holds.
  package let lanes: Int

  /// The first processor of `/proc/cpuinfo`; elsewhere, and on other architectures, LLVM is asked.
  package static func current() throws(NativeCodeError) -> ProcessorIdentity {
    if let description = firstProcessor(), let identity = try ProcessorIdentity(description) { return identity }
    return ProcessorIdentity(try HostProcessor.detect())
  }

  /// What LLVM says of a processor.
  init(_ processor: HostProcessor) {
    self.init(text: "\(processor.triple)\n\(processor.name)\n\(processor.features)", lanes: processor.lanes)
  }

  private init(text: String, lanes: Int) {
    self.text = text
    self.lanes = lanes
  }

  /// - Parameter description: lines `key : value`, up to an empty one. Nil without the keys of this architecture.
  package init?(_ description: String) throws(NativeCodeError) {
    #if arch(x86_64)
      var values: [Substring: String] = [:]
      for line in description.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.isEmpty { break }
        guard let colon = line.firstIndex(of: ":") else { continue }
        let key = line[..<colon].prefix { $0 != "\t" }
        values[key] = String(line[line.index(after: colon)...].drop { $0 == " " })
      }
      let keys: [Substring] = ["vendor_id", "cpu family", "model", "stepping", "flags"]
      let found = keys.compactMap { values[$0] }
      guard found.count == keys.count, let flags = values["flags"]?.split(separator: " ") else { return nil }
      guard flags.contains("fma") else {
        throw .unsupportedProcessor(values["model name"] ?? found.prefix(3).joined(separator: " "))
      }
      let isWide = flags.contains("avx512f") && flags.contains("avx512dq")
      self.init(text: found.joined(separator: "\n"), lanes: isWide ? 8 : flags.contains("avx2") ? 4 : 2)
    #else
      return nil
    #endif
  }

  /// The beginning of `/proc/cpuinfo`, which the system writes anew for every reader.
  private static func firstProcessor() -> String? {
    let file = open("/proc/cpuinfo", O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    var count = 0
    while count < bytes.count {
      let space = bytes.count - count
      let more = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress.map { $0 + count }, space) }
      guard more > 0 else { break }
      count += more
      if bytes[..<count].split(separator: 10, omittingEmptySubsequences: false).dropLast().contains(where: \.isEmpty) {
        break
      }
    }
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
