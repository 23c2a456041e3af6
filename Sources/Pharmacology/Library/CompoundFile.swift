import Diagnostics
package import Files

extension Compound {
  /// Reads a compound's YAML file; `Documentation/compounds.md` describes its keys.
  ///
  /// - Throws: `InputError` or `FileError` with the place.
  package init(_ root: YAMLValue) throws {
    let file = try root.mapping(
      "a compound",
      keys: [
        "id", "title", "aliases", "kind", "model", "module", "dose_unit", "given_as", "molecular_weight", "plasma",
        "receptor", "acute", "metabolites", "routes", "side_effects", "variability",
      ])
    id = try file.required("id").text("\"id\"")
    title = try file.required("title").text("\"title\"")
    aliases = try file["aliases"]?.texts("\"aliases\"") ?? []
    kind = try file["kind"]?.text("\"kind\"") ?? ""
    let unit = try file.required("dose_unit")
    guard try unit.text("\"dose_unit\"") == "mg" else { throw unit.error("the dose unit must be mg") }
    plasma = try CompoundOutput(file.required("plasma"), "\"plasma\"")
    receptor = try CompoundOutput(file.required("receptor"), "\"receptor\"")
    acute = try CompoundOutput(file.required("acute"), "\"acute\"")
    metabolites = try file["metabolites"]?.list("\"metabolites\"").map { try CompoundOutput($0, "a metabolite") } ?? []
    routes = try file.required("routes").entries("\"routes\"").map { try Route($0) }
    if routes.isEmpty { throw root.error("a compound needs at least one route") }
    (sideEffects, sideEffectsEvidence) = try Self.sideEffects(file["side_effects"])
  }

  private static func sideEffects(_ value: YAMLValue?) throws -> (intensity: Double, evidence: String?) {
    guard let value else { return (0, nil) }
    let entry = try value.mapping("\"side_effects\"", keys: ["intensity", "evidence"])
    let stated = try entry.required("intensity")
    let intensity = try stated.number("\"intensity\"")
    guard (0...1).contains(intensity) else {
      throw stated.error("the intensity of side effects must be between 0 and 1")
    }
    return (intensity, try entry.required("evidence").text("\"evidence\""))
  }
}

extension CompoundOutput {
  fileprivate init(_ value: YAMLValue, _ what: String) throws {
    let entry = try value.mapping(what, keys: ["output", "unit", "label", "grade"])
    output = try entry.required("output").text("\"output\"")
    unit = try entry["unit"]?.text("\"unit\"") ?? ""
    label = try entry.required("label").text("\"label\"")
    grade = try entry["grade"]?.text("\"grade\"") ?? ""
  }
}

extension Route {
  fileprivate init(_ entry: YAMLValue.Entry) throws {
    let what = "route \"\(entry.key)\""
    let route = try entry.value.mapping(
      what, keys: ["title", "infusion", "parts", "variants", "default_variant", "device", "later_parts"])
    id = entry.key
    title = try route.required("title").text("\"title\"")
    isInfusion = try route["infusion"]?.boolean("\"infusion\"") ?? false
    if let named = route["variants"] {
      if let parts = route["parts"] { throw parts.error("\(what) has both \"parts\" and \"variants\"") }
      variants = try named.entries("\"variants\"").map { try RouteVariant($0) }
      let choice = try route.required("default_variant")
      let name = try choice.text("\"default_variant\"")
      guard let index = variants.firstIndex(where: { $0.id == name }) else {
        throw choice.error(
          "\(what) has no variant \"\(name)\"", hint: NearestName.hint(name, among: variants.compactMap(\.id)))
      }
      defaultVariant = index
    } else {
      let parts = try RoutePart.list(route.required("parts"), "\"parts\"")
      variants = [RouteVariant(id: nil, title: nil, plasmaLabel: nil, parts: parts)]
      defaultVariant = 0
    }
    device = try route["device"].map { value in
      let fields = try value.mapping("a device", keys: ["strength", "spacing_minutes"])
      let strength = try fields.required("strength")
      let amount = try strength.number("\"strength\"")
      guard amount > 0 else { throw strength.error("a device's strength must be above zero") }
      let spacing = try fields["spacing_minutes"]?.number("\"spacing_minutes\"") ?? 0
      guard spacing >= 0 else { throw value.error("a device's spacing must not be negative") }
      let later = try route["later_parts"].map { try RoutePart.list($0, "\"later_parts\"") }
      return Device(strength: amount, spacingMinutes: spacing, laterParts: later ?? [])
    }
    if let device, device.laterParts.isEmpty { self.device?.laterParts = variants[0].parts }
    if device == nil, let later = route["later_parts"] { throw later.error("\"later_parts\" needs a \"device\"") }
  }
}

extension RouteVariant {
  fileprivate init(_ entry: YAMLValue.Entry) throws {
    let variant = try entry.value.mapping("variant \"\(entry.key)\"", keys: ["title", "plasma_label", "parts"])
    id = entry.key
    title = try variant.required("title").text("\"title\"")
    plasmaLabel = try variant["plasma_label"]?.text("\"plasma_label\"")
    parts = try RoutePart.list(variant.required("parts"), "\"parts\"")
  }
}

extension RoutePart {
  fileprivate static func list(_ value: YAMLValue, _ what: String) throws -> [RoutePart] {
    let parts = try value.list(what).map { try RoutePart($0) }
    if parts.isEmpty { throw value.error("\(what) must not be empty") }
    return parts
  }

  private init(_ value: YAMLValue) throws {
    let part = try value.mapping("a part", keys: ["target", "fraction", "bioavailability", "lag", "duration"])
    target = try part.required("target").text("\"target\"")
    fraction = try part["fraction"]?.number("\"fraction\"") ?? 1
    guard fraction > 0 else { throw value.error("a part's fraction must be above zero") }
    bioavailability = try part["bioavailability"]?.text("\"bioavailability\"")
    lag = try part["lag"]?.text("\"lag\"")
    duration = try part["duration"]?.text("\"duration\"")
  }
}
