import Diagnostics
import Files

/// Reads one file of `Models/scales`.
enum ScaleReader {
  private static let keys = [
    "id", "title", "aliases", "code", "reporter", "lowest", "remission", "domain", "trait", "occasion", "items",
  ]
  private static let partKeys = ["id", "title", "aliases", "code", "remission", "part_of", "items"]
  private static let itemKeys = ["name", "discrimination", "thresholds"]
  /// More items or scores than any scale has; larger files are mistakes.
  private static let itemLimit = 100
  private static let scoreLimit = 20

  /// Whether a file describes a part of another scale.
  static func isPart(_ value: YAMLValue) throws -> Bool {
    try value.entries("a scale").contains { $0.key == "part_of" }
  }

  /// - Throws: `InputError` at the first thing that is wrong.
  static func scale(_ value: YAMLValue) throws -> Scale {
    let fields = try value.mapping("a scale", keys: keys)
    let lowest = try fields["lowest"]?.integer("\"lowest\"", in: 0...scoreLimit) ?? 0
    var scale = Scale(
      id: try fields.required("id").text("\"id\""), title: try fields.required("title").text("\"title\""),
      code: try code(fields.required("code")), reporter: try reporter(fields.required("reporter")),
      items: try list(fields, "items", limit: itemLimit).map { try item($0, lowest: lowest) })
    scale.domain = try fields["domain"]?.text("\"domain\"")
    scale.trait = try spread(fields["trait"], "trait")
    scale.occasion = try spread(fields["occasion"], "occasion")
    return try named(scale, fields)
  }

  /// A scale that adds up some items of another.
  ///
  /// - Parameter wholes: scales by id.
  /// - Throws: `InputError` at the first thing that is wrong.
  static func part(_ value: YAMLValue, of wholes: [String: Scale]) throws -> Scale {
    let fields = try value.mapping("a part of a scale", keys: partKeys)
    let entry = try fields.required("part_of")
    let id = try entry.text("\"part_of\"")
    guard let whole = wholes[id] else {
      throw entry.error("there is no scale \"\(id)\"", hint: NearestName.hint(id, among: wholes.keys))
    }
    var items: [ScaleItem] = []
    for entry in try list(fields, "items", limit: whole.items.count) {
      let name = try entry.text("an item")
      guard let item = whole.items.first(where: { $0.name == name }) else {
        throw entry.error(
          "\"\(whole.id)\" has no item \"\(name)\"", hint: NearestName.hint(name, among: whole.items.map(\.name)))
      }
      guard !items.contains(item) else { throw entry.error("item \"\(name)\" is there already") }
      items.append(item)
    }
    var scale = whole
    scale.id = try fields.required("id").text("\"id\"")
    scale.title = try fields.required("title").text("\"title\"")
    scale.code = try code(fields.required("code"))
    scale.items = items
    scale.whole = whole.id
    return try named(scale, fields)
  }

  private static func named(_ scale: Scale, _ fields: YAMLMapping) throws -> Scale {
    var scale = scale
    scale.aliases = try fields["aliases"]?.texts("\"aliases\"") ?? []
    scale.remission = nil
    if let remission = fields["remission"] {
      let score = try remission.number("\"remission\"")
      guard score >= scale.lowest, score < scale.highest else {
        throw remission.error(
          "a remission score must lie within the scale",
          hint: "\"\(scale.id)\" goes from \(Int(scale.lowest)) to \(Int(scale.highest))")
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
    var thresholds: [Double] = []
    for entry in try list(fields, "thresholds", limit: scoreLimit) {
      let number = try entry.number("a threshold")
      guard abs(number) <= 20 else { throw entry.error("a threshold must lie within -20 and 20") }
      if let last = thresholds.last, number <= last { throw entry.error("the thresholds of \"\(name)\" must ascend") }
      thresholds.append(number)
    }
    var item = ScaleItem(name: name, discrimination: slope, thresholds: thresholds)
    item.lowest = lowest
    return item
  }

  private static func list(_ fields: YAMLMapping, _ key: String, limit: Int) throws -> [YAMLValue] {
    let value = try fields.required(key)
    let list = try value.list("\"\(key)\"")
    guard (1...limit).contains(list.count) else { throw value.error("\"\(key)\" must have 1 to \(limit) entries") }
    return list
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
