import ArgumentParser
import Diagnostics
import Files
import NativeCode
import Reports
import Rewire
import Statistics

/// `rewire doctor`: what is installed, and what is missing.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is installed, what the processor can do, and where things are.",
    discussion: """
      Exit status 1 when something that simulations need is missing.

      Example:
        rewire doctor
      """)

  func run() throws {
    var findings = [Finding(name: "rewire", value: Version.current)]
    findings += [processor(), linearAlgebra(), cache()]
    findings += library()
    let width = findings.map(\.name.count).max() ?? 0
    for finding in findings {
      let mark = finding.problem == nil ? "ok     " : finding.isNeeded ? "MISSING" : "missing"
      let name = finding.name + String(repeating: " ", count: width - finding.name.count)
      try Output.write("\(mark)  \(name)  \(finding.problem ?? finding.value)\n")
    }
    if findings.contains(where: { $0.problem != nil && $0.isNeeded }) {
      throw RunFailure(
        explanation: Explanation("something that simulations need is missing", hint: "run scripts/set-up"))
    }
  }

  private struct Finding {
    var name: String
    var value = ""
    var problem: String?
    var isNeeded = true
  }

  private func processor() -> Finding {
    do {
      let processor = try HostProcessor.detect()
      return Finding(name: "LLVM 19 and processor", value: "\(processor.name), \(processor.lanes) lanes")
    } catch {
      return Finding(name: "LLVM 19 and processor", problem: Message.text(error))
    }
  }

  private func cache() -> Finding {
    let cache = ObjectCache.standard()
    return Finding(
      name: "machine code cache", value: cache.folder, problem: cache.fault.map { "\(cache.folder): \($0.reason)" },
      isNeeded: false)
  }

  private func linearAlgebra() -> Finding {
    do {
      return Finding(name: "LAPACK for statistics", value: try LinearAlgebraCheck.library())
    } catch {
      return Finding(name: "LAPACK for statistics", problem: Message.text(error), isNeeded: false)
    }
  }

  private func library() -> [Finding] {
    do {
      let home = try DataHome.find()
      let hash = try ContentHash.folder(home.models, extensions: ["ant", "yaml"])
      let script = try FigureLibrary.text(in: home)
      return [
        Finding(name: "model library", value: "\(home.models), \(hash.files.count) files, \(hash.digest.prefix(16))"),
        Finding(
          name: "figure library", value: FigureLibrary.paths(in: home).joined(separator: " or "),
          problem: script == nil ? "not installed, reports will not draw figures: run scripts/set-up" : nil,
          isNeeded: false),
      ]
    } catch {
      return [Finding(name: "model library", problem: Message.text(error))]
    }
  }
}
