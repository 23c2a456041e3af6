import Foundation
import Reports
import Testing

@Suite struct JSONValueTests {
  @Test func writesWhatIsThere() {
    let value: JSONValue = ["a": [1, 2.5, nil, true], "b": ["c": "d"]]
    #expect(value.text() == #"{"a":[1, 2.5, null, true], "b":{"c":"d"}}"#)
  }

  @Test func prettyTextKeepsDataRowsOnOneLine() {
    let value: JSONValue = ["rows": [["x": 1, "y": 2], ["x": 3, "y": 4]]]
    #expect(
      value.text(pretty: true) == """
        {
          "rows": [
            {"x": 1, "y": 2},
            {"x": 3, "y": 4}
          ]
        }
        """)
  }

  @Test(arguments: [(0.1, "0.1"), (-0.0, "0"), (1e17, "1e+17"), (1e-7, "1e-07"), (123456, "123456"), (.nan, "null")])
  func numbers(_ value: Double, _ text: String) { #expect(JSONValue.number(value).text() == text) }

  /// Foundation reads back the same text, whatever is in it.
  @Test(arguments: ["\"\\/\n\r\t\u{0}\u{1F}", "</script><!--", "Å–†😀\u{2028}\u{2029}", ""])
  func stringsSurvive(_ text: String) throws {
    let json = JSONValue.array([.string(text)]).text()
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String]
    #expect(read == [text])
  }

  @Test func addsFields() {
    let value: JSONValue = ["a": 1]
    #expect(value.adding(["b": 2]) == ["a": 1, "b": 2])
    #expect(value.adding(3) == value)
  }
}
