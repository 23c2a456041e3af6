package import Diagnostics
package import Files

/// Published summaries that a weighted population is to have.
package struct PrevalenceTargets: Sendable {
  /// What is known about one quantity.
  package enum Statistic: Sendable, Hashable {
    case mean(Double)
    /// Around the mean that is a target too.
    case standardDeviation(Double, mean: Double)
    /// The share of patients above `low` (or from the least value on) up to `high`.
    case share(low: Double, high: Double, Double)
  }

  package struct Target: Sendable {
    /// A covariate, a parameter or an observable of the model before any treatment.
    package var name: String
    package var statistic: Statistic
    /// In words: `mean of age`.
    package var title: String
    package var place: SourcePlace
  }

  package var targets: [Target]
  /// The weights are fitted to the study's first patients, this many.
  package var pilot: Int
  /// Whether patients are taken in proportion to their weights instead of being weighed.
  package var isSampling: Bool
  var text: SourceText

  /// Reads `{pilot: 4096, use: weights, targets: [{of: age, mean: 45, sd: 12, source: …}, {of: sex, shares: {female: 0.6}}, …]}`.
  package init(_ value: YAMLValue, covariates: [CovariateTable.Column]) throws {
    let fields = try value.mapping("\"prevalence\"", keys: ["pilot", "use", "targets"])
    pilot = try fields["pilot"]?.integer("\"pilot\"", in: 10...100_000) ?? 4096
    let use = try fields["use"]?.text("\"use\"") ?? "weights"
    guard ["weights", "selection"].contains(use) else {
      throw (fields["use"] ?? value).error("\"use\" is \"weights\" or \"selection\"")
    }
    isSampling = use == "selection"
    let list = try fields.required("targets")
    targets = []
    for element in try list.list("\"targets\"") { targets += try Self.targets(element, covariates) }
    guard (1...100).contains(targets.count) else { throw list.error("there are from 1 to 100 targets") }
    for (index, target) in targets.enumerated() where targets[..<index].contains(where: { $0.title == target.title }) {
      throw list.error("the \(target.title) is written twice")
    }
    text = value.source
  }

  private static func targets(_ value: YAMLValue, _ covariates: [CovariateTable.Column]) throws -> [Target] {
    let fields = try value.mapping(
      "a target", keys: ["of", "mean", "sd", "shares", "bins", "source", "grade"])
    let named = try fields.required("of")
    let name = try named.text("\"of\"")
    func target(_ statistic: Statistic, _ title: String) -> Target {
      Target(name: name, statistic: statistic, title: "\(title) of \(name)", place: named.place)
    }
    var targets: [Target] = []
    if let mean = fields["mean"] {
      let number = try mean.number("\"mean\"")
      targets.append(target(.mean(number), "mean"))
      if let sd = fields["sd"] {
        let deviation = try sd.number("\"sd\"")
        guard deviation > 0 else { throw sd.error("\"sd\" must be above zero") }
        targets.append(target(.standardDeviation(deviation, mean: number), "sd"))
      }
    } else if let sd = fields["sd"] {
      throw sd.error("\"sd\" needs a \"mean\" beside it")
    }
    if let shares = fields["shares"] {
      let levels = covariates.first { $0.name == name }?.levels ?? []
      guard !levels.isEmpty else {
        throw shares.error("\"\(name)\" is not a category", hint: "\"bins\" is for numbers")
      }
      let given = try shares.mapping("the shares of \"\(name)\"", keys: levels.map(\.label))
      targets += try Self.shares(
        levels.compactMap { level in
          try given[level.label].map { value in
            (target(.share(low: level.value.nextDown, high: level.value, try share(value)), "share of \(level.label)"))
          }
        }, all: levels.count, at: shares)
    }
    if let bins = fields["bins"] { targets += try Self.bins(bins, target) }
    if targets.isEmpty { throw value.error("a target has \"mean\", \"sd\", \"shares\" or \"bins\"") }
    return targets
  }

  /// `[{max: 40, share: 0.3}, {max: 60, share: 0.5}, {share: 0.2}]`: each bin begins where the one before ends.
  private static func bins(_ value: YAMLValue, _ target: (Statistic, String) -> Target) throws -> [Target] {
    var low = -Double.infinity
    var targets: [Target] = []
    let list = try value.list("\"bins\"")
    for (index, bin) in list.enumerated() {
      let fields = try bin.mapping("a bin", keys: ["max", "share"])
      let high = try fields["max"]?.number("\"max\"") ?? .infinity
      guard high > low, high < .infinity || index == list.count - 1 else {
        throw bin.error("bins ascend, and only the last has no \"max\"")
      }
      let title = high < .infinity ? "share up to \(PlainText.number(high))" : "share of the last bin"
      targets.append(target(.share(low: low, high: high, try share(fields.required("share"))), title))
      low = high
    }
    return try shares(targets, all: low == .infinity ? list.count : Int.max, at: value)
  }

  private static func share(_ value: YAMLValue) throws -> Double {
    let share = try value.number("a share")
    guard share > 0, share < 1 else { throw value.error("a share lies between 0 and 1") }
    return share
  }

  /// Shares of everything add up to 1, and the last follows from the others.
  private static func shares(_ targets: [Target], all: Int, at value: YAMLValue) throws -> [Target] {
    let total = targets.reduce(0.0) { sum, target in
      if case .share(_, _, let share) = target.statistic { sum + share } else { sum }
    }
    if targets.count == all {
      guard abs(total - 1) <= 0.001 else {
        throw value.error("the shares add up to \(PlainText.number(total)), not to 1")
      }
      return Array(targets.dropLast())
    }
    guard total < 1 else {
      throw value.error("the shares add up to \(PlainText.number(total)), and some are not named")
    }
    return targets
  }
}
