import Statistics

/// One contrast at one endpoint; NaN for what does not apply or could not be estimated.
struct EndpointEstimate {
  var estimate = Double.nan
  var standardError = Double.nan
  var degreesOfFreedom = Double.nan
  var lower = Double.nan
  var upper = Double.nan
  var pValue = Double.nan
  var effectSize = Double.nan
  var ratio = Double.nan
  var ratioLower = Double.nan
  var ratioUpper = Double.nan
  var subjects = 0
  var subjectsVersus = 0

  init() {}

  /// Nothing is taken from an estimate without a test: a p value needs a standard error.
  init(_ estimate: Estimate) {
    guard estimate.value.isFinite, estimate.pValue.isFinite else { return }
    self.estimate = estimate.value
    standardError = estimate.standardError
    degreesOfFreedom = estimate.degreesOfFreedom
    lower = estimate.lower
    upper = estimate.upper
    pValue = estimate.pValue
  }

  /// A difference of scores in points. A standard error that is only rounding is none: nothing varied.
  init(points estimate: Estimate) {
    self.init()
    if estimate.standardError > 1e-9 { self = EndpointEstimate(estimate) }
  }

  mutating func set(_ ratio: RatioEstimate) {
    self.ratio = ratio.value
    ratioLower = ratio.lower
    ratioUpper = ratio.upper
  }

  func write(_ contrast: Int, _ endpoint: Int, _ layout: OutcomeLayout, into values: inout [Double]) {
    func set(_ field: OutcomeLayout.EstimateField, _ value: Double) {
      values[layout.column(contrast: contrast, endpoint: endpoint, field)] = value
    }
    set(.estimate, estimate)
    set(.standardError, standardError)
    set(.degreesOfFreedom, degreesOfFreedom)
    set(.lower, lower)
    set(.upper, upper)
    set(.pValue, pValue)
    set(.effectSize, effectSize)
    set(.ratio, ratio)
    set(.ratioLower, ratioLower)
    set(.ratioUpper, ratioUpper)
    set(.subjects, Double(subjects))
    set(.subjectsVersus, Double(subjectsVersus))
  }
}
