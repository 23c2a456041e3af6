import Diagnostics
import Rewire
import Validation

/// What a call of `rewire validate` asks for.
struct ValidationRequest {
  var path: String
  /// Nil: nothing is written.
  var output: String?
  /// Empty: calibration and validation.
  var sets: [String]
  /// Ids of trials; empty: all.
  var trials: [String]
  var replicates: Int
  var seed: UInt64
  var threads: Int?

  private static let threadLimit = 1024
  private static let replicateLimit = 100_000

  /// - Throws: `InputError` for a number out of range or an unknown set.
  func checkedSets() throws -> Set<PublishedTarget.TargetSet> {
    guard (2...Self.replicateLimit).contains(replicates) else {
      throw InputError("--replicates must be from 2 to \(Self.replicateLimit), \(replicates) is not")
    }
    if let threads, !(1...Self.threadLimit).contains(threads) {
      throw InputError("--threads must be from 1 to \(Self.threadLimit), \(threads) is not")
    }
    let known: [PublishedTarget.TargetSet] = [.calibration, .validation]
    if sets.isEmpty { return Set(known) }
    return Set(
      try sets.map { name in
        guard let set = known.first(where: { $0.rawValue == name }) else {
          throw InputError(
            "--set must be calibration or validation, \"\(name)\" is not",
            hint: NearestName.hint(name, among: known.map(\.rawValue)))
        }
        return set
      })
  }

  /// - Throws: `InputError` for a trial that the file lacks.
  func chosen(_ all: [PublishedTrial]) throws -> [PublishedTrial] {
    for name in trials where !all.contains(where: { $0.id == name }) {
      throw InputError(
        "\"\(path)\" has no trial \"\(name)\"", hint: NearestName.hint(name, among: all.map(\.id)))
    }
    return trials.isEmpty ? all : all.filter { trials.contains($0.id) }
  }

  /// The command that does the same again, into a folder to be named.
  var command: String {
    var words = ["rewire", "validate", "--trials", path, "-o", "DIR", "--replicates", String(replicates)]
    words += ["--seed", String(seed)] + sets.flatMap { ["--set", $0] } + trials.flatMap { ["--trial", $0] }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }
}
