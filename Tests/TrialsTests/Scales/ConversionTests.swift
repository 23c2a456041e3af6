import Testing
import Trials

/// Scores that correspond: equal severities against published tables. Which were fitted to, and which were not, is in
/// Documentation/scales.md.
@Suite("Corresponding scores")
struct ConversionTests {
  private let library: ScaleLibrary
  init() throws { library = try MeasurementSetting.library() }

  /// The score of a scale at the severity at which another has a score.
  private func score(_ id: String, at score: Double, of other: String) throws -> Double {
    let known = try library.scale(other)
    var low = -9.0
    var high = 9.0
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if known.expectedScore(severity: middle) < score { low = middle } else { high = middle }
    }
    return try library.scale(id).expectedScore(severity: low)
  }

  private func check(_ pairs: [(Double, Double)], _ first: String, _ second: String, within tolerance: Double) throws {
    for (own, other) in pairs {
      let implied = try score(second, at: own, of: first)
      #expect(abs(implied - other) <= tolerance, "\(first) \(own): \(second) \(implied), published \(other)")
    }
  }

  /// Leucht 2018, doi:10.1016/j.jad.2017.10.042: 4,388 patients, equipercentile linking.
  @Test("MADRS and HAM-D17")
  func hamilton() throws {
    try check([(10, 13), (20, 26), (30, 39), (40, 52.5)], "HAM-D17", "MADRS", within: 1)
    // Carmody 2006: 7 corresponds to 8 or 9, and to 4 of six items.
    try check([(7, 8.5)], "HAM-D17", "MADRS", within: 1.5)
    try check([(7, 4)], "HAM-D17", "HAM-D6", within: 1)
  }

  /// Rush 2003, doi:10.1016/S0006-3223(02)01866-8, middle of each band; nothing was fitted to it.
  @Test("QIDS-SR16 and HAM-D17")
  func quickInventory() throws {
    let table: [(Double, Double)] = [
      (1, 1.5), (2, 3), (3, 4), (4, 5.5), (5, 7), (6, 8), (7, 9.5), (8, 11), (9, 12), (10, 13), (11, 14.5), (12, 16),
      (13, 17), (14, 18.5), (15, 18.5), (16, 20), (17, 21.5), (18, 23), (19, 24), (20, 25), (21, 26.5), (22, 28),
    ]
    try check(table, "QIDS-SR16", "HAM-D17", within: 3.2)
    try check(table.filter { (5...20).contains($0.0) }, "QIDS-SR16", "HAM-D17", within: 1.9)
  }

  /// Carmody 2006, doi:10.1016/j.jad.2006.03.024, and the Chinese versions at the borders of bands.
  @Test("QIDS-SR16 and MADRS")
  func quickInventoryAndMADRS() throws {
    try check([(5, 7.5), (10.5, 17.5), (15.5, 24.5), (20.5, 33.5)], "QIDS-SR16", "MADRS", within: 2)
    // Not fitted: means before treatment.
    try check([(17.6, 31.9)], "QIDS-SR16", "MADRS", within: 3.5)
  }

  /// Kim 2024, doi:10.1016/j.jad.2024.06.068.
  @Test("PHQ-9 and MADRS")
  func patientHealthQuestionnaire() throws {
    try check([(1, 1), (15, 24)], "PHQ-9", "MADRS", within: 1)
    try check([(48, 27)], "MADRS", "PHQ-9", within: 1)
  }

  /// Leucht 2017, doi:10.1016/j.jad.2016.12.041: borderline ill below 8. Leucht 2013, doi:10.1016/j.jad.2012.12.001: not
  /// ill below a HAM-D17 of 5, borderline ill from 6 to 8. Müller 2003: severe from 31.
  @Test("Global impression")
  func globalImpression() throws {
    #expect(try (1.5...2.5).contains(score("CGI-S", at: 7, of: "MADRS")))
    #expect(try score("CGI-S", at: 2.5, of: "HAM-D17") < 1.5)
    #expect(try (1.5...2.6).contains(score("CGI-S", at: 7, of: "HAM-D17")))
    #expect(try abs(score("CGI-S", at: 31, of: "MADRS") - 5) < 0.25)
  }

  @Test("A model's conversions are each other's inverse and keep the MADRS")
  func inverse() throws {
    let model = try MeasurementSetting.model(["MADRS", "HAM-D17", "QIDS-SR16", "CAPS-5"])
    for madrs in stride(from: 2.0, through: 55, by: 1) {
      #expect(abs(model.expectedScore(0, forMADRS: madrs) - madrs) < 1e-3)
      for scale in 0..<4 {
        let score = model.expectedScore(scale, forMADRS: madrs)
        #expect(abs(model.expectedMADRS(forScore: score, scale) - madrs) < 0.01)
      }
    }
    #expect(model.expectedMADRS(forScore: -3, 1) < 0.1)
    #expect(model.expectedMADRS(forScore: 99, 1) > 59)
  }

  /// When a trial measures severity by another scale, that scale has no trait of its own and the MADRS has it.
  @Test("The first scale stands for severity")
  func first() throws {
    let model = try MeasurementSetting.model(["CAPS-5", "MADRS", "PCL-5"])
    let other = try MeasurementSetting.model(["MADRS", "CAPS-5", "PCL-5"])
    #expect(model.errorDeviation(0, expectedMADRS: 30) < 0.75 * other.errorDeviation(1, expectedMADRS: 30))
    #expect(model.errorDeviation(1, expectedMADRS: 30) > 2 * other.errorDeviation(0, expectedMADRS: 30))
    #expect(model.errorDeviation(2, expectedMADRS: 30) < other.errorDeviation(2, expectedMADRS: 30))
  }
}
