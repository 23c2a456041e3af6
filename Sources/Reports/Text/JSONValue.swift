/// A JSON value whose objects keep the order in which their fields were written.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// Not-a-number and infinities are written as null: JSON has no word for them.
  case number(Double)
  case integer(Int)
  case string(String)
  case array([JSONValue])
  case object([Field])

  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: JSONValue
  }

  package static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  package static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  /// This object with another object's fields at its end; this value alone when either is no object.
  package func adding(_ other: JSONValue) -> JSONValue {
    guard case .object(let own) = self, case .object(let fields) = other else { return self }
    return .object(own + fields)
  }

  /// This object with another value of one of its fields.
  func replacing(_ name: String, with value: JSONValue) -> JSONValue {
    guard case .object(var fields) = self, let index = fields.firstIndex(where: { $0.name == name }) else {
      return self
    }
    fields[index].value = value
    return .object(fields)
  }

  /// The text: objects and arrays of more than plain values are indented by two spaces a level when `pretty`.
  package func text(pretty: Bool = false) -> String {
    var output = ""
    write(to: &output, pretty: pretty, indentation: 0)
    return output
  }

  private var isPlain: Bool {
    switch self {
    case .array(let values): values.isEmpty
    case .object(let fields): fields.isEmpty
    default: true
    }
  }

  private func write(to output: inout String, pretty: Bool, indentation: Int) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += Self.text(of: value)
    case .string(let value): Self.write(value, to: &output)
    case .array(let values):
      // Rows of plain values stay on one line: they are data.
      let breaks = pretty && !values.allSatisfy(\.isPlain)
      Self.write(values, to: &output, brackets: ("[", "]"), breaks: breaks, indentation: indentation) { value, output in
        value.write(to: &output, pretty: breaks, indentation: indentation + 1)
      }
    case .object(let fields):
      let breaks = pretty && !fields.allSatisfy(\.value.isPlain)
      Self.write(fields, to: &output, brackets: ("{", "}"), breaks: breaks, indentation: indentation) { field, output in
        Self.write(field.name, to: &output)
        output += pretty ? ": " : ":"
        field.value.write(to: &output, pretty: pretty, indentation: indentation + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], to output: inout String, brackets: (String, String), breaks: Bool, indentation: Int,
    item: (Item, inout String) -> Void
  ) {
    output += brackets.0
    for (position, element) in items.enumerated() {
      if position > 0 { output += breaks ? "," : ", " }
      if breaks { output += "\n" + String(repeating: "  ", count: indentation + 1) }
      item(element, &output)
    }
    if breaks, !items.isEmpty { output += "\n" + String(repeating: "  ", count: indentation) }
    output += brackets.1
  }

  /// The shortest text that reads back as the same number; whole numbers without a point.
  private static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return value.description
  }

  private static func write(_ string: String, to output: inout String) {
    output += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Field(name: $0.0, value: $0.1) })
  }
}
