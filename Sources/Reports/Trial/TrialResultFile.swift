package import Trials

/// `result.json`: what a trial shows over its replicates, under each estimand (`Documentation/trials-results.md`).
///
/// All blocks but `run` depend on the trial, the model and the seed only: two runs of the same command give the same
/// bytes there.
package struct TrialResultFile {
  package let result: TrialResult
  package let context: RunContext
  /// Further blocks, as the answers of a search for the sample size.
  package var additions: JSONValue = [:]

  package init(_ result: TrialResult, context: RunContext) {
    self.result = result
    self.context = context
  }

  package func text() -> String { value.text(pretty: true) + "\n" }

  package var value: JSONValue {
    let blocks = TrialResultBlocks(design: result.design)
    return
      ([
        "software": [
          "name": "Rewire", "version": .string(context.softwareVersion), "notice": .string(RunContext.notice),
        ],
        "is_simulated": true,
        "trial": blocks.trial,
        "estimands": .array(result.estimands.map(blocks.estimand)),
      ] as JSONValue).adding(additions).adding(["run": run])
  }

  private var run: JSONValue {
    ([
      "command": .string(context.command), "solver": .string(context.solver),
      "relative_tolerance": .number(context.relativeTolerance),
      "absolute_tolerance": .number(context.absoluteTolerance),
    ] as JSONValue).adding(clocks).adding([
      "versions": .object(context.versions.map { JSONValue.Field(name: $0.name, value: .string($0.version)) })
    ])
  }

  private var clocks: JSONValue {
    guard let threads = context.threads, let seconds = context.seconds else { return [:] }
    return ["threads": .integer(threads), "seconds": .number(NumberText.rounded(seconds, digits: 3))]
  }
}
