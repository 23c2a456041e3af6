/// The design's scales as parameters of tables.
struct TableScales {
  let design: TrialDesign
  /// For each scale of the design what the library says; nil: not known there.
  let known: [Scale?]

  init(_ design: TrialDesign, scales: [Scale]) {
    self.design = design
    known = design.scales.map { id in scales.first { $0.id == id } }
  }

  /// PARAMCD of the sum.
  func code(_ scale: Int) -> String {
    if let code = known[scale]?.code { return code }
    return String(design.scales[scale].uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(8))
  }

  func title(_ scale: Int) -> String { known[scale]?.title ?? design.scales[scale] }

  /// The scale whose items subjects carry.
  var itemScale: Int? { design.scales.firstIndex { $0.uppercased() == "MADRS" } }

  func score(_ subject: TrialSubject, visit: Int, scale: Int) -> Double {
    let place = visit * design.scales.count + scale
    return subject.scores.indices.contains(place) ? subject.scores[place] : .nan
  }

  /// How many items a subject carries for each visit.
  func itemCount(_ subject: TrialSubject) -> Int {
    guard itemScale != nil, !design.visits.isEmpty else { return 0 }
    return subject.items.count / design.visits.count
  }

  /// NaN where the item was not rated.
  func item(_ subject: TrialSubject, visit: Int, item: Int) -> Double {
    let value = subject.items[visit * itemCount(subject) + item]
    return value < 0 ? .nan : Double(value)
  }

  func itemCode(_ item: Int) -> String {
    guard let scale = itemScale else { return "" }
    return known[scale]?.code(ofItem: item) ?? code(scale) + (item < 9 ? "0" : "") + "\(item + 1)"
  }

  func itemTitle(_ item: Int) -> String {
    guard let scale = itemScale else { return "" }
    guard let items = known[scale]?.items, items.indices.contains(item) else { return "item \(item + 1)" }
    return items[item].name
  }
}
