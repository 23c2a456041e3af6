import Testing
import Trials

/// What a score depends on, and what not.
@Suite("Streams of measurement")
struct MeasurementStreamTests {
  private func measured(
    _ model: MeasurementModel, patient: Int = 5, visit: Int, expected: Double = 27, rater: Int = 1
  ) -> (scores: [Double], items: [Int8]) {
    var scores = [Double](repeating: .nan, count: model.scales.count)
    var items = [Int8](repeating: -1, count: model.itemCount)
    let subject = model.subject(seed: 99, patient: patient, rater: rater)
    scores.withUnsafeMutableBufferPointer { scores in
      items.withUnsafeMutableBufferPointer { items in
        model.measure(expectedMADRS: expected, subject: subject, visit: visit, scores: scores, items: items)
      }
    }
    return (scores, items)
  }

  @Test("Items add up to the score, whatever is measured")
  func sums() throws {
    let model = try MeasurementSetting.model(MeasurementSetting.library().ids)
    for patient in 0..<200 {
      let (scores, items) = measured(model, patient: patient, visit: 3, expected: Double(patient) * 0.3)
      for (index, scale) in model.scales.enumerated() {
        let own = items[model.itemOffsets[index]...].prefix(scale.items.count)
        #expect(own.reduce(0) { $0 + Int($1) } == Int(scores[index]))
        #expect(zip(own, scale.items).allSatisfy { Int($0) >= $1.lowest && Int($0) <= $1.highest })
      }
    }
  }

  @Test("A scale's scores do not depend on what is measured beside it, before it, or whether items are asked for")
  func independence() throws {
    let alone = try MeasurementSetting.model(["MADRS"])
    let beside = try MeasurementSetting.model(["MADRS", "HAM-D17", "PHQ-9"])
    let subject = alone.subject(seed: 99, patient: 5, rater: 1)
    for visit in [7, 2, 4_000] {
      var score = [0.0]
      score.withUnsafeMutableBufferPointer {
        alone.measure(expectedMADRS: 27, subject: subject, visit: visit, scores: $0)
      }
      #expect(measured(alone, visit: visit).scores == score)
      #expect(measured(beside, visit: visit).scores[0] == score[0])
      #expect(measured(beside, visit: visit).items.prefix(10) == measured(alone, visit: visit).items.prefix(10))
    }
  }

  @Test("A part of a scale has the whole's items, beside it and alone")
  func part() throws {
    let both = try MeasurementSetting.model(["MADRS", "HAM-D17", "HAM-D6"])
    let alone = try MeasurementSetting.model(["MADRS", "HAM-D6"])
    let whole = both.scales[1]
    for visit in 0..<50 {
      let (scores, items) = measured(both, visit: visit)
      let named = Dictionary(
        uniqueKeysWithValues: zip(whole.items.map(\.name), items[both.itemOffsets[1]...].prefix(17)))
      let sum = both.scales[2].items.reduce(0) { $0 + Int(named[$1.name] ?? 99) }
      #expect(Int(scores[2]) == sum)
      #expect(measured(alone, visit: visit).scores[1] == scores[2])
    }
  }

  @Test("Visits, patients and raters have errors of their own; the same again has the same")
  func differences() throws {
    let model = try MeasurementSetting.model(["MADRS"])
    let first = (0..<40).map { measured(model, visit: $0).scores[0] }
    #expect(first == (0..<40).map { measured(model, visit: $0).scores[0] })
    #expect(Set(first).count > 5)
    #expect(first != (0..<40).map { measured(model, patient: 6, visit: $0).scores[0] })
    #expect(first != (0..<40).map { measured(model, visit: $0, rater: 2).scores[0] })
  }

  @Test("The bits of a score stay what they are")
  func golden() throws {
    func scale(_ id: String, _ reporter: Scale.Reporter) -> Scale {
      Scale(
        id: id, title: id, code: id, reporter: reporter,
        items: (0..<8).map { item in
          ScaleItem(
            name: "item \(item)", discrimination: 1 + 0.25 * Double(item),
            thresholds: [-1.5, -0.75, 0, 0.75, 1.5].map { $0 + 0.125 * Double(item) })
        })
    }
    var report = scale("REPORT", .subject)
    report.trait = 0.5
    report.occasion = 0.25
    let library = try ScaleLibrary([scale("MADRS", .clinician), report])
    let parameters = TrialParameters(values: [
      "measurement.fluctuation": 0.125, "measurement.item_persistence": 0.5, "measurement.site_bias": 0.25,
      "measurement.site_noise": 0.125, "measurement.site_inflation": 2,
    ])
    let model = try MeasurementModel(
      scales: [library.scale("MADRS"), report], library: library, parameters: parameters, rater: .site)
    let scores = (0..<8).map { measured(model, visit: $0, expected: 4 * Double($0)).scores }
    #expect(scores == [[0, 0], [4, 6], [8, 3], [14, 12], [11, 18], [14, 22], [24, 17], [26, 27]])
  }
}
