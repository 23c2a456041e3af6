import Diagnostics
package import Files

extension Distribution {
  private static let names = ["fixed", "uniform", "normal", "lognormal"]

  /// Reads a distribution of a protocol: a plain number (the same for everybody), or a mapping.
  ///
  /// - Throws: `InputError` with the place.
  package init(_ value: YAMLValue) throws {
    if case .scalar = value.content {
      self.init(.fixed(try value.number("a parameter's value")))
      return
    }
    let fields = try value.mapping(
      "a distribution", keys: ["distribution", "mean", "median", "sd", "cv", "log_sd", "min", "max", "value"])
    let kind = try fields.required("distribution")
    let name = try kind.text("\"distribution\"")
    let minimum = try fields["min"]?.number("\"min\"")
    let maximum = try fields["max"]?.number("\"max\"")
    if let minimum, let maximum, minimum >= maximum { throw value.error("\"min\" must be below \"max\"") }
    func refuse(_ keys: String...) throws {
      for key in keys {
        if let extra = fields[key] { throw extra.error("\"\(key)\" does not belong to a \(name) distribution") }
      }
    }
    func positive(_ key: String) throws -> Double {
      let field = try fields.required(key)
      let number = try field.number("\"\(key)\"")
      guard number > 0 else { throw field.error("\"\(key)\" must be above zero") }
      return number
    }
    switch name {
    case "fixed":
      try refuse("mean", "median", "sd", "cv", "log_sd", "min", "max")
      self.init(.fixed(try fields.required("value").number("\"value\"")))
    case "uniform":
      try refuse("mean", "median", "sd", "cv", "log_sd", "value")
      _ = (try fields.required("min"), try fields.required("max"))
      self.init(.uniform(low: minimum ?? 0, high: maximum ?? 0))
    case "normal":
      try refuse("median", "cv", "log_sd", "value")
      let mean = try fields.required("mean").number("\"mean\"")
      self.init(.normal(mean: mean, sd: try positive("sd")), minimum: minimum, maximum: maximum)
    case "lognormal":
      try refuse("mean", "sd", "value")
      if fields["cv"] != nil, let extra = fields["log_sd"] { throw extra.error("give either \"cv\" or \"log_sd\"") }
      let logSD = try fields["log_sd"] == nil ? Self.logSD(cv: positive("cv")) : positive("log_sd")
      self.init(.lognormal(median: try positive("median"), logSD: logSD), minimum: minimum, maximum: maximum)
    default:
      throw kind.error("unknown distribution \"\(name)\"", hint: NearestName.hint(name, among: Self.names))
    }
    // Beyond that, hardly any draw would be accepted.
    if deviationsOutside > 3 { throw value.error("hardly any value of this distribution lies between its limits") }
  }
}
