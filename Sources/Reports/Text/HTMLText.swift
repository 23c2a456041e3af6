/// Text made safe for a page: protocols and models are written by others.
enum HTMLText {
  /// Escaped for element content and quoted attributes.
  static func escaped(_ text: String) -> String {
    var output = ""
    output.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// Escaped for the inside of a script element: no closing tag or comment can begin in it.
  static func scriptSafe(_ json: String) -> String {
    var output = ""
    output.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      if scalar == "<" { output += "\\u003c" } else { output.unicodeScalars.append(scalar) }
    }
    return output
  }
}
