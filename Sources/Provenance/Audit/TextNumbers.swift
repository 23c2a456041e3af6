import Diagnostics
import Files

/// A scalar of a YAML file with the way to it.
struct TextScalar {
  /// Keys and positions in lists, with slashes between: `items/2/thresholds/0`.
  var way: String
  var text: String
  /// Nil where it is no number.
  var number: Double?
  var place: SourcePlace
  /// Scalars beside it and beside the lists and mappings around it, by their keys; the nearest counts.
  var surroundings: [String: String]

  /// Every scalar of a file, in its order.
  static func all(in file: YAMLValue) -> [TextScalar] {
    var found: [TextScalar] = []
    collect(file, way: [], surroundings: [:], into: &found)
    return found
  }

  private static func collect(
    _ value: YAMLValue, way: [String], surroundings: [String: String], into found: inout [TextScalar]
  ) {
    switch value.content {
    case .scalar(let text, let isPlain):
      found.append(
        TextScalar(
          way: way.joined(separator: "/"), text: text, number: isPlain ? YAMLNumber.parse(text) : nil,
          place: value.place, surroundings: surroundings))
    case .sequence(let values):
      for (position, element) in values.enumerated() {
        collect(element, way: way + [String(position)], surroundings: surroundings, into: &found)
      }
    case .mapping(let entries):
      var near = surroundings
      for entry in entries { if case .scalar(let text, _) = entry.value.content { near[entry.key] = text } }
      for entry in entries { collect(entry.value, way: way + [entry.key], surroundings: near, into: &found) }
    }
  }
}
