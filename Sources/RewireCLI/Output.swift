import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The program's two output streams.
enum Output {
  /// - Throws: `RunFailure` when the text cannot be written, on a full disk for example.
  static func write(_ text: String) throws {
    guard let reason = write(text, to: STDOUT_FILENO) else { return }
    throw RunFailure(explanation: Explanation("cannot write the standard output: \(reason)"))
  }

  static func writeError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

  /// Whether a person is reading.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorsGoToTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal, between 80 and 120; 120 where there is none.
  static var width: Int {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
    return min(120, max(80, Int(size.ws_col)))
  }

  /// Columns of the terminal that errors go to; 80 where there is none.
  static var errorWidth: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// A reader that has gone away (`| head`) ends the writing quietly.
  ///
  /// - Returns: why not everything was written; nil when it was.
  private static func write(_ text: String, to descriptor: Int32) -> String? {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno == EPIPE ? nil : String(cString: strerror(errno)).lowercased()
      }
      bytes = bytes.dropFirst(count)
    }
    return nil
  }
}

/// The C library's `write`, under a name that the enum's own does not hide.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  write(descriptor, buffer.baseAddress, buffer.count)
}
