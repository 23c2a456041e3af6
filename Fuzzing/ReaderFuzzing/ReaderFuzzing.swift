import Foundation

/// libFuzzer's loop: mutates inputs of the corpus, keeps those that reach new code, stops at a crash.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ input: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// `ReaderFuzzing antimony|sbml|yaml|csv`, followed by libFuzzer's options and folders.
@main struct ReaderFuzzing {
  static func main() {
    guard CommandLine.arguments.count > 1, let reader = Reader(rawValue: CommandLine.arguments[1]) else {
      FileHandle.standardError.write(Data("usage: ReaderFuzzing antimony|sbml|yaml|csv [options] [folders]\n".utf8))
      exit(2)
    }
    catchStackOverflow()
    // libFuzzer sees the reader's name as the program's.
    var count = CommandLine.argc - 1
    var arguments = CommandLine.unsafeArgv + 1
    let input: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt =
      switch reader {
      case .antimony: { feed(.antimony, $0, $1) }
      case .sbml: { feed(.sbml, $0, $1) }
      case .yaml: { feed(.yaml, $0, $1) }
      case .csv: { feed(.csv, $0, $1) }
      }
    exit(runFuzzer(&count, &arguments, input))
  }

  /// A signal needs a stack of its own where the stack has overflown, or the input that did it is not kept.
  private static func catchStackOverflow() {
    let size = 1 << 18
    var stack = stack_t()
    stack.ss_sp = .allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }
}

private func feed(_ reader: Reader, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  reader.survive(UnsafeBufferPointer(start: bytes, count: count))
  return 0
}
