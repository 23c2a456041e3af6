import Statistics

/// What a trial's statistics do when its subjects guess their arms.
///
/// Who guesses the active arm reports a score lower by the effect of expectancy, who guesses the control one that much
/// higher, who does not know neither. The difference of the arms then holds, beside the drug's effect, the expectancy
/// times the sum of the two Bang indices. Two analyses: a t test of the change (what trials report), and a regression on
/// arm and guess (right about the drug whatever is guessed, and weaker the more is guessed right).
///
/// It takes guesses as causes. Where improvement makes people guess the drug, the second analysis takes too much away.
package struct UnblindingModel: Sendable {
  package let setting: UnblindingSetting
  package let active: GuessShares
  package let control: GuessShares

  package init(_ setting: UnblindingSetting, active: GuessShares, control: GuessShares) {
    self.setting = setting
    self.active = active
    self.control = control
  }

  /// Points by which the arms differ without any effect of the drug; negative favours the drug.
  package var falseDifference: Double {
    -setting.expectancy * (active.balance(isActiveArm: true) + control.balance(isActiveArm: false))
  }

  /// How often a t test rejects when the drug relieves nothing.
  package var falsePositives: MeanTest.Rejection { asRun(effect: 0) }

  /// How often it rejects when the drug relieves what is assumed: as run, belief included.
  package var apparentPower: MeanTest.Rejection { asRun(effect: setting.effect) }

  /// The same when nobody can guess: blinding is perfect.
  package var maskedPower: MeanTest.Rejection {
    let error = setting.deviation * (1 / Double(setting.activeCount) + 1 / Double(setting.controlCount)).squareRoot()
    return MeanTest(alpha: setting.alpha, degreesOfFreedom: setting.total - 2)
      .rejection(noncentrality: -setting.effect / error)
  }

  /// How often the regression on arm and guess rejects: what is left of the power once belief is allowed for.
  package var adjustedPower: MeanTest.Rejection {
    // Without a third degree of freedom nothing can be adjusted for.
    let freedom = max(1, setting.total - 3)
    let share = Double(setting.activeCount) / setting.total
    let information = setting.total * share * (1 - share) * separation
    return MeanTest(alpha: setting.alpha, degreesOfFreedom: freedom)
      .rejection(noncentrality: -setting.effect * information.squareRoot() / setting.deviation)
  }

  /// The share of the arm's variance that guesses do not explain: 1 where guesses tell nothing about arms, 0 where arm
  /// and guess are one and the same.
  package var separation: Double {
    let share = Double(setting.activeCount) / setting.total
    let within = share * variance(active) + (1 - share) * variance(control)
    let difference = lean(active) - lean(control)
    let all = within + share * (1 - share) * difference * difference
    return all > 0 ? within / all : 1
  }

  /// Subjects in all arms with which the regression reaches a power; nil where it cannot with a million in an arm.
  package func subjects(forPower power: Double) -> Int? {
    guard setting.effect > 0 else { return nil }
    func reaches(_ factor: Double) -> Bool {
      UnblindingModel(setting.scaled(by: factor), active: active, control: control).adjustedPower.total >= power
    }
    let most = 1e6 / Double(max(setting.activeCount, setting.controlCount))
    guard reaches(most) else { return nil }
    var low = 0.0
    var high = most
    while high - low > 0.25 / setting.total {
      let middle = 0.5 * (low + high)
      if reaches(middle) { high = middle } else { low = middle }
    }
    let enough = setting.scaled(by: high)
    return enough.activeCount + enough.controlCount
  }

  private func asRun(effect: Double) -> MeanTest.Rejection {
    let first = Double(setting.activeCount)
    let second = Double(setting.controlCount)
    let noise = setting.deviation * setting.deviation
    let belief = setting.expectancy * setting.expectancy
    let firstVariance = noise + belief * variance(active)
    let secondVariance = noise + belief * variance(control)
    let freedom = first + second - 2
    let pooled = ((first - 1) * firstVariance + (second - 1) * secondVariance) / freedom
    let error = (pooled * (1 / first + 1 / second)).squareRoot()
    return MeanTest(alpha: setting.alpha, degreesOfFreedom: freedom)
      .rejection(noncentrality: (falseDifference - effect) / error)
  }

  /// Mean of a guess that counts 1 for the active arm and −1 for the control.
  private func lean(_ guesses: GuessShares) -> Double { guesses.active - guesses.control }

  private func variance(_ guesses: GuessShares) -> Double {
    max(0, guesses.active + guesses.control - lean(guesses) * lean(guesses))
  }
}
