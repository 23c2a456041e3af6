import Diagnostics
import Files
import Foundation
import Provenance

/// A model library of a few lines in a folder of its own, which tests change one text of.
struct SmallLibrary {
  var texts = [
    "Models/patient.ant": """
    import "organs/heart.ant"
    model *patient()
      weight = 70;
      heart: Heart(weight);
    end
    """,
    "Models/organs/heart.ant": """
    model *Heart(weight)
      rate = 60; size = 2 * weight;
      x = 0; x' = rate - x / size;
    end
    """,
    "Models/lone.ant": "model *Lone()\n  k = 3;\n  y = 0; y' = k - y;\nend\n",
    "Models/trial/care.yaml": "hope: 0.5\n",
    "Protocols/populations/adults.yaml": "title: Adults\nvary: {weight: {median: 71, cv: 0.2}}\n",
    "Evidence/coverage.yaml": """
    numbers:
      - {file: "Models/trial/<part>.yaml", at: "<name>", record: "trial.<part>.<name>", compare: true}
      - {file: "Protocols/populations/*", at: "vary/<name>/*", record: "population.<name>"}
    formulas:
      - {file: "Models/*", numbers: [0, 2], reason: form}
    """,
    "Evidence/parameters/all.yaml": """
    - {id: weight, value: 70, verification: assumed, grade: E}
    - {id: heart.rate, value: 60, allowed: [40, 90], verification: read, grade: A}
    - {id: lone.k, value: 3, verification: read, grade: A}
    - {id: trial.care.hope, value: 0.5, verification: read, grade: A}
    - {id: population.weight, value: 75, verification: read, grade: A}
    """,
  ]

  /// What the audit finds, as the command prints it.
  func complaints() throws -> [String] {
    try audit { $0.findings.map { Message.text($0.explanation) } }
  }

  func audit<Result>(_ work: (LibraryAudit) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("library-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in texts {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    return try work(LibraryAudit(home: DataHome.find(home: folder.path, executable: nil, currentFolder: "/")))
  }

  /// The same with a part of one text replaced.
  func replacing(_ part: String, with other: String, in file: String) -> SmallLibrary {
    var changed = self
    changed.texts[file] = texts[file]?.replacingOccurrences(of: part, with: other)
    return changed
  }
}
