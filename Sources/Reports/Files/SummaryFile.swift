package import Populations
package import Provenance
import Simulation

/// `summary.json`: every endpoint with its unit, what the run was made of, and what failed.
///
/// The blocks other than `run` depend on the model, the protocol and the seed only: two runs of the same command give
/// the same bytes there.
package struct SummaryFile {
  package let result: StudyResult
  package let context: RunContext
  package let background: StudyBackground?

  package init(_ result: StudyResult, context: RunContext, background: StudyBackground? = nil) {
    self.result = result
    self.background = background
    self.context = context
  }

  package func text() -> String { value.text(pretty: true) + "\n" }

  package var value: JSONValue {
    ([
      "software": [
        "name": "Rewire", "version": .string(context.softwareVersion), "notice": .string(RunContext.notice),
      ],
      "model": [
        "path": .string(result.model.path), "hash": .string(result.model.hash),
        "hash_algorithm": "SHA-256 over the names and contents of the files",
        "files": .texts(result.model.files), "states": .integer(result.model.stateCount),
      ],
      "study": study,
    ] as JSONValue).adding(population).adding([
      "stages": .array(result.stages.map(stage)),
      "arms": .array(result.arms.map(arm)),
      "notes": .texts(result.notes),
    ]).adding(beside).adding(["run": run])
  }

  /// On which numbers the conclusion rests, and warnings of safety.
  private var beside: JSONValue {
    guard let background else { return [:] }
    let safety: JSONValue = ["safety": SafetySection(notes: background.safety).value]
    return background.basis.map { safety.adding(["conclusion": BasisSection(basis: $0).value]) } ?? safety
  }

  /// Of a population run: which patients it covers, and how exact its quantiles are.
  private var population: JSONValue {
    guard let extent = result.extent else { return [:] }
    let text = ExtentText(extent)
    return [
      "population": [
        "first_patient": .integer(extent.first), "patients_asked_for": .integer(extent.asked),
        "patients_done": .integer(extent.done), "is_partial": .bool(!extent.isComplete),
        "partial_note": text.partial.map(JSONValue.string) ?? .null,
        "resume_command": extent.resumeCommand.map(JSONValue.string) ?? .null,
        "quantiles": .string(text.quantiles),
        "largest_rank_error_fraction": .number(NumberText.rounded(extent.rankError, digits: 3)),
      ]
    ]
  }

  private var study: JSONValue {
    [
      "title": .string(result.title), "duration_days": .number(result.durationDays),
      "patients": .integer(result.patientCount),
      "seed": Int(exactly: result.seed).map(JSONValue.integer) ?? .string(String(result.seed)),
      "variability": .array(
        result.variability.map { parameter in
          ([
            "parameter": .string(parameter.name), "unit": .string(parameter.unit),
            "distribution": .string(parameter.distribution),
          ] as JSONValue).adding(fields(parameter.drawn))
        }),
    ]
  }

  private func stage(_ stage: Stage) -> JSONValue {
    [
      "id": .string(stage.id), "title": .string(stage.title), "unit": .string(stage.unit),
      "grade": .string(stage.grade), "meaning": .string(stage.meaning), "basis": .string(stage.basis),
    ]
  }

  private func arm(_ arm: ArmResult) -> JSONValue {
    ([
      "id": .string(arm.id), "title": .string(arm.title), "treatments": .texts(arm.treatments),
      "schedule": .array(arm.schedule.map(times)),
      "compounds": .array(
        arm.compounds.map {
          [
            "id": .string($0.id), "title": .string($0.title), "routes": .texts($0.routes), "plasma": .string($0.plasma),
          ]
        }),
      "modalities": .texts(arm.modalities), "evidence_notes": .texts(arm.evidence),
      "patients_completed": .integer(arm.completedCount),
      "endpoints": .array(arm.endpoints.map(endpoint)),
      "symptoms": .array(arm.outcomes.map(outcome)),
      "relapse": relapse(arm.relapse),
      "failures": .array(
        arm.failures.map {
          ["patient": .integer($0.patient), "hours": .number($0.hours), "reason": .string($0.reason)]
        }),
    ] as JSONValue).adding(result.extent == nil ? [:] : ["patients_failed": .integer(arm.failedCount)]).adding([
      "states": .integer(arm.stateCount),
      "accepted_steps": .integer(arm.statistics.acceptedSteps),
      "rejected_steps": .integer(arm.statistics.rejectedSteps),
    ])
  }

  private func relapse(_ relapse: Relapse) -> JSONValue {
    ([
      "responders": .integer(relapse.responders), "relapsed": .integer(relapse.relapsed),
      "censored": .integer(relapse.censored),
      "median_day_among_relapsed": .optional(relapse.medianDayAmongRelapsed),
      "median_day_of_all_responders": .optional(relapse.medianDay),
      "median_days_from_response": .optional(relapse.medianDaysToRelapse),
    ] as JSONValue).adding(
      result.extent == nil
        ? [:]
        : [
          "relapse_free_by_day": .array(
            relapse.relapseFree.map { ["day": .number($0.day), "fraction_of_responders": .number(rounded($0.share))] })
        ])
  }

  private func times(_ given: TreatmentTimes) -> JSONValue {
    [
      "treatment": .string(given.treatment), "kind": given.isSession ? "session" : "dose",
      "subject": .string(given.subject), "hours": .array(given.hours.map { .number(rounded($0)) }),
      "length_hours": .number(rounded(given.lengthHours)),
    ]
  }

  private func endpoint(_ endpoint: Endpoint) -> JSONValue {
    ([
      "id": .string(endpoint.id), "title": .string(endpoint.title), "unit": .string(endpoint.unit),
      "stage": .string(endpoint.stage), "compound": endpoint.compound.map(JSONValue.string) ?? .null,
    ] as JSONValue).adding(fields(endpoint.summary))
  }

  private func outcome(_ outcome: VisitOutcome) -> JSONValue {
    [
      "visit": .string(outcome.visit.id), "hours": .number(outcome.visit.hours),
      "score_points": fields(outcome.score),
      "change_points": fields(outcome.change),
      "response_fraction": .number(rounded(outcome.response)),
      "remission_fraction": .number(rounded(outcome.remission)), "patients": .integer(outcome.count),
    ]
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
    let statistics = result.arms.map(\.statistics)
    return [
      "threads": .integer(threads), "seconds": .number(NumberText.rounded(seconds, digits: 3)),
      "seconds_building_equations": .number(total(statistics.map(\.buildSeconds))),
      "seconds_making_machine_code": .number(total(statistics.map(\.compileSeconds))),
      "seconds_solving": .number(total(statistics.map(\.solveSeconds))),
    ]
  }

  private func total(_ seconds: [Double]) -> Double { NumberText.rounded(seconds.reduce(0, +), digits: 3) }
  private func rounded(_ value: Double) -> Double { NumberText.rounded(value, digits: 6) }

  /// `median`, `p05`, `p95` and the number of patients behind them.
  private func fields(_ interval: Interval) -> JSONValue {
    [
      "median": .number(rounded(interval.median)), "p05": .number(rounded(interval.low)),
      "p95": .number(rounded(interval.high)), "n": .integer(interval.count),
    ]
  }
}
