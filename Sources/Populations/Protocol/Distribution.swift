import Randomness

/// How one parameter differs between patients.
package struct Distribution: Sendable, Hashable {
  package enum Shape: Sendable, Hashable {
    /// The same value for everybody.
    case fixed(Double)
    case uniform(low: Double, high: Double)
    case normal(mean: Double, sd: Double)
    /// `logSD` is the standard deviation of the logarithm; a coefficient of variation cv gives sqrt(ln(1 + cv²)).
    case lognormal(median: Double, logSD: Double)
  }

  package var shape: Shape
  /// Values outside are drawn again.
  package var minimum: Double?
  package var maximum: Double?

  package init(_ shape: Shape, minimum: Double? = nil, maximum: Double? = nil) {
    self.shape = shape
    self.minimum = minimum
    self.maximum = maximum
  }

  /// The standard deviation of the logarithm of a lognormal variable with a coefficient of variation.
  package static func logSD(cv: Double) -> Double { Elementary.log(1 + cv * cv).squareRoot() }

  /// One value. Values outside the limits are drawn again; after a thousand of them the nearest limit is taken.
  func draw(from stream: inout RandomStream) -> Double {
    for _ in 0..<1000 {
      let value = drawUnlimited(from: &stream)
      if value >= minimum ?? -.infinity, value <= maximum ?? .infinity { return value }
    }
    return min(max(centre, minimum ?? -.infinity), maximum ?? .infinity)
  }

  private func drawUnlimited(from stream: inout RandomStream) -> Double {
    switch shape {
    case .fixed(let value): value
    case .uniform(let low, let high): low + (high - low) * stream.uniform()
    case .normal(let mean, let sd): mean + sd * stream.normal()
    case .lognormal(let median, let logSD): median * Elementary.exp(logSD * stream.normal())
    }
  }

  /// The median without the limits.
  package var centre: Double {
    switch shape {
    case .fixed(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .normal(let mean, _): mean
    case .lognormal(let median, _): median
    }
  }

  /// How many standard deviations (of the value, or of its logarithm) the centre lies outside the limits; 0 inside.
  var deviationsOutside: Double {
    func outside(_ value: Double?, _ isBelow: Bool) -> Double {
      guard let value else { return 0 }
      let distance: Double
      switch shape {
      case .fixed, .uniform: return 0
      case .normal(let mean, let sd): distance = (value - mean) / sd
      case .lognormal(let median, let logSD):
        distance = value <= 0 ? -.infinity : Elementary.log(value / median) / logSD
      }
      return max(0, isBelow ? distance : -distance)
    }
    return max(outside(minimum, true), outside(maximum, false))
  }
}

extension Distribution: CustomStringConvertible {
  /// In words: `lognormal, median 70, sd of log 0.15, 40 to 120`.
  package var description: String {
    var parts: [String]
    switch shape {
    case .fixed(let value): parts = ["\(PlainText.number(value)) for all"]
    case .uniform(let low, let high): parts = ["uniform, \(PlainText.number(low)) to \(PlainText.number(high))"]
    case .normal(let mean, let sd): parts = ["normal, mean \(PlainText.number(mean)), sd \(PlainText.number(sd))"]
    case .lognormal(let median, let logSD):
      parts = ["lognormal, median \(PlainText.number(median)), sd of log \(PlainText.number(logSD))"]
    }
    switch (minimum, maximum) {
    case (let low?, let high?): parts.append("\(PlainText.number(low)) to \(PlainText.number(high))")
    case (let low?, nil): parts.append("at least \(PlainText.number(low))")
    case (nil, let high?): parts.append("at most \(PlainText.number(high))")
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
