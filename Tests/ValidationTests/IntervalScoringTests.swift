import Testing
import Validation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Rules A and B, the width and the log score by hand.
@Suite struct IntervalScoringTests {
  private func draws(_ values: [Double], shift: Double = 0, error: Double = 1) -> [IntervalScoring.Draw] {
    values.map { IntervalScoring.Draw(value: $0, standardError: error, shift: shift, deviate: 0) }
  }

  private func scoring(_ isRatio: Bool = false, pooled: Bool = false) -> IntervalScoring {
    IntervalScoring(isRatio: isRatio, isPooled: pooled, widthLimit: 2)
  }

  /// Fifty values -7 and -3: mean -5, sd 2.0203; with a shift of 3: 3.6169.
  private var fifty: [Double] { (0..<50).map { $0 % 2 == 0 ? -7 : -3 } }

  @Test func aFewDrawsAreTakenForNormal() throws {
    let score = try #require(
      scoring().score(draws(fifty, shift: 3), value: -8, low: -9, high: -5.5, isMeasured: true))
    let sd = (200.0 / 49).squareRoot()
    let total = (sd * sd + 9).squareRoot()
    #expect(score.mean == -5 && abs(score.sd - sd) < 1e-12 && score.spread == 3)
    #expect(abs(score.low - (-5 - 1.959963984540054 * total)) < 1e-9)
    // -5 lies outside -9 … -5.5, -8 inside -12.1 … 2.1; 14.2 is more than twice 3.5.
    #expect(!score.isTight && score.isPredictive && score.isNarrow == false)
    let density = exp(-0.5 * 9 / (total * total)) / (total * (2 * Double.pi).squareRoot())
    #expect(abs(score.logScore - log(density)) < 1e-12)
  }

  @Test func manyDrawsHaveQuantilesOfTheirOwn() throws {
    let values = (0...400).map { Double($0) / 4 }
    let score = try #require(scoring().score(draws(values), value: 97, low: 40, high: 60, isMeasured: true))
    #expect(abs(score.low - 2.5) < 1e-9 && abs(score.high - 97.5) < 1e-9)
    #expect(score.isTight && score.isPredictive)
    let outside = try #require(scoring().score(draws(values), value: 98, low: nil, high: 60, isMeasured: true))
    #expect(!outside.isPredictive && outside.isTight && outside.isNarrow == nil)
  }

  @Test func ratiosAreScoredInLogarithms() throws {
    let values = (0..<50).map { $0 % 2 == 0 ? log(1.0) : log(4.0) }
    let score = try #require(scoring(true).score(draws(values), value: 2, low: 1, high: 4, isMeasured: true))
    #expect(abs(score.mean - 2) < 1e-12 && score.isTight && score.isPredictive)
    // The density at the mean of logarithms.
    #expect(abs(score.logScore + log(score.sd) + 0.5 * log(2 * Double.pi)) < 1e-12)
  }

  @Test func pooledSourcesHaveTheErrorByFormula() throws {
    let few = [-6.0, -5, -4, -5]
    let score = try #require(
      scoring(pooled: true).score(draws(few, error: 0.5), value: -5.9, low: -6, high: -4, isMeasured: true))
    #expect(score.sd == 0.5 && score.isPredictive && score.isNarrow == nil)
  }

  @Test func assumedBandsHaveNoWidth() throws {
    let score = try #require(scoring().score(draws(fifty), value: -5, low: -6, high: -4, isMeasured: false))
    #expect(score.isNarrow == nil && score.isTight)
  }

  @Test func mostDrawsMustHaveAnEstimate() {
    let half = fifty.map { $0 == -7 ? Double.nan : $0 } + [.nan]
    #expect(scoring().score(draws(half), value: -5, low: -6, high: -4, isMeasured: true) == nil)
    #expect(scoring().score([], value: -5, low: -6, high: -4, isMeasured: true) == nil)
  }
}
