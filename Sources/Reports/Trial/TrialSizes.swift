package import Trials

/// The answers to what was asked about a trial's size: the power with parameters that are not known, and how many
/// subjects a wanted power needs.
package struct TrialSizes: Sendable {
  package let design: TrialDesign
  package var assurance: Assurance?
  package var search: PowerSearchResult?
  /// Whether the search drew what is uncertain.
  package var isDrawn = false

  /// - Parameter design: of the trial; sizes are those of its nearest simple allocation.
  package init(design: TrialDesign) { self.design = design.withSimpleAllocation }

  private var endpoint: String {
    design.analysis.endpoints.first.map { TrialText(design: design).endpoint($0) } ?? ""
  }

  package var sentences: [String] {
    var sentences: [String] = []
    if let assurance {
      let names = design.uncertain.map(\.name).joined(separator: ", ")
      sentences.append(
        "Assurance: with \(names) drawn anew for each trial, \(TrialText.share(assurance.assurance)) of the trials reject "
          + "in favour of the treatment; with the values as they stand, \(TrialText.share(assurance.power)).")
    }
    if let search {
      let what = isDrawn ? "an assurance" : "a power"
      if let sizes = search.perArm(design), let all = search.subjects(design) {
        let arms = zip(design.arms, sizes).map { "\($0.id) \(NumberText.grouped($1))" }.joined(separator: ", ")
        sentences.append(
          "For \(what) of \(NumberText.percent(search.target)) % in \(endpoint): \(NumberText.grouped(all)) subjects "
            + "(\(arms))\(range(search)).")
      } else if let problem = search.problem {
        sentences.append("The sample size is not found: \(problem).")
      }
    }
    return sentences
  }

  /// What Monte Carlo leaves, where the replicates can tell.
  private func range(_ search: PowerSearchResult) -> String {
    guard search.low > 0, search.high.isFinite else { return "" }
    let ends = [search.low, search.high].map { NumberText.grouped(Int($0) * design.allocationTotal) }
    return "; by Monte Carlo, between \(ends[0]) and \(ends[1])"
  }

  /// The sizes that were simulated.
  package var table: ReportTable? {
    guard let search else { return nil }
    return ReportTable(
      title: "Sizes that were simulated", labelTitle: "subjects",
      labels: search.evaluations.map { NumberText.grouped($0.units * design.allocationTotal) },
      columns: [
        ReportTable.Column(
          group: "", title: isDrawn ? "assurance" : "power", cells: search.evaluations.map { TrialText.share($0.power) }
        ),
        ReportTable.Column(
          group: "", title: "mean estimate",
          cells: search.evaluations.map { evaluation in
            design.analysis.endpoints.first.map { TrialText.number(evaluation.effect, $0.kind) } ?? "–"
          }),
      ],
      notes: ["Power here counts trials that reject in favour of the treatment."])
  }

  /// Blocks of `result.json`; no field where nothing was asked.
  package var value: JSONValue {
    var blocks: JSONValue = [:]
    func share(_ share: ReplicateShare) -> JSONValue {
      ["share": .number(share.share), "count": .integer(share.count), "replicates": .integer(share.total)]
    }
    if let assurance {
      blocks = blocks.adding([
        "assurance": [
          "uncertain": .texts(design.uncertain.map(\.name)), "assurance": share(assurance.assurance),
          "power": share(assurance.power),
        ]
      ])
    }
    if let search {
      let ends = [search.low, search.high].map { end in
        JSONValue.optional(end.isFinite ? end * Double(design.allocationTotal) : nil)
      }
      blocks = blocks.adding([
        "sample_size": [
          "target": .number(search.target), "with_drawn_parameters": .bool(isDrawn),
          "subjects": search.subjects(design).map(JSONValue.integer) ?? .null,
          "per_arm": search.perArm(design).map { sizes in
            .object(zip(design.arms, sizes).map { JSONValue.Field(name: $0.id, value: .integer($1)) })
          } ?? .null,
          "monte_carlo_low": ends[0], "monte_carlo_high": ends[1],
          "evaluations": .array(
            search.evaluations.map {
              [
                "subjects": .integer($0.units * design.allocationTotal), "power": share($0.power),
                "mean_estimate": .number($0.effect),
              ]
            }),
        ]
      ])
    }
    return blocks
  }
}
