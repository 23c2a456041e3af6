import ArgumentParser
import Diagnostics
import NativeCode

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One call of the program, from its arguments to its exit status.
enum CommandLineSession {
  static func run(_ arguments: [String]) -> ExitStatus {
    // Writing to a reader that has gone away is then an error like others, which `Output` takes quietly.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that grows beyond what the system allows.
    signal(SIGXFSZ, SIG_IGN)
    defer { for fault in CacheFault.met { complain(Message.text(fault.explanation, severity: "warning")) } }
    do {
      try checkVerb(arguments)
      var command = try RewireCommand.parseAsRoot(arguments)
      try command.run()
      return .success
    } catch let error as RunFailure {
      complain(Message.text(error))
      return .failedRun
    } catch let error as RunInterruption {
      complain(Message.text(error.explanation, severity: "stopped"))
      return Interruption.status
    } catch let error as any ExplainedError {
      complain(Message.text(error))
      return .badInput
    } catch {
      guard RewireCommand.exitCode(for: error) != .success else {
        do {
          try Output.write(RewireCommand.fullMessage(for: error) + "\n")
          return .success
        } catch {
          complain(Message.text(error))
          return .failedRun
        }
      }
      let verb = arguments.first.flatMap { verbs.contains($0) ? $0 : nil }
      complain(
        Message.text(
          ArgumentComplaint.misspelledHelp(arguments)
            ?? ArgumentComplaint.explanation(of: RewireCommand.message(for: error), verb: verb)))
      return .badInput
    }
  }

  static func exit(with status: ExitStatus) -> Never { systemExit(status.rawValue) }

  /// The first word must be a verb; the parser itself would call a wrong one an unexpected argument.
  private static func checkVerb(_ arguments: [String]) throws {
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    guard let first = words.first, !first.hasPrefix("-"), !verbs.contains(first), first != "help" else { return }
    throw InputError("unknown verb \"\(first)\"", hint: NearestName.hint(first, among: verbs))
  }

  private static var verbs: [String] {
    RewireCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  private static func complain(_ message: String) { Output.writeError(message + "\n") }
}

/// The C library's `exit`, under a name that the session's own does not hide.
private func systemExit(_ status: Int32) -> Never { exit(status) }
