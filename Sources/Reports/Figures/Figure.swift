/// A figure as a Vega-Lite specification with its data inside.
package struct Figure: Sendable {
  /// Used in file names and page anchors: `stage-glutamate`.
  package var id: String
  /// What it shows and how to read it, for people who see it and for those who cannot.
  package var caption: String
  package var specification: JSONValue

  static func make(id: String, caption: String, _ content: JSONValue) -> Figure {
    let head: JSONValue = [
      "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "description": .string(caption),
      "background": "white", "config": style,
    ]
    return Figure(id: id, caption: caption, specification: head.adding(content))
  }

  private static let style: JSONValue = [
    "font": "system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif",
    "view": ["stroke": nil],
    "axis": [
      "gridColor": "#E7E7E7", "domainColor": "#9A9A9A", "tickColor": "#9A9A9A", "labelColor": "#444444",
      "titleColor": "#222222", "labelFontSize": 10, "titleFontSize": 10.5, "titleFontWeight": "normal",
      "tickSize": 3, "labelPadding": 3, "titlePadding": 5,
    ],
    "title": ["fontSize": 11.5, "fontWeight": "bold", "anchor": "start", "frame": "group", "offset": 5],
  ]
}
