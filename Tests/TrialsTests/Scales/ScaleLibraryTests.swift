import Diagnostics
import Foundation
import Testing
import Trials

@Suite("Scale library")
struct ScaleLibraryTests {
  @Test("Ranges, items and codes are those of the scales")
  func contents() throws {
    let known: [(id: String, items: Int, lowest: Double, highest: Double, remission: Double?)] = [
      ("CAPS-5", 20, 0, 80, 11), ("CGI-S", 1, 1, 7, 2), ("HAM-D17", 17, 0, 52, 7), ("HAM-D6", 6, 0, 22, 4),
      ("MADRS", 10, 0, 60, 10), ("PCL-5", 20, 0, 80, nil), ("PHQ-9", 9, 0, 27, 4), ("QIDS-SR16", 9, 0, 27, 5),
    ]
    let library = try MeasurementSetting.library()
    #expect(library.ids == known.map(\.id))
    for (scale, known) in zip(library.scales, known) {
      #expect(scale.items.count == known.items)
      #expect(scale.lowest == known.lowest && scale.highest == known.highest)
      #expect(scale.remission == known.remission)
    }
    #expect(try library.scale("MADRS").code(ofItem: 0) == "MADRS01")
    #expect(try library.scale("MADRS").code(ofItem: 9) == "MADRS10")
    #expect(library.scales.filter { $0.reporter == .subject }.map(\.id) == ["PCL-5", "PHQ-9", "QIDS-SR16"])
  }

  @Test("Other spellings", arguments: ["HDRS-17", "hamd", "HAM-D", "Hamd17", "ham_d17", "HRSD 17"])
  func aliases(name: String) throws {
    #expect(try MeasurementSetting.library().scale(name).id == "HAM-D17")
  }

  @Test("An unknown scale is an error with the nearest one")
  func unknown() throws {
    let library = try MeasurementSetting.library()
    let error = #expect(throws: InputError.self) { try library.scale("MARDS") }
    #expect(error?.explanation.problem == "there is no scale \"MARDS\"")
    #expect(error?.explanation.hint == "did you mean \"MADRS\"?")
    let far = #expect(throws: InputError.self) { try library.scale("BDI-II") }
    #expect(far?.explanation.hint?.contains("MADRS") == true)
  }

  @Test("A parameter that is missing or out of range is an error")
  func parameters() throws {
    let outside = #expect(throws: InputError.self) {
      try MeasurementSetting.model(["MADRS"], ["measurement.item_persistence": 1.5])
    }
    #expect(outside?.explanation.problem == "the trial parameter \"measurement.item_persistence\" is 1.5")
    let library = try MeasurementSetting.library()
    let missing = #expect(throws: InputError.self) {
      try MeasurementModel(
        scales: library.scales, library: library, parameters: TrialParameters(values: [:]), rater: .site)
    }
    #expect(missing?.explanation.problem == "there is no trial parameter \"measurement.fluctuation\"")
    #expect(throws: Never.self) { try MeasurementSetting.model(["MADRS"], ["measurement.item_persistence": 1]) }
  }

  static let head = "id: X\ntitle: A scale\ncode: X\nreporter: clinician\n"
  static let item = "items:\n  - {name: mood, discrimination: 1, thresholds: [0, 1]}\n"

  @Test(
    "Wrong files are explained at their place",
    arguments: [
      ("title: A scale\n", "a scale lacks \"id\"", 1),
      (head + item + "colour: red\n", "unknown key \"colour\" in a scale", 7),
      (head.replacingOccurrences(of: "clinician", with: "nurse") + item, "unknown reporter \"nurse\"", 4),
      (
        head.replacingOccurrences(of: "code: X", with: "code: too-long-a-code") + item,
        "\"code\" must be at most eight capital letters and digits", 3
      ),
      (head + "items: []\n", "\"items\" must have 1 to 100 entries", 5),
      (head + item.replacingOccurrences(of: "[0, 1]", with: "[1, 1]"), "the thresholds of \"mood\" must ascend", 6),
      (head + item.replacingOccurrences(of: "[0, 1]", with: "[0, x]"), "a threshold must be a number", 6),
      (head + item.replacingOccurrences(of: "[0, 1]", with: "[0, 1e9]"), "a threshold must lie within -20 and 20", 6),
      (
        head + item.replacingOccurrences(of: "discrimination: 1", with: "discrimination: -1"),
        "a discrimination must be above 0 and at most 20", 6
      ),
      (head + "trait: -1\n" + item, "\"trait\" must lie within 0 and 3", 5),
      (head + "remission: 2\n" + item, "a remission score must lie within the scale", 5),
      (
        "id: Y\ntitle: A part\ncode: Y\npart_of: Z\nitems: [mood]\n",
        "there is no scale \"Z\"", 4
      ),
    ])
  func wrongFile(text: String, problem: String, line: Int) throws {
    let error = try read(["x.yaml": text])
    #expect(error?.problem == problem)
    #expect(error?.place?.line == line)
  }

  @Test("Parts must name items of the whole, once; names must be different")
  func relations() throws {
    let whole = Self.head + Self.item
    func part(_ items: String) -> String { "id: Y\ntitle: A part\ncode: Y\npart_of: X\nitems: \(items)\n" }
    #expect(try read(["x.yaml": whole, "y.yaml": part("[moood]")])?.problem == "\"X\" has no item \"moood\"")
    #expect(try read(["x.yaml": whole, "y.yaml": part("[moood]")])?.hint == "did you mean \"mood\"?")
    #expect(
      try read(["x.yaml": whole, "y.yaml": part("[mood, mood]")])?.problem == "\"items\" must have 1 to 1 entries")
    #expect(try read(["x.yaml": whole, "y.yaml": whole])?.problem == "scales \"X\" and \"X\" share the name \"x\"")
    #expect(try read(["x.yaml": whole, "y.yaml": part("[mood]")]) == nil)
  }

  /// What reading a folder with these files complains about.
  private func read(_ files: [String: String]) throws -> Explanation? {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scales-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try text.write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
    }
    do {
      _ = try ScaleLibrary.read(folder: folder.path)
      return nil
    } catch let error as any ExplainedError {
      return error.explanation
    }
  }
}
