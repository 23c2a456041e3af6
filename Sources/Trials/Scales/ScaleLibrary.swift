package import Diagnostics
import Files

/// All scales of the model library.
package struct ScaleLibrary: Sendable {
  /// Sorted by id.
  package let scales: [Scale]
  private let byName: [String: Int]

  /// Reads every file of a folder.
  ///
  /// - Parameter folder: `Models/scales` of the library.
  /// - Throws: `FileError` or `InputError` with the place.
  package static func read(folder: String) throws -> ScaleLibrary {
    let files = try ContentHash.folder(folder, extensions: ["yaml"]).files.map { try YAMLText.read("\(folder)/\($0)") }
    let parts = try files.map(ScaleReader.isPart)
    let wholes = try zip(files, parts).filter { !$1 }.map { try ScaleReader.scale($0.0) }
    let byID = Dictionary(wholes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return try ScaleLibrary(wholes + zip(files, parts).filter(\.1).map { try ScaleReader.part($0.0, of: byID) })
  }

  /// - Throws: `InputError` when two scales have a name in common.
  package init(_ scales: [Scale]) throws {
    self.scales = scales.sorted { $0.id < $1.id }
    var byName: [String: Int] = [:]
    for (index, scale) in self.scales.enumerated() {
      for name in Set(([scale.id, scale.code] + scale.aliases).map(Self.folded)) {
        if let other = byName.updateValue(index, forKey: name) {
          throw InputError("scales \"\(self.scales[other].id)\" and \"\(scale.id)\" share the name \"\(name)\"")
        }
      }
    }
    self.byName = byName
  }

  package var ids: [String] { scales.map(\.id) }

  /// A scale by its id or another spelling; case, blanks, hyphens, underscores and dots make no difference.
  ///
  /// - Throws: `InputError` with the nearest name.
  package func scale(_ name: String, at place: SourcePlace? = nil, in text: SourceText? = nil) throws -> Scale {
    if let index = byName[Self.folded(name)] { return scales[index] }
    let near = NearestName.find(name, among: ids + scales.flatMap(\.aliases)) ?? name
    throw InputError(
      "there is no scale \"\(name)\"", at: place, in: text,
      hint: near == name ? NearestName.hint(name, among: ids) : "did you mean \"\(near)\"?")
  }

  /// The scale that has all items of a part, or the scale itself.
  func whole(of scale: Scale) throws -> Scale { try scale.whole.map { try self.scale($0) } ?? scale }

  private static func folded(_ name: String) -> String {
    name.lowercased().filter { !" -_.".contains($0) }
  }
}
