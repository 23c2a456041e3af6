import Diagnostics
import Files
import Populations
import Reports

/// The folder `partial` in an output folder: what is kept of an unfinished population run.
///
/// It holds the rows of patients so far, what was counted at the end of the last whole block (with the place in the
/// rows that belongs to it), and which run it is; after an interruption, a report of what is there, too. Everything has
/// a checksum; what does not check is refused.
final class PopulationCheckpoint {
  let folder: String
  private let manifest: RunManifest
  /// Of the edges that are kept; nil before they are.
  private var edgesChecksum: UInt64?

  private static let names = (manifest: "run", edges: "edges", counts: "counts", patients: "patients.csv")

  /// - Parameter output: the output folder, which exists.
  init(output: String, manifest: RunManifest) {
    folder = output.hasSuffix("/") ? output + "partial" : output + "/partial"
    self.manifest = manifest
  }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }
  var patientsPath: String { path(Self.names.patients) }

  /// Looks whether there is something to go on with.
  ///
  /// - Returns: the place in the rows of patients, and the state brought to where the kept run stood; nil when there is
  ///   nothing to go on with, and the run starts.
  /// - Throws: `InputError` when what is there is another run, when it is damaged, or when it is there and was not
  ///   asked for.
  func open(_ state: PopulationState, resumes: Bool) throws -> AppendedFile.Mark? {
    let isThere = TextFile.exists(path(Self.names.counts))
    if isThere, !resumes {
      throw InputError(
        "\"\(folder)\" holds an unfinished run", hint: "--resume goes on with it; remove the folder to start over")
    }
    guard resumes, TextFile.exists(path(Self.names.manifest)) || isThere else {
      try prepare()
      return nil
    }
    return try refusingDamage {
      try RunManifest(reading: path(Self.names.manifest)).check(isSameAs: manifest, in: folder)
      guard isThere else {
        try prepare()
        return nil
      }
      return try restore(state)
    }
  }

  /// What cannot be read of a kept run ends it, with the way out.
  func refusingDamage<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch FileError.damaged(let path) {
      let problem = FileError.damaged(path: path).explanation.problem
      throw InputError("the unfinished run cannot go on: \(problem)", hint: "remove \"\(folder)\" to start over")
    }
  }

  private func prepare() throws {
    clear()
    try OutputFolder.prepare(folder)
    try manifest.write(to: path(Self.names.manifest))
  }

  private func restore(_ state: PopulationState) throws -> AppendedFile.Mark {
    let (edges, counts) = (try SealedFile.read(path(Self.names.edges)), try SealedFile.read(path(Self.names.counts)))
    var reader = ByteReader(counts)
    do {
      let mark = AppendedFile.Mark(byteCount: try reader.integer(), checksum: try reader.unsigned())
      let checksum = Checksum.of(edges)
      guard try reader.unsigned() == checksum else { throw ByteReader.Damage() }
      edgesChecksum = checksum
      try state.restore(edges: edges, counts: reader.rest)
      return mark
    } catch is ByteReader.Damage {
      throw FileError.damaged(path: path(Self.names.counts))
    }
  }

  /// Keeps the state at the end of a block.
  ///
  /// - Throws: `FileError`; what was kept before then stays.
  func keep(_ state: PopulationState, patients: PatientsFile) throws {
    if edgesChecksum == nil {
      // They stay the same from the first block on.
      let edges = state.edgeBytes
      try SealedFile.write(edges, to: path(Self.names.edges))
      edgesChecksum = Checksum.of(edges)
    }
    let mark = try patients.mark()
    var writer = ByteWriter()
    writer.add(mark.byteCount)
    writer.add(mark.checksum)
    writer.add(edgesChecksum ?? 0)
    try SealedFile.write(writer.bytes + state.countBytes, to: path(Self.names.counts))
  }

  /// Removes everything of the run.
  func clear() {
    let figures = folder + "/figures"
    OutputFolder.remove(OutputFolder.names(in: figures).filter { $0.hasSuffix(".vl.json") }, from: figures)
    OutputFolder.remove(
      [
        Self.names.manifest, Self.names.edges, Self.names.counts, Self.names.patients, "quantiles.csv", "columns.csv",
        "summary.json", "report.html",
      ], from: folder)
  }
}
