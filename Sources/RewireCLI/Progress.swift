/// Says on a terminal which arm is being simulated; silent in a pipe.
enum Progress {
  static func report(_ arm: String) {
    guard Output.errorsGoToTerminal else { return }
    Output.writeError("\r\u{1B}[K\(arm.prefix(70)) …")
  }

  static func clear() {
    guard Output.errorsGoToTerminal else { return }
    Output.writeError("\r\u{1B}[K")
  }
}
