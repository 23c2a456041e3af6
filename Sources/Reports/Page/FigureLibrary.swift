import Diagnostics
package import Files

/// The script that draws figures in a page: Vega, Vega-Lite and Vega-Embed in one file, written by the set-up.
package enum FigureLibrary {
  private static let name = "vega-bundle.js"
  private static let limit = 8 << 20

  /// Where the script may lie: beside an installed library, or in a checkout's Python environment.
  package static func paths(in home: DataHome) -> [String] {
    ["\(home.path)/\(name)", "\(home.path)/.venv/share/rewire/\(name)"]
  }

  /// The script, fit to stand inside a page; nil when the set-up has not written it.
  ///
  /// - Throws: `FileError` when it is there and cannot be read.
  package static func text(in home: DataHome) throws -> String? {
    for path in paths(in: home) {
      do {
        return inlined(try TextFile.read(path, limit: limit).text)
      } catch FileError.missing {
        continue
      }
    }
    return nil
  }

  /// A closing tag inside a string of the script would end the script element.
  static func inlined(_ script: String) -> String {
    script.split(separator: "</script", omittingEmptySubsequences: false).joined(separator: "<\\/script")
  }
}
