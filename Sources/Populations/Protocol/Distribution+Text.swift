extension Distribution: CustomStringConvertible {
  /// In words: `lognormal, median 70, sd of log 0.15, 40 to 120`.
  package var description: String {
    func text(_ value: Double) -> String { PlainText.number(value) }
    var parts: [String]
    switch shape {
    case .fixed(let value): parts = ["\(text(value)) for all"]
    case .uniform(let low, let high): parts = ["uniform, \(text(low)) to \(text(high))"]
    case .normal(let mean, let sd): parts = ["normal, mean \(text(mean)), sd \(text(sd))"]
    case .lognormal(let median, let logSD): parts = ["lognormal, median \(text(median)), sd of log \(text(logSD))"]
    case .logitNormal(let median, let logitSD, let low, let high):
      parts = [
        "logit-normal between \(text(low)) and \(text(high)), median \(text(median)), sd of logit \(text(logitSD))"
      ]
    case .boxCox(let median, let sd, let lambda):
      parts = ["Box-Cox, median \(text(median)), sd \(text(sd)), lambda \(text(lambda))"]
    case .boxCoxEffect(let median, let logSD, let lambda):
      parts = ["Box-Cox effect, median \(text(median)), sd of effect \(text(logSD)), lambda \(text(lambda))"]
    case .steps(let steps) where steps.labels.isEmpty: parts = ["one of \(steps.values.count) values"]
    case .steps(let steps):
      let shares = steps.labels.indices.map { "\(steps.labels[$0]) \(text(100 * steps.probability(at: $0))) %" }
      parts = [shares.joined(separator: ", ")]
    case .quantiles(let shares, let values):
      parts = ["by \(shares.count) quantiles, \(text(values[0])) to \(text(values[values.count - 1]))"]
    }
    switch (minimum, maximum) {
    case (let low?, let high?): parts.append("\(text(low)) to \(text(high))")
    case (let low?, nil): parts.append("at least \(text(low))")
    case (nil, let high?): parts.append("at most \(text(high))")
    case (nil, nil): break
    }
    return parts.joined(separator: ", ")
  }
}

/// Numbers in sentences: four significant digits, no trailing zeros.
enum PlainText {
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    if value == value.rounded(), abs(value) < 1e6 { return String(Int(value)) }
    var scale = 1.0
    while abs(value) * scale < 1000, scale < 1e12 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : "\(rounded)"
  }
}
