import Diagnostics
import Files

/// Keys that stand for several parameters: `phase{1..8}` is phase1 to phase8.
enum NameRange {
  static func expand(_ entry: YAMLValue.Entry) throws -> [String] {
    let key = entry.key
    guard let open = key.firstIndex(of: "{") else { return [key] }
    let prefix = key[..<open]
    let rest = key[key.index(after: open)...]
    guard let close = rest.firstIndex(of: "}") else { throw error(entry) }
    let suffix = rest[rest.index(after: close)...]
    let bounds = rest[..<close].split(separator: ".", omittingEmptySubsequences: false)
    guard bounds.count == 3, bounds[1].isEmpty, let first = Int(bounds[0]), let last = Int(bounds[2]), first <= last,
      first >= 0, last - first < 1000
    else { throw error(entry) }
    return (first...last).map { "\(prefix)\($0)\(suffix)" }
  }

  private static func error(_ entry: YAMLValue.Entry) -> InputError {
    InputError(
      "\"\(entry.key)\" is not a range of names", at: entry.keyPlace, in: entry.value.source,
      hint: "for example \"phase{1..8}\"")
  }
}
