package import Trials

/// What is known about the scales that can be simulated.
package struct ScaleCatalogue: Sendable {
  package struct Entry: Sendable, Hashable {
    package var id: String
    package var highest: Double
    /// The highest score in remission; nil: none is agreed on.
    package var remission: Double?

    package init(id: String, highest: Double, remission: Double?) {
      self.id = id
      self.highest = highest
      self.remission = remission
    }
  }

  private let find: @Sendable (String) -> Entry?

  package init(_ find: @escaping @Sendable (String) -> Entry?) { self.find = find }

  package init(_ library: ScaleLibrary) {
    self.init { name in
      (try? library.scale(name)).map { Entry(id: $0.id, highest: $0.highest, remission: $0.remission) }
    }
  }

  /// By id or another spelling.
  package subscript(name: String) -> Entry? { find(name) }
}
