import Populations
import Testing

@Suite struct QuantileTests {
  /// R: quantile(c(1, 2, 3, 4, 10), c(0, .05, .25, .5, .75, .95, 1), type = 7)
  @Test func agreesWithR() {
    let expected = [1, 1.2, 2, 3, 4, 8.8, 10]
    let got = Quantile.of([10, 3, 1, 4, 2], [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1])
    for (value, right) in zip(got, expected) { #expect(abs(value - right) < 1e-12) }
  }

  /// Of 0, 1, …, n the p-quantile of type 7 is n·p exactly.
  @Test(arguments: [1, 2, 7, 199, 1000]) func isLinearInEvenSteps(n: Int) {
    let values = (0...n).map(Double.init)
    for p in [0, 0.05, 0.1, 1 / 3.0, 0.5, 0.95, 1] {
      #expect(abs(Quantile.sorted(values, p) - Double(n) * p) < 1e-9)
    }
  }

  @Test func leavesOutWhatIsNotFinite() {
    #expect(Quantile.of([.nan, 2, .infinity, 4], [0.5]) == [3])
    #expect(Quantile.of([7], [0.05, 0.95]) == [7, 7])
    #expect(Quantile.of([], [0.5])[0].isNaN)
    let interval = Interval(of: [.nan, 1, 2, 3])
    #expect(interval.count == 3 && interval.median == 2 && interval.low == 1.1)
    #expect(Interval(of: []).count == 0 && Interval(of: []).median.isNaN)
  }
}
