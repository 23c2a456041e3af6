import Diagnostics
package import Files
package import Pharmacology

extension PopulationDescription {
  /// What a section of a protocol or trial file may say about how patients differ, beside the file it names.
  package static let sectionKeys = PopulationReader.keys + ["occasions", "plausible", "prevalence"]

  /// Reads such a section.
  ///
  /// - Parameters:
  ///   - fields: a mapping that may have other keys too.
  ///   - fileKey: the key of the population file, which is relative to the file of the section.
  /// - Throws: `FileError`, or `InputError` with the place.
  package static func read(
    _ fields: YAMLMapping, fileKey: String, library: TreatmentLibrary
  ) throws -> PopulationDescription {
    var reader = PopulationReader()
    var text: SourceText?
    if let file = fields[fileKey] {
      let path = try existingFile(file, "\"\(fileKey)\"")
      let root = try YAMLText.read(path)
      text = root.source
      try reader.add(root.mapping("the population", keys: ["title", "about"] + PopulationReader.keys))
    }
    try reader.add(fields)
    var population = try reader.population()
    population.file = text
    population.occasions = try OccasionEffect.list(fields["occasions"], library: library)
    population.plausible = try fields["plausible"].map { try PlausibleRanges($0) }
    population.prevalence = try fields["prevalence"].map {
      try PrevalenceTargets($0, covariates: population.covariateColumns)
    }
    return population
  }

  /// The path of a file that a value names, relative to the value's own file.
  ///
  /// - Throws: `InputError` at the value when there is no such file.
  package static func existingFile(_ value: YAMLValue, _ what: String) throws -> String {
    let written = try value.text(what)
    let folder = value.source.name.lastIndex(of: "/").map { String(value.source.name[...$0]) } ?? ""
    let path = written.hasPrefix("/") ? written : folder + written
    guard TextFile.exists(path) else {
      let explanation = TextFile.problem(path).explanation
      throw value.error(explanation.problem, hint: explanation.hint)
    }
    return path
  }
}

extension StudyProtocol.Variation {
  /// Reads a mapping of names to distributions, as under `vary`.
  ///
  /// - Throws: `InputError` with the place.
  package static func list(_ value: YAMLValue, _ what: String) throws -> [StudyProtocol.Variation] {
    var reader = PopulationReader()
    try reader.add(variations: value, what)
    return try reader.population().variations
  }
}
