import Populations
import Reports
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, 0, "0"), (0.5, 0, "1"), (-0.4, 0, "0"), (-0.5, 0, "-1"), (1.005, 1, "1.0"), (12.345, 2, "12.35"),
    (0.07, 1, "0.1"), (0.04, 1, "0.0"), (99.95, 1, "100.0"), (-3.25, 1, "-3.3"), (1e14, 0, "100000000000000"),
  ])
  func fixed(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (185.4, "185"), (18.74, "18.7"), (1.126, "1.13"), (0.72, "0.72"), (0.0214, "0.021"), (0.000_123, "0.00012"),
    (0, "0"), (-42.42, "-42.4"), (.nan, "–"), (.infinity, "–"),
  ])
  func short(_ value: Double, _ text: String) { #expect(NumberText.short(value) == text) }

  @Test(arguments: [
    (123_456.789, 4, 123_500.0), (0.000_123_456, 3, 0.000_123), (-2.5, 1, -3), (9.999, 2, 10), (0, 5, 0),
    (1e300, 3, 1e300),
  ])
  func roundsToSignificantDigits(_ value: Double, _ digits: Int, _ expected: Double) {
    #expect(NumberText.rounded(value, digits: digits) == expected)
  }

  /// Rounding leaves the double nearest to the decimal number, so its shortest text has that many digits at most.
  @Test func roundedNumbersAreShort() {
    var value = 1.234_567_890_123e-7
    for _ in 0..<200 {
      value *= 1.37
      let digits = NumberText.rounded(value, digits: 6).description.prefix { $0 != "e" }.filter(\.isNumber)
      let significant = digits.drop { $0 == "0" }.reversed().drop { $0 == "0" }
      #expect(significant.count <= 6, "\(value)")
    }
  }

  @Test func intervals() {
    func text(_ median: Double, _ low: Double, _ high: Double, count: Int = 10, most: Int = 3) -> String {
      NumberText.interval(Interval(median: median, low: low, high: high, count: count), mostDecimals: most)
    }
    #expect(text(185.2, 140.1, 239.6) == "185 (140–240)")
    #expect(text(0.721, 0.65, 0.8) == "0.72 (0.65–0.80)")
    #expect(text(1, 1, 1) == "1.00")
    #expect(text(0.666, 0.61, 0.75, most: 1) == "0.7 (0.6–0.8)")
    #expect(text(1, 2, 3, count: 0) == "–")
    #expect(text(.nan, 2, 3) == "–")
    #expect(text(-16.4, -24, -4.2, most: 0) == "-16 (-24–-4)")
  }
}
