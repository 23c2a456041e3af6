import Diagnostics

/// What decides the numbers of a long run, as names with values: a run can only be resumed as the same run.
package struct RunManifest: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    /// In words, `number of patients`.
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      // One line each.
      self.value = String(value.map { $0.isNewline ? " " : $0 })
    }
  }

  package var fields: [Field]

  package init(_ fields: [Field]) { self.fields = fields }

  /// Writes it as `name: value` lines, with a checksum.
  package func write(to path: String) throws { try SealedFile.write(Array(text.utf8), to: path) }

  /// - Throws: `FileError` when the file is missing or damaged.
  package init(reading path: String) throws {
    guard let text = String(validating: try SealedFile.read(path), as: UTF8.self) else {
      throw FileError.damaged(path: path)
    }
    fields = text.split(separator: "\n").map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return Field(String(parts[0]), parts.count > 1 ? String(parts[1].dropFirst()) : "")
    }
  }

  private var text: String { fields.map { "\($0.name): \($0.value)\n" }.joined() }

  /// Checks that an unfinished run, described by this, is the one that is asked for.
  ///
  /// - Parameters:
  ///   - asked: the run that is to go on.
  ///   - folder: where the unfinished run lies, for the message.
  /// - Throws: `InputError` that names every difference.
  package func check(isSameAs asked: RunManifest, in folder: String) throws {
    var differences: [String] = []
    for field in fields {
      let other = asked.fields.first { $0.name == field.name }?.value
      if other != field.value { differences.append("\(field.name) \(field.value), not \(other ?? "unknown")") }
    }
    for field in asked.fields where !fields.contains(where: { $0.name == field.name }) {
      differences.append("no \(field.name), not \(field.value)")
    }
    guard !differences.isEmpty else { return }
    throw InputError(
      "the unfinished run in \"\(folder)\" is another one: it has \(differences.joined(separator: "; it has "))",
      hint: "resume it with its own options, or remove \"\(folder)\" to start over")
  }
}
