import Diagnostics
import Files
import Reports
import Trials

/// The folder `partial` in an output folder: what is kept of an unfinished trial run.
///
/// It holds the rows of replicates so far, in their order and each under every estimand, the end of the last whole
/// block in them, and which run it is; after an interruption, a report of what is there, too. Everything has a
/// checksum; what does not check is refused.
final class TrialCheckpoint {
  let folder: String
  private let manifest: RunManifest
  private var file: AppendedFile?

  private static let names = (manifest: "run", mark: "mark", rows: "replicates")

  /// - Parameter output: the output folder, which exists.
  init(output: String, manifest: RunManifest) {
    folder = output.hasSuffix("/") ? output + "partial" : output + "/partial"
    self.manifest = manifest
  }

  private func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Looks whether there is something to go on with, and makes ready to keep more.
  ///
  /// - Parameter width: doubles of one replicate.
  /// - Returns: the replicates that are there.
  /// - Throws: `InputError` when what is there is another run, when it is damaged, or when it is there and was not
  ///   asked for.
  func open(width: Int, resumes: Bool) throws -> [[Double]] {
    let isThere = TextFile.exists(path(Self.names.mark))
    if isThere, !resumes {
      throw InputError(
        "\"\(folder)\" holds an unfinished run", hint: "--resume goes on with it; remove the folder to start over")
    }
    guard resumes, isThere else {
      if resumes, TextFile.exists(path(Self.names.manifest)) { try check() }
      clear()
      try OutputFolder.prepare(folder)
      try manifest.write(to: path(Self.names.manifest))
      file = try AppendedFile(path: path(Self.names.rows))
      return []
    }
    return try refusingDamage {
      try check()
      var reader = ByteReader(try SealedFile.read(path(Self.names.mark)))
      guard let count = try? reader.integer(), let checksum = try? reader.unsigned() else {
        throw FileError.damaged(path: path(Self.names.mark))
      }
      file = try AppendedFile(
        path: path(Self.names.rows), from: AppendedFile.Mark(byteCount: count, checksum: checksum))
      return try rows(byteCount: count, width: width)
    }
  }

  private func check() throws {
    try refusingDamage { try RunManifest(reading: path(Self.names.manifest)).check(isSameAs: manifest, in: folder) }
  }

  private func rows(byteCount: Int, width: Int) throws -> [[Double]] {
    let bytes = try TextFile.bytes(of: path(Self.names.rows)).prefix(byteCount)
    guard bytes.count == byteCount, byteCount % (8 * width) == 0 else {
      throw FileError.damaged(path: path(Self.names.rows))
    }
    return bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: byteCount, by: 8 * width).map { row in
        (0..<width).map { column in
          let bits = buffer.loadUnaligned(fromByteOffset: row + 8 * column, as: UInt64.self)
          return Double(bitPattern: UInt64(littleEndian: bits))
        }
      }
    }
  }

  /// Keeps whole replicates.
  ///
  /// - Throws: `FileError`; what was kept before then stays.
  func keep(_ rows: [[Double]]) throws {
    guard let file else { return }
    for row in rows {
      for value in row { try file.write(LittleEndian.bytes(value.bitPattern)) }
    }
    let mark = try file.mark()
    var writer = ByteWriter()
    writer.add(mark.byteCount)
    writer.add(mark.checksum)
    try SealedFile.write(writer.bytes, to: path(Self.names.mark))
  }

  /// What cannot be read of a kept run ends it, with the way out.
  private func refusingDamage<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch FileError.damaged(let path) {
      let problem = FileError.damaged(path: path).explanation.problem
      throw InputError("the unfinished run cannot go on: \(problem)", hint: "remove \"\(folder)\" to start over")
    }
  }

  /// Removes everything of the run.
  func clear() {
    file = nil
    let figures = folder + "/figures"
    OutputFolder.remove(OutputFolder.names(in: figures).filter { $0.hasSuffix(".vl.json") }, from: figures)
    OutputFolder.remove(
      [Self.names.manifest, Self.names.mark, Self.names.rows, "result.json", "report.html"], from: folder)
  }
}
