/// Indices of how well a trial was blinded.
package enum BlindingIndex {
  /// The index of Bang, Ni and Davis 2004 (doi:10.1016/j.cct.2003.10.016) for one arm: the share of right guesses less
  /// the share of wrong ones. 0 is blind, 1 all guess right, −1 all guess the opposite.
  ///
  /// The interval is symmetrical with the multinomial variance; the p value is of the hypothesis of 0.
  /// - Throws: ``StatisticsError`` when no one was asked.
  package static func bang(
    _ guesses: BlindingGuesses, isActiveArm: Bool, level: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try guesses.check(isActiveArm ? "active" : "control")
    let n = Double(guesses.total)
    let right = Double(isActiveArm ? guesses.active : guesses.control) / n
    let wrong = Double(isActiveArm ? guesses.control : guesses.active) / n
    let variance = (right * (1 - right) + wrong * (1 - wrong) + 2 * right * wrong) / n
    return Estimate(value: right - wrong, standardError: variance.squareRoot(), level: level)
  }

  /// The index of James and others 1996 (doi:10.1002/(SICI)1097-0258(19960715)15:13<1421::AID-SIM266>3.0.CO;2-H) over
  /// both arms: 1 is blind (all unsure), 0 all guess right, about 1/2 is guessing at random.
  ///
  /// The interval is symmetrical with the variance by linearisation of the multinomial counts; the p value, of the
  /// hypothesis of 0, means little and is kept for completeness.
  /// - Throws: ``StatisticsError`` when an arm is empty or everyone is unsure of whom the chance agreement is needed.
  package static func james(
    active: BlindingGuesses, control: BlindingGuesses, level: Double = 0.95
  ) throws(StatisticsError) -> Estimate {
    try active.check("active")
    try control.check("control")
    let n = Double(active.total + control.total)
    let counts = [active.active, active.control, active.unsure, control.active, control.control, control.unsure]
    let shares = counts.map { Double($0) / n }
    let (value, gradient) = jamesValue(shares)
    guard value.isFinite else { throw .unusable("with these guesses James' index has no value") }
    var mean = 0.0
    var square = 0.0
    for (share, slope) in zip(shares, gradient) {
      mean += share * slope
      square += share * slope * slope
    }
    return Estimate(value: value, standardError: (max(square - mean * mean, 0) / n).squareRoot(), level: level)
  }

  /// The index (1 + u + (1 − u)·K)/2 with u unsure, K = (observed − expected)/expected of the disagreement among the
  /// others, a wrong guess counting ½ in both; and its derivatives by the six shares.
  static func jamesValue(_ p: [Double]) -> (value: Double, gradient: [Double]) {
    let unsure = p[2] + p[5]
    let sure = 1 - unsure
    // Everyone unsure: the limit.
    guard sure > 0 else { return (1, [Double](repeating: 0, count: 6)) }
    let wrong = p[1] + p[3]
    let rows = (p[0] + p[1], p[3] + p[4])
    let columns = (p[0] + p[3], p[1] + p[4])
    let chance = columns.1 * rows.0 + columns.0 * rows.1
    // (1 − u)·K = s·(wrong/s − chance/s²)/(chance/s²) = s²·wrong/chance − s
    let value = 0.5 * (1 + unsure + sure * sure * wrong / chance - sure)
    var gradient = [Double](repeating: 0, count: 6)
    for index in 0..<6 {
      let isUnsure = index == 2 || index == 5
      let ofUnsure = isUnsure ? 1.0 : 0
      let ofWrong = index == 1 || index == 3 ? 1.0 : 0
      let ofChance =
        switch index {
        case 0: columns.1 + rows.1
        case 1: rows.0 + columns.1
        case 3: rows.1 + columns.0
        case 4: rows.0 + columns.0
        default: 0.0
        }
      gradient[index] =
        0.5
        * (2 * ofUnsure - 2 * sure * ofUnsure * wrong / chance + sure * sure * ofWrong / chance
          - sure * sure * wrong * ofChance / (chance * chance))
    }
    return (value, gradient)
  }
}
