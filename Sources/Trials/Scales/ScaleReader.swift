import Diagnostics
import Files

/// Reads one file of `Models/scales`.
enum ScaleReader {
  private static let keys = [
    "id", "title", "aliases", "code", "reporter", "lowest", "remission", "trait", "occasion", "items",
  ]
  private static let itemKeys = ["name", "discrimination", "thresholds", "questions"]
  /// More items or scores than any scale has; larger files are mistakes.
  private static let itemLimit = 100
  private static let scoreLimit = 20

  /// - Throws: `InputError` at the first thing that is wrong.
  static func scale(_ value: YAMLValue) throws -> Scale {
    let fields = try value.mapping("a scale", keys: keys)
    let lowest = try fields["lowest"]?.integer("\"lowest\"", in: 0...scoreLimit) ?? 0
    let items = try fields.required("items")
    let list = try items.list("\"items\"")
    guard !list.isEmpty, list.count <= itemLimit else {
      throw items.error("a scale has 1 to \(itemLimit) items")
    }
    var scale = Scale(
      id: try fields.required("id").text("\"id\""), title: try fields.required("title").text("\"title\""),
      code: try code(fields.required("code")), reporter: try reporter(fields.required("reporter")),
      items: try list.map { try item($0, lowest: lowest) })
    scale.aliases = try fields["aliases"]?.texts("\"aliases\"") ?? []
    scale.trait = try spread(fields["trait"], "trait")
    scale.occasion = try spread(fields["occasion"], "occasion")
    if let remission = fields["remission"] {
      let score = try remission.number("\"remission\"")
      guard score >= scale.lowest, score < scale.highest else {
        throw remission.error(
          "a remission score of \(remission.shown) is outside the scale", hint: "\(scale.id) goes \(scale.range)")
      }
      scale.remission = score
    }
    return scale
  }

  private static func item(_ value: YAMLValue, lowest: Int) throws -> ScaleItem {
    let fields = try value.mapping("an item", keys: itemKeys)
    let name = try fields.required("name").text("\"name\"")
    let discrimination = try fields.required("discrimination")
    let slope = try discrimination.number("\"discrimination\"")
    guard slope > 0, slope <= 20 else { throw discrimination.error("a discrimination must be above 0 and at most 20") }
    let thresholds = try fields.required("thresholds")
    let list = try thresholds.list("\"thresholds\"")
    guard !list.isEmpty, list.count <= scoreLimit else {
      throw thresholds.error("an item has 1 to \(scoreLimit) thresholds")
    }
    var numbers: [Double] = []
    for entry in list {
      let number = try entry.number("a threshold")
      guard abs(number) <= 20 else { throw entry.error("a threshold must lie within -20 and 20") }
      if let last = numbers.last, number <= last { throw entry.error("thresholds of \"\(name)\" must ascend") }
      numbers.append(number)
    }
    var item = ScaleItem(name: name, discrimination: slope, thresholds: numbers)
    item.lowest = lowest
    item.questions = try fields["questions"]?.texts("\"questions\"") ?? []
    return item
  }

  private static func code(_ value: YAMLValue) throws -> String {
    let text = try value.text("\"code\"")
    let isGood = text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
    guard isGood, text.utf8.count <= 8 else {
      throw value.error("\"code\" must be at most eight capital letters and digits")
    }
    return text
  }

  private static func reporter(_ value: YAMLValue) throws -> Scale.Reporter {
    let text = try value.text("\"reporter\"")
    guard let reporter = Scale.Reporter(rawValue: text) else {
      throw value.error(
        "unknown reporter \"\(text)\"", hint: NearestName.hint(text, among: Scale.Reporter.allCases.map(\.rawValue)))
    }
    return reporter
  }

  private static func spread(_ value: YAMLValue?, _ key: String) throws -> Double {
    guard let value else { return 0 }
    let number = try value.number("\"\(key)\"")
    guard number >= 0, number <= 3 else { throw value.error("\"\(key)\" must lie within 0 and 3") }
    return number
  }
}

extension YAMLValue {
  fileprivate var shown: String {
    if case .scalar(let text, _) = content { text } else { "this" }
  }
}

extension Scale {
  /// `from 0 to 60`
  var range: String { "from \(Int(lowest)) to \(Int(highest))" }
}
