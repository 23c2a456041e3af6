package import Diagnostics

/// What can be wrong with a file or folder that the program was given.
package enum FileError: ExplainedError, Equatable {
  case missing(path: String, nearest: String?)
  case isFolder(path: String)
  case notAFolder(path: String)
  case notRegular(path: String)
  case notReadable(path: String, reason: String)
  case notWritable(path: String, reason: String)
  case inTheWay(path: String)
  case folderMissing(path: String, folder: String)
  case diskFull(path: String)
  /// While a result grows that can be taken up again.
  case noSpace(path: String)
  /// By another process that writes it.
  case inUse(path: String)
  /// Not what was written.
  case damaged(path: String)
  case tooLarge(path: String, bytes: Int, limit: Int)
  case empty(path: String)
  case binary(path: String)
  case notUTF8(path: String, line: Int)
  case noDataHome(looked: [String])

  package var explanation: Explanation {
    switch self {
    case .missing(let path, let nearest):
      Explanation("there is no file \"\(path)\"", hint: nearest.map { "did you mean \"\($0)\"?" })
    case .isFolder(let path):
      Explanation("\"\(path)\" is a folder, not a file", hint: "give the path of a file in it")
    case .notAFolder(let path):
      Explanation("\"\(path)\" is a file, not a folder", hint: "give another output folder")
    case .notRegular(let path):
      Explanation("\"\(path)\" is not an ordinary file")
    case .notReadable(let path, let reason):
      Explanation("cannot read \"\(path)\": \(reason)")
    case .notWritable(let path, let reason):
      Explanation("cannot write \"\(path)\": \(reason)", hint: "give a folder that you may write to")
    case .inTheWay(let path):
      Explanation(
        "cannot write \"\(path)\": it is no ordinary file", hint: "move it away or give another output folder")
    case .folderMissing(let path, let folder):
      Explanation("cannot write \"\(path)\": there is no folder \"\(folder)\"")
    case .diskFull(let path):
      Explanation("cannot write \"\(path)\": no space left", hint: "nothing was changed; free some space and run again")
    case .noSpace(let path):
      Explanation("cannot write \"\(path)\": no space left")
    case .inUse(let path):
      Explanation("\"\(path)\" is being written by another process", hint: "give another output folder")
    case .damaged(let path):
      Explanation("\"\(path)\" is damaged: its checksum is wrong")
    case .tooLarge(let path, let bytes, let limit):
      Explanation("\"\(path)\" is too large: \(bytes) bytes, at most \(limit) are read")
    case .empty(let path):
      Explanation("\"\(path)\" is empty")
    case .binary(let path):
      Explanation("\"\(path)\" is a binary file, not text")
    case .notUTF8(let path, let line):
      Explanation("\"\(path)\" is not UTF-8 text (line \(line))", hint: "save it as UTF-8")
    case .noDataHome(let looked):
      Explanation(
        "cannot find the model library; looked in \(looked.joined(separator: ", "))",
        hint: "set REWIRE_HOME to the folder that has Models/patient.ant")
    }
  }
}
