import Populations

/// One small panel: the course of one stage in one arm, or in several arms whose courses are the same, with its bands
/// and the untreated median in grey.
struct CoursePanel {
  /// Positions of the arms in the study.
  var arms: [Int]
  var title: String
  var color: String
  /// Panels with the same key share their vertical axis.
  var scale: String
  var unitTitle: String
  var course: Course
  var rows: [Course.Row]

  struct Frame {
    var width: Int
    var height: Int
    var xTitle: String?
    var xEnd: Double
    var domain: (low: Double, high: Double)
    var showsUnit: Bool
    /// The name of the data set with the untreated median, and whether it is labelled in this panel.
    var reference: String?
    /// Where the untreated line is labelled in this panel, if it is.
    var referenceLabel: ReferenceLabel?
    var strokeWidth: Double
  }

  /// The word at the end of the untreated line, on the side that the arm's own line leaves free.
  enum ReferenceLabel: String {
    case above, below
  }

  func specification(_ frame: Frame) -> JSONValue {
    let x: JSONValue = [
      "field": "x", "type": "quantitative", "title": frame.xTitle.map(JSONValue.string) ?? .null,
      // A little room before the start keeps a spike there clear of the axis.
      "scale": ["domain": [.number(-0.015 * frame.xEnd), .number(frame.xEnd)], "nice": false],
      "axis": ["values": .array(Self.ticks(to: frame.xEnd).map(JSONValue.number)), "grid": false],
    ]
    let yScale: JSONValue = [
      "domain": [.number(frame.domain.low), .number(frame.domain.high)], "nice": true, "zero": false,
    ]
    let y: JSONValue = [
      "field": "median", "type": "quantitative", "scale": yScale,
      "title": frame.showsUnit ? .string(unitTitle) : .null, "axis": ["tickCount": 4],
    ]
    func band(_ low: String, _ high: String, opacity: Double) -> JSONValue {
      [
        "mark": ["type": "area", "color": .string(color), "opacity": .number(opacity), "clip": true],
        "encoding": [
          "x": x, "y": ["field": .string(low), "type": "quantitative", "scale": yScale], "y2": ["field": .string(high)],
        ],
      ]
    }
    var layers: [JSONValue] = [band("p05", "p95", opacity: 0.18), band("p25", "p75", opacity: 0.28)]
    if let reference = frame.reference {
      layers.append([
        "data": ["name": .string(reference)], "transform": [["filter": "!datum.label"]],
        "mark": [
          "type": "line", "color": .string(Palette.reference), "strokeDash": [4, 3], "strokeWidth": 1.4, "clip": true,
        ],
        "encoding": ["x": x, "y": y],
      ])
      if let label = frame.referenceLabel {
        layers.append([
          "data": ["name": .string(reference)],
          "transform": [["filter": .string("datum.label == '\(label.rawValue)'")]],
          "mark": [
            "type": "text", "align": "right", "dy": label == .above ? -7 : 9, "fontSize": 9.5, "color": "#5A5A5A",
            "text": "untreated",
          ],
          "encoding": ["x": x, "y": y],
        ])
      }
    }
    layers.append([
      "mark": ["type": "line", "color": .string(color), "strokeWidth": .number(frame.strokeWidth), "clip": true],
      "encoding": ["x": x, "y": y],
    ])
    return [
      "title": [
        "text": .texts(ConsoleTable.wrapped(title, width: frame.width / 6, indentation: 0)), "color": .string(color),
      ],
      "width": .integer(frame.width), "height": .integer(frame.height),
      "data": ["values": .array(rows.map(Self.value))], "layer": .array(layers),
    ]
  }

  private static func value(_ row: Course.Row) -> JSONValue {
    [
      "x": .number(row.x), "p05": .number(row.quantiles[0]), "p25": .number(row.quantiles[1]),
      "median": .number(row.quantiles[2]), "p75": .number(row.quantiles[3]), "p95": .number(row.quantiles[4]),
    ]
  }

  /// Round numbers, weeks for courses of days.
  static func ticks(to end: Double) -> [Double] {
    let steps: [Double] = [0.25, 0.5, 1, 2, 4, 7, 14, 28, 56, 91, 182, 364]
    let step = steps.first { end / $0 <= 7 } ?? end / 6
    return Array(stride(from: 0, through: end * (1 + 1e-9), by: step))
  }
}
