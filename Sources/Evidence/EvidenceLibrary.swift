import Diagnostics
import Files

/// All evidence records of the model library.
package struct EvidenceLibrary: Sendable {
  /// Sorted by file, then as written.
  package let records: [EvidenceRecord]

  /// Reads every `.yaml` file in a folder; each is a list of records.
  ///
  /// - Throws: `FileError` or `InputError` with the place: an unknown key, grade or verification, an id written twice.
  package static func read(folder: String) throws -> EvidenceLibrary {
    let files = try ContentHash.folder(folder, extensions: ["yaml"]).files
    var records: [EvidenceRecord] = []
    for file in files {
      records += try EvidenceReader.records(in: TextFile.read(folder + "/" + file))
    }
    return try EvidenceLibrary(records)
  }

  /// - Throws: `InputError` at the second record with the same id.
  package init(_ records: [EvidenceRecord]) throws {
    var places: [String: SourcePlace] = [:]
    for record in records {
      if let first = places.updateValue(record.place, forKey: record.id) {
        throw InputError(
          "evidence record \"\(record.id)\" is written twice", at: record.place,
          hint: "it is at \(first.file):\(first.line) already")
      }
    }
    self.records = records
  }

  /// The record of a constant.
  ///
  /// - Throws: `InputError` with the nearest known id.
  package func record(_ id: String) throws -> EvidenceRecord {
    if let record = records.first(where: { $0.id == id }) { return record }
    let parts = Set(records.map { String($0.id.prefix { $0 != "." }) })
    let near = NearestName.find(id, among: records.map(\.id) + parts)
    throw InputError(
      "there is no evidence record \"\(id)\"",
      hint: near.map { "did you mean \"\($0)\"?" } ?? "\"rewire evidence\" lists all \(records.count)")
  }

  /// The records whose id is `name` or lies below it, `ketamine` giving `ketamine.CL` and its like.
  package func records(below name: String) -> [EvidenceRecord] {
    records.filter { $0.id == name || $0.id.hasPrefix(name + ".") }
  }

  /// How many records have each grade.
  package func countByGrade() -> [EvidenceGrade: Int] {
    records.reduce(into: [:]) { $0[$1.grade, default: 0] += 1 }
  }
}
