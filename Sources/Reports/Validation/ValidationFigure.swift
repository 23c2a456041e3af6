import Validation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Published against simulated, a row for each target of a domain: all on one axis, in units of the published band.
struct ValidationFigure {
  let result: ValidationResult

  private static let rowHeight = 20
  private static let width = 520
  /// What lies further out is drawn at the edge.
  private static let reach = 6.0
  private static let colors = (published: "#555555", met: "#00795A", missed: "#C04F00")

  /// One figure for each domain with a simulated target, in the order of domains.
  func all() -> [Figure] { PublishedTarget.Domain.allCases.compactMap(figure) }

  private func figure(_ domain: PublishedTarget.Domain) -> Figure? {
    let rows = result.scores.filter { $0.target.domain == domain }.compactMap(row)
    guard !rows.isEmpty else { return nil }
    let labels = rows.map { row -> String in
      guard case .object(let fields) = row, case .string(let label)? = fields.first?.value else { return "" }
      return label
    }
    let x: JSONValue = [
      "field": "simulated", "type": "quantitative",
      "title": "distance from the published value, in half-widths of its band (ratios: of logarithms)",
      "scale": ["domain": [.number(-Self.reach), .number(Self.reach)], "clamp": true],
      "axis": ["tickCount": 7],
    ]
    let y: JSONValue = [
      "field": "target", "type": "nominal", "title": nil, "sort": nil, "scale": ["domain": .texts(labels)],
      "axis": ["labelLimit": 460, "labelFontSize": 11, "ticks": false, "domain": false, "grid": true],
    ]
    func rule(_ from: String, _ to: String, _ mark: JSONValue, color: JSONValue) -> JSONValue {
      let own: JSONValue = ["type": "rule", "clip": true]
      return [
        "mark": own.adding(mark),
        "encoding": [
          "x": x.replacing("field", with: .string(from)), "x2": ["field": .string(to)], "y": y, "color": color,
        ],
      ]
    }
    let met: JSONValue = ["field": "color", "type": "nominal", "scale": nil, "legend": nil]
    let layers: [JSONValue] = [
      rule(
        "bandLow", "bandHigh", ["strokeWidth": 11, "opacity": 0.25], color: ["value": .string(Self.colors.published)]),
      [
        "data": ["values": [["none": 0]]],
        "mark": ["type": "rule", "color": .string(Palette.reference), "strokeDash": [4, 3]],
        "encoding": ["x": x.replacing("field", with: "none")],
      ],
      rule("low", "high", ["strokeWidth": 1.8], color: met),
      [
        "mark": ["type": "point", "filled": true, "size": 58, "opacity": 1],
        "encoding": ["x": x, "y": y, "color": met],
      ],
    ]
    return Figure.make(
      id: "domain-\(domain.rawValue)",
      caption: "\(domain.title.prefix(1).uppercased())\(domain.title.dropFirst()): the published band (grey) and the "
        + "mean (dot) and central 95 % (line, with the spread between trials) of what was simulated; green: rules A "
        + "and B are met, orange: not both.",
      [
        "width": .integer(Self.width), "height": .integer(Self.rowHeight * rows.count + 6),
        "data": ["values": .array(rows)], "layer": .array(layers),
      ])
  }

  private func row(_ score: TargetScore) -> JSONValue? {
    guard let interval = score.interval, let value = score.target.value, let low = score.target.low else { return nil }
    let isRatio = score.target.statistic.isRatio
    func scaled(_ value: Double) -> Double { isRatio ? log(value) : value }
    let centre = scaled(value)
    let half = score.target.high.map { (scaled($0) - scaled(low)) / 2 } ?? centre - scaled(low)
    guard half > 0 else { return nil }
    func place(_ value: Double) -> JSONValue {
      let distance = (scaled(value) - centre) / half
      return .number(NumberText.rounded(min(max(distance, -Self.reach), Self.reach), digits: 4))
    }
    return [
      "target": .string(score.target.id), "simulated": place(interval.mean), "low": place(interval.low),
      "high": place(interval.high), "bandLow": place(low),
      "bandHigh": score.target.high.map(place) ?? .number(Self.reach),
      "color": .string(interval.isTight && interval.isPredictive ? Self.colors.met : Self.colors.missed),
    ]
  }
}
