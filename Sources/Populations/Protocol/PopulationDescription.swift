package import Diagnostics

/// How the virtual patients of a study differ, as a protocol states it.
package struct PopulationDescription: Sendable {
  /// In the order in which they are drawn: each may depend on the ones before it.
  package var covariates: [Covariate] = []
  /// Parameters of the model that are drawn.
  package var variations: [StudyProtocol.Variation] = []
  /// Sets of covariates and varied parameters that are drawn together.
  var groups: [CorrelatedGroup] = []
  /// Parameters of the model that follow from what was drawn.
  package var formulas: [ParameterFormula] = []

  /// Parameters of the model that take new values on occasions.
  package var occasions: [OccasionEffect] = []
  /// For each of these the parameter that holds a patient's own value, once the model is known
  /// (`StudyProtocol.equations(of:)`).
  var startNames: [String: String] = [:]
  /// What a patient must be like before any treatment.
  package var plausible: PlausibleRanges?
  /// What the population must be like on average.
  package var prevalence: PrevalenceTargets?
  /// The population file that the protocol names.
  package var file: SourceText?

  package init() {}

  /// Covariates, then varied parameters: the order of ``slot(of:)``.
  var drawnNames: [String] { covariates.map(\.name) + variations.map(\.name) }

  /// The parameter that holds a patient's own value of a parameter: another one where it changes on occasions.
  package func startName(of parameter: String) -> String { startNames[parameter] ?? parameter }

  /// The columns of a covariate table.
  package var covariateColumns: [CovariateTable.Column] {
    covariates.map { CovariateTable.Column(name: $0.name, unit: $0.unit, levels: $0.levels) }
  }

  /// The parameters of the model that each patient has a value of its own of, without repetition.
  package var parameterNames: [String] {
    let varied = variations.map(\.name)
    return varied + formulas.map(\.name).filter { !varied.contains($0) }
  }
}

/// Something about a patient that is no parameter of the model: age, sex, a genotype, or a random effect.
package struct Covariate: Sendable {
  indirect enum Source: Sendable {
    case drawn(Distribution)
    /// One of several by the category drawn before into a slot.
    case by(slot: Int, cases: [(value: Double, source: Source)])
    /// Follows from what was drawn before. A patient outside the limits is drawn again as a whole.
    case formula(DrawFormula, minimum: Double?, maximum: Double?)

    var hasFormula: Bool {
      switch self {
      case .drawn: false
      case .by(_, let cases): cases.contains { $0.source.hasFormula }
      case .formula: true
      }
    }
  }

  package var name: String
  package var unit: String
  /// Labels of a category; empty: a number.
  package var levels: [CovariateTable.Level]
  var source: Source
  /// In words, for reports.
  package var description: String
  package var place: SourcePlace
  /// The text that ``place`` is in: the protocol or a population file.
  var text: SourceText
}

/// A parameter of the model that follows from covariates and drawn parameters.
package struct ParameterFormula: Sendable {
  package var name: String
  package var formula: DrawFormula
  package var place: SourcePlace
  var text: SourceText
}

/// Covariates and parameters whose underlying standard normal variables are correlated: a Gaussian copula.
struct CorrelatedGroup: Sendable {
  /// Positions among the drawn names.
  var slots: [Int]
  /// The Cholesky factor of the correlation matrix, by rows.
  var factor: [[Double]]
}
