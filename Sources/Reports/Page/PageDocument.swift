/// The frame of every page: it carries its style, its script, the figure library and the figures' data, and a content
/// security policy forbids loading anything.
struct PageDocument {
  /// As text.
  var title: String
  /// As markup, like all that follows.
  var header: String
  var sections: [String]
  var footer: String
  var figures: [Figure]
  /// The figure library's script (``FigureLibrary``); without it the page says that the figures are not drawn.
  var library: String?

  func text() -> String {
    let policy =
      "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTMLText.escaped(title)) · Rewire</title>
      <style>
      \(PageStyle.css)
      </style>
      </head>
      <body>
      \(header)
      <main>
      \(sections.joined(separator: "\n"))
      </main>
      \(footer)
      \(figures.map(Self.data).joined(separator: "\n"))
      \(library.map { "<script>\n\($0)\n</script>" } ?? "")
      <script>
      \(PageScript.text)
      </script>
      </body>
      </html>

      """
  }

  /// Where a figure is drawn, with its caption.
  static func place(_ figure: Figure) -> String {
    """
    <figure><div class="plot" data-figure="data-\(HTMLText.escaped(figure.id))" role="img" \
    aria-label="\(HTMLText.escaped(figure.caption))"></div>
    <figcaption>\(HTMLText.escaped(figure.caption))</figcaption></figure>
    """
  }

  private static func data(_ figure: Figure) -> String {
    "<script type=\"application/json\" id=\"data-\(HTMLText.escaped(figure.id))\">"
      + HTMLText.scriptSafe(figure.specification.text()) + "</script>"
  }

  /// One fact of the list below a page's title.
  static func fact(_ name: String, _ value: String) -> String {
    "<div><dt>\(HTMLText.escaped(name))</dt><dd>\(HTMLText.escaped(value))</dd></div>"
  }
}
