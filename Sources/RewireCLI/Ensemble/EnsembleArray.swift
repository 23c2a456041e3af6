import Diagnostics
import Files

/// The array of an ensemble while it grows, `y.npy.partial`, and what is known of it, `y.npy.partial.run`.
///
/// The file of what is known is written now and then, and when the run is stopped; it marks how much of the array is
/// whole, so that the run can go on there even after the process was killed.
final class EnsembleArray {
  let partialPath: String
  private let path: String
  private let statePath: String
  private let identity: RunManifest
  private let commandToResume: String
  private let file: AppendedFile
  /// What the array holds.
  private(set) var totals: EnsembleTotals
  private let clock = ContinuousClock()
  private var lastNoted: ContinuousClock.Instant

  /// Between two notes of how far the run has come.
  private static let interval = Duration.seconds(2)

  /// - Parameters:
  ///   - shape: of the whole array.
  ///   - identity: what decides the numbers of the run.
  ///   - resumes: whether to go on where an earlier run stopped, if there is one; else an older beginning is replaced.
  /// - Throws: `FileError`; `InputError` when the beginning is that of another run.
  init(path: String, shape: [Int], identity: RunManifest, commandToResume: String, resumes: Bool) throws {
    self.path = path
    self.identity = identity
    self.commandToResume = commandToResume
    partialPath = path + ".partial"
    statePath = path + ".partial.run"
    lastNoted = clock.now
    if resumes, TextFile.exists(statePath) {
      let (known, mark, totals) = try Self.read(statePath)
      try known.check(isSameAs: identity, in: partialPath)
      file = try AppendedFile(path: partialPath, from: mark)
      self.totals = totals
    } else {
      totals = EnsembleTotals()
      file = try AppendedFile(path: partialPath)
      try remove(statePath)
      try file.write(NumPyFile.header(shape: shape))
    }
  }

  /// Adds the rows of a block.
  ///
  /// - Parameter totals: of all rows up to its end.
  func append(_ values: [Double], totals: EnsembleTotals) throws {
    try values.withUnsafeBytes { try file.write($0) }
    self.totals = totals
    if clock.now - lastNoted > Self.interval { try note() }
  }

  /// After an error or a stop: notes how far the array is whole. Without any rows, nothing stays.
  ///
  /// - Returns: how many rows can be kept.
  func leave() -> Int {
    guard totals.rowsDone > 0 else {
      try? remove(partialPath)
      try? remove(statePath)
      return 0
    }
    // Frees some room for the note on a disk that is full.
    file.dropUnfinished()
    try? note()
    return totals.rowsDone
  }

  /// Gives the whole array its name.
  func finish() throws {
    try file.finish()
    try file.rename(to: path)
    try remove(statePath)
  }

  private func note() throws {
    let mark = try file.mark()
    let own: [RunManifest.Field] = [
      .init("to go on", commandToResume), .init("bytes", "\(mark.byteCount)"), .init("checksum", "\(mark.checksum)"),
    ]
    try RunManifest(identity.fields + own + totals.fields).write(to: statePath)
    lastNoted = clock.now
  }

  private static func read(_ path: String) throws -> (RunManifest, AppendedFile.Mark, EnsembleTotals) {
    let fields = try RunManifest(reading: path).fields
    guard let start = fields.firstIndex(where: { $0.name == "to go on" }) else { throw FileError.damaged(path: path) }
    let state = Array(fields[start...])
    func number<Number: LosslessStringConvertible>(_ name: String) -> Number? {
      state.first { $0.name == name }.flatMap { Number($0.value) }
    }
    guard let byteCount: Int = number("bytes"), let checksum: UInt64 = number("checksum"),
      let totals = EnsembleTotals(fields: state)
    else { throw FileError.damaged(path: path) }
    return (
      RunManifest(Array(fields[..<start])), AppendedFile.Mark(byteCount: byteCount, checksum: checksum), totals
    )
  }

  private func remove(_ path: String) throws { try OutputFolder.removeFile(path) }
}
