import Populations

/// What a population's result covers, in sentences.
struct ExtentText {
  let extent: PopulationExtent

  init(_ extent: PopulationExtent) { self.extent = extent }

  /// How exact quantiles are.
  var quantiles: String {
    guard !extent.isExact else {
      return
        "Quantiles are exact: up to \(NumberText.grouped(PopulationRun.exactLimit)) patients, they are taken from all values."
    }
    return "Quantiles and intervals come from counts between fixed edges, in constant memory (more than "
      + "\(NumberText.grouped(PopulationRun.exactLimit)) patients). No quantile of a result is off by more than "
      + "\(NumberText.short(100 * extent.rankError)) % of the patients in rank; quantiles.csv has the bound of each row."
  }

  /// What is missing; nil for a whole result.
  var partial: String? {
    guard !extent.isComplete else { return nil }
    if extent.isExact {
      return "The run was stopped before all of its \(extent.armCount) arms were done; the arms shown are whole."
    }
    return
      "The run was stopped: the first \(NumberText.grouped(extent.done)) of \(NumberText.grouped(extent.asked)) virtual patients have been through every "
      + "arm, and only they are in its numbers."
  }
}
