import Trials

/// What a trial takes for granted, in sentences: from its design, not from its results.
struct TrialAssumptions {
  private let design: TrialDesign

  init(_ design: TrialDesign) { self.design = design }

  var sentences: [String] {
    var sentences: [String] = []
    if let baseline = design.enrolment.baseline {
      sentences.append(
        "The true severities are chosen so that the observed baseline of those randomised has mean "
          + "\(TrialText.plain(baseline.mean)) and standard deviation \(TrialText.plain(baseline.sd)), after errors of "
          + "measurement and selection.")
    }
    if !design.enrolment.inclusion.isEmpty {
      sentences.append(
        "Inclusion looks at observed scores, so that those just above a limit are, on average, better at the next visit."
      )
    }
    sentences.append(
      "What subjects notice of a treatment follows from its acute effects; what they believe from that moves what is "
        + "observed, not the model's own severity.")
    sentences.append(
      design.dropout == 0
        ? "Nobody drops out."
        : "Dropout depends on lack of effect and on side effects; a part of it on what is not observed, so that data are "
          + "not quite missing at random.")
    if design.missedVisits > 0 {
      sentences.append("\(NumberText.percent(design.missedVisits)) % of visits are missed at random.")
    }
    sentences.append(
      "Ratings are by \(design.rater == .site ? "raters on site" : "remote raters who know nothing of the visit"); all scales "
        + "are read from one latent severity.")
    if design.leadIn != nil {
      sentences.append(
        "Only those who fulfil the criteria of the lead-in are randomised; they knew what they were given in it.")
    }
    if design.crossover != nil {
      sentences.append(
        "In a crossover, what is left of an earlier period is carried into the next, as the model has it.")
    }
    if !design.settings.isEmpty {
      let values = design.settings.sorted { $0.key < $1.key }.map { "\($0.key) = \(TrialText.plain($0.value))" }
      sentences.append("This trial sets \(values.joined(separator: ", ")).")
    }
    return sentences
  }
}
