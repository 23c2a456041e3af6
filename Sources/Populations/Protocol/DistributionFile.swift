import Diagnostics
package import Files

extension Distribution {
  /// The keys that belong to each distribution.
  private static let keys: [String: Set<String>] = [
    "fixed": ["value"],
    "uniform": ["min", "max"],
    "normal": ["mean", "sd", "min", "max"],
    "lognormal": ["median", "cv", "log_sd", "min", "max"],
    "logit-normal": ["median", "logit_sd", "low", "high", "min", "max"],
    "box-cox": ["median", "sd", "lambda", "min", "max"],
    "box-cox-effect": ["median", "log_sd", "lambda", "min", "max"],
    "empirical": ["values", "weights", "quantiles", "min", "max"],
    "categorical": ["probabilities", "values"],
  ]
  /// Every key that a distribution can have.
  static let allKeys = ["distribution"] + Set(keys.values.joined()).sorted()

  /// Reads a distribution of a protocol: a plain number (the same for everybody), or a mapping.
  ///
  /// - Parameters:
  ///   - sd: the standard deviation of the underlying normal variable where a covariance states it; the mapping must
  ///     not have one then.
  /// - Throws: `InputError` with the place.
  package init(_ value: YAMLValue, sd: Double? = nil) throws {
    if case .scalar = value.content {
      if sd != nil { throw value.error("a covariance needs a distribution, and this is one number for all") }
      self.init(.fixed(try value.number("a parameter's value")))
      return
    }
    try self.init(value.mapping("a distribution", keys: Self.allKeys), sd: sd)
  }

  /// - Parameter fields: a mapping that may have other keys too.
  init(_ fields: YAMLMapping, sd: Double?) throws {
    let value = fields.value
    let kind = try fields.required("distribution")
    let name = try kind.text("\"distribution\"")
    guard let allowed = Self.keys[name] else {
      throw kind.error(
        "unknown distribution \"\(name)\"", hint: NearestName.hint(name, among: Self.keys.keys))
    }
    for key in Self.allKeys where key != "distribution" && !allowed.contains(key) {
      if let extra = fields[key] { throw extra.error("\"\(key)\" does not belong to a \(name) distribution") }
    }
    let reader = DistributionReader(fields: fields, statedSD: sd)
    let minimum = try reader.number("min")
    let maximum = try reader.number("max")
    if let minimum, let maximum, minimum >= maximum { throw value.error("\"min\" must be below \"max\"") }
    let shape: Shape
    switch name {
    case "fixed": shape = .fixed(try reader.required("value"))
    case "uniform":
      self.init(.uniform(low: try reader.required("min"), high: try reader.required("max")))
      if sd != nil { throw kind.error("a uniform distribution has no place in a covariance", hint: Self.advice) }
      return
    case "normal": shape = .normal(mean: try reader.required("mean"), sd: try reader.spread("sd"))
    case "lognormal": shape = try reader.lognormal()
    case "logit-normal": shape = try reader.logitNormal()
    case "box-cox":
      shape = .boxCox(
        median: try reader.positive("median"), sd: try reader.spread("sd"), lambda: try reader.required("lambda"))
    case "box-cox-effect":
      shape = .boxCoxEffect(
        median: try reader.positive("median"), logSD: try reader.spread("log_sd"),
        lambda: try reader.required("lambda"))
    case "empirical": shape = try reader.empirical()
    default: shape = .steps(try reader.categories())
    }
    self.init(shape, minimum: minimum, maximum: maximum)
    if sd != nil, !isFromNormal {
      throw kind.error("a distribution that is \"\(name)\" has no place in a covariance", hint: Self.advice)
    }
    // Below that, hardly any draw would be accepted: three standard deviations.
    if shareInside < 0.00135 { throw value.error("hardly any value of this distribution lies between its limits") }
  }

  private static let advice = "\"correlation\" takes every distribution"

  /// Whether a normal variable with a standard deviation of its own is behind the values.
  private var isFromNormal: Bool {
    switch shape {
    case .normal, .lognormal, .logitNormal, .boxCox, .boxCoxEffect: true
    case .fixed, .uniform, .steps, .quantiles: false
    }
  }
}

/// Reads the numbers of one distribution.
private struct DistributionReader {
  let fields: YAMLMapping
  let statedSD: Double?

  private static let valueLimit = 10_000

  func number(_ key: String) throws -> Double? { try fields[key]?.number("\"\(key)\"") }
  func required(_ key: String) throws -> Double { try fields.required(key).number("\"\(key)\"") }

  func positive(_ key: String) throws -> Double {
    let field = try fields.required(key)
    let number = try field.number("\"\(key)\"")
    guard number > 0 else { throw field.error("\"\(key)\" must be above zero") }
    return number
  }

  /// A standard deviation that the mapping or a covariance states.
  func spread(_ key: String) throws -> Double {
    guard let statedSD else { return try positive(key) }
    if let extra = fields[key] { throw extra.error("a covariance states \"\(key)\" already") }
    return statedSD
  }

  func lognormal() throws -> Distribution.Shape {
    if let extra = fields["log_sd"], fields["cv"] != nil { throw extra.error("give either \"cv\" or \"log_sd\"") }
    let median = try positive("median")
    guard let cv = fields["cv"] else { return .lognormal(median: median, logSD: try spread("log_sd")) }
    if statedSD != nil { throw cv.error("a covariance states \"log_sd\" already") }
    return .lognormal(median: median, logSD: Distribution.logSD(cv: try positive("cv")))
  }

  func logitNormal() throws -> Distribution.Shape {
    let (low, high) = (try number("low") ?? 0, try number("high") ?? 1)
    guard low < high else { throw fields.value.error("\"low\" must be below \"high\"") }
    let median = try required("median")
    guard low < median, median < high else {
      throw try fields.required("median").error("\"median\" must lie between \"low\" and \"high\"")
    }
    return .logitNormal(median: median, logitSD: try spread("logit_sd"), low: low, high: high)
  }

  func empirical() throws -> Distribution.Shape {
    if let quantiles = fields["quantiles"] {
      for key in ["values", "weights"] {
        if let extra = fields[key] { throw extra.error("give either \"values\" or \"quantiles\"") }
      }
      return try self.quantiles(quantiles)
    }
    let list = try fields.required("values")
    let values = try list.list("\"values\"").map { try $0.number("a value") }
    guard (1...Self.valueLimit).contains(values.count) else {
      throw list.error("an empirical distribution has from 1 to \(Self.valueLimit) values")
    }
    guard let weightList = fields["weights"] else {
      return .steps(StepDistribution(values: values, weights: values.map { _ in 1 }))
    }
    let weights = try weightList.list("\"weights\"").map { weight in
      let number = try weight.number("a weight")
      guard number >= 0 else { throw weight.error("a weight must not be below zero") }
      return number
    }
    guard weights.count == values.count else {
      throw weightList.error("there are \(values.count) values and \(weights.count) weights")
    }
    guard weights.reduce(0, +) > 0, weights.reduce(0, +).isFinite else {
      throw weightList.error("all weights are zero")
    }
    return .steps(StepDistribution(values: values, weights: weights))
  }

  /// `{0: 18, 25: 33, 50: 45, 100: 80}`: values by percent.
  private func quantiles(_ value: YAMLValue) throws -> Distribution.Shape {
    var (shares, values): ([Double], [Double]) = ([], [])
    for entry in try value.entries("\"quantiles\"") {
      guard let percent = YAMLNumber.parse(entry.key), (0...100).contains(percent) else {
        throw InputError("\"\(entry.key)\" is not a percentage", at: entry.keyPlace, in: value.source)
      }
      let quantile = try entry.value.number("a quantile")
      if let last = shares.last, let lastValue = values.last {
        guard percent / 100 > last else {
          throw InputError("percentages must ascend", at: entry.keyPlace, in: value.source)
        }
        guard quantile > lastValue else { throw entry.value.error("quantiles must ascend") }
      }
      shares.append(percent / 100)
      values.append(quantile)
    }
    guard shares.first == 0, shares.last == 1 else {
      throw value.error(
        "quantiles begin at 0 and end at 100 percent", hint: "these are the least and the largest value")
    }
    return .quantiles(shares: shares, values: values)
  }

  /// `probabilities: {a: 0.5, b: 0.5}`, with the numbers that formulas see in `values`, or 0, 1, 2 …
  func categories() throws -> StepDistribution {
    let value = try fields.required("probabilities")
    let entries = try value.entries("\"probabilities\"")
    guard (1...100).contains(entries.count) else { throw value.error("a category has from 1 to 100 labels") }
    let weights = try entries.map { entry in
      let probability = try entry.value.number("a probability")
      guard (0...1).contains(probability) else { throw entry.value.error("a probability lies between 0 and 1") }
      return probability
    }
    let total = weights.reduce(0, +)
    guard abs(total - 1) <= 0.001 else {
      throw value.error("the probabilities add up to \(PlainText.number(total)), not to 1")
    }
    let labels = entries.map(\.key)
    var numbers = labels.indices.map(Double.init)
    if let given = fields["values"] {
      let mapping = try given.mapping("the categories' values", keys: labels)
      numbers = try labels.map { try mapping.required($0).number("the value of \"\($0)\"") }
      guard Set(numbers).count == numbers.count else { throw given.error("two labels have the same value") }
    }
    return StepDistribution(values: numbers, weights: weights, labels: labels)
  }
}
