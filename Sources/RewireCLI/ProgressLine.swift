import Diagnostics
import Reports

/// One line on a terminal about long work: how much is done, how fast, and how long it will take yet. Silent in a pipe.
///
/// Used from one thread.
final class ProgressLine {
  private let total: Int
  private let unit: String
  /// What was done before this run began, which took none of its time.
  private let before: Int
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var lastShown: ContinuousClock.Instant?

  private static let interval = Duration.milliseconds(100)

  /// - Parameters:
  ///   - total: how much there is to do.
  ///   - unit: of what, in the plural: `patients`.
  ///   - before: how much of it an earlier run has done.
  init(total: Int, unit: String, before: Int = 0, isShown: Bool = Output.errorsGoToTerminal) {
    self.total = total
    self.unit = unit
    self.before = before
    self.isShown = isShown
    start = clock.now
  }

  /// - Parameter detail: what is being done now, for example an arm's title.
  func show(done: Int, detail: String = "") {
    guard isShown else { return }
    let now = clock.now
    if let lastShown, now - lastShown < Self.interval, done < total { return }
    lastShown = now
    let text = Self.text(
      done: done, total: total, unit: unit, here: done - before, seconds: (now - start) / .seconds(1))
    let line = detail.isEmpty ? text : "\(text) · \(detail)"
    Output.writeError("\r\u{1B}[K\(line.prefix(max(20, Output.errorWidth - 1)))")
  }

  /// Takes the line away.
  func clear() {
    guard isShown, lastShown != nil else { return }
    Output.writeError("\r\u{1B}[K")
  }

  /// `12,288 of 100,000 patients · 1,210 a second · 1 min 13 s left`.
  ///
  /// - Parameters:
  ///   - here: how much of it this run has done, in `seconds`.
  static func text(done: Int, total: Int, unit: String, here: Int, seconds: Double) -> String {
    let share = "\(NumberText.grouped(done)) of \(NumberText.grouped(total)) \(unit)"
    guard here > 0, seconds > 0 else { return share }
    let rate = Double(here) / seconds
    let speed = rate >= 10 ? NumberText.grouped(Int(rate.rounded())) : "\((rate * 10).rounded() / 10)"
    let left = Double(total - done) / rate
    return "\(share) · \(speed) a second" + (done < total ? " · \(duration(left)) left" : "")
  }

  /// `45 s`, `3 min 20 s`, `2 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "long" }
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
