/// How many patients are treated for one more patient with the event (Altman 1998, doi:10.1136/bmj.317.7168.1309): the
/// inverse of a risk difference.
///
/// For a wanted event a positive number is a number needed to treat and a negative one a number needed to harm; for a
/// side effect it is the other way round.
package struct NumberNeeded: Sendable, Hashable {
  package enum Interval: Sendable, Hashable {
    /// Both ends have the number's sign; the smaller absolute value means the stronger effect.
    case bounded(lower: Double, upper: Double)
    /// The difference's interval holds 0: the numbers go from `more` up through infinity, and from minus infinity up
    /// to `fewer`. Values between `fewer` and `more` are what the data exclude.
    case throughInfinity(fewer: Double, more: Double)
  }

  /// One over the difference: infinite when there is none.
  package let value: Double
  package let interval: Interval

  package init(_ difference: Estimate) {
    value = 1 / difference.value
    if difference.lower > 0 || difference.upper < 0 {
      interval = .bounded(lower: 1 / difference.upper, upper: 1 / difference.lower)
    } else {
      interval = .throughInfinity(
        fewer: difference.lower < 0 ? 1 / difference.lower : -.infinity,
        more: difference.upper > 0 ? 1 / difference.upper : .infinity)
    }
  }
}
