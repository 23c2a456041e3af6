import Foundation

/// Linked machine code in memory that can be run but not written.
final class CodeImage {
  private let memory: UnsafeMutableRawPointer
  private let size: Int

  /// Nil where the system gives no such memory.
  init?(_ image: [UInt8]) {
    let page = Int(getpagesize())
    size = max(1, (image.count + page - 1) / page) * page
    guard
      let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), memory != MAP_FAILED
    else { return nil }
    self.memory = memory
    image.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { memory.copyMemory(from: start, byteCount: bytes.count) }
    }
    guard mprotect(memory, size, PROT_READ | PROT_EXEC) == 0 else { return nil }
  }

  deinit { munmap(memory, size) }

  func address(of place: Int) -> UnsafeRawPointer { UnsafeRawPointer(memory + place) }
}
