package import Files

/// What is chosen where a published trial leaves something open (`Evidence/validation/choices.yaml`): data, fixed
/// before any scoring.
package struct ValidationChoices: Sendable {
  /// The shares of targets that must meet the rules, and how wide a simulated interval may be for a published one.
  package struct Rules: Sendable, Hashable {
    package var tight: Double
    package var predictive: Double
    package var width: Double

    package init(tight: Double, predictive: Double, width: Double) {
      self.tight = tight
      self.predictive = predictive
      self.width = width
    }
  }

  /// Who is enrolled for a diagnosis.
  package struct Patients: Sendable, Hashable {
    package struct Baseline: Sendable, Hashable {
      package var scale: String
      package var mean: Double
      package var sd: Double
    }
    /// Any of them in the diagnosis; none: every diagnosis.
    package var words: [String]
    package var baseline: Baseline?
    package var failures: Int?
    /// Why nobody is.
    package var reason: String?
    package var because: String?
  }

  /// What stands for a kind of psychotherapy.
  package struct TherapyChoice: Sendable, Hashable {
    /// Of the library.
    package var modality: String?
    /// Why it may be left out where every arm has the same.
    package var shared: String?
    package var spread: String?
  }

  /// Visits that times to events need.
  package struct EventVisits: Sendable, Hashable {
    package var share: Double
    package var least: Double
    package var most: Double
  }

  package var primaryScale: String
  package var spreads: [String: TrialSpread]
  package var rules: Rules
  package var pooledPatients: Int
  package var pooledReplicates: Int
  /// Days of subjects simulated at most for one design, and the fewest replicates.
  package var mostSubjectDays: Double
  package var leastReplicates: Int
  /// A mapping with the key `file` beside the sections of a population.
  package var population: YAMLValue
  package var patients: [Patients]
  package var therapies: [Therapy.Modality: TherapyChoice]
  package var newlyStarted: [String]
  package var eventVisits: EventVisits
  package var crossoverGapDays: Double
  package var trials: [TrialChoices]

  package func trial(_ id: String) -> TrialChoices? { trials.first { $0.id == id } }

  /// The first entry whose words are in a diagnosis, whatever their case.
  package func patients(for diagnosis: String?) -> Patients? {
    let text = (diagnosis ?? "").lowercased()
    return patients.first { entry in
      entry.words.isEmpty || entry.words.contains { text.contains($0.lowercased()) }
    }
  }
}

/// How much trials of the same thing differ beyond chance: a standard deviation that was fixed before scoring.
package struct TrialSpread: Sendable, Hashable {
  package enum Unit: String, Sendable, CaseIterable {
    /// Points of the primary scale.
    case points
    /// Of the odds of response.
    case logOdds = "log_odds"
    /// Standard deviations of change.
    case standardised = "g"
  }
  package var sd: Double
  package var unit: Unit

  package init(sd: Double, unit: Unit) {
    self.sd = sd
    self.unit = unit
  }
}

/// What one source leaves open.
package struct TrialChoices: Sendable {
  package enum Criterion: String, Sendable, CaseIterable {
    case remission, response
    case responseWithoutRemission = "response without remission"
  }

  /// Arms that are simulated together as one design.
  package struct Group: Sendable {
    package var arms: [String]
    /// Who goes on from a lead-in.
    package var criterion: Criterion?
    package var failures: Int?
    package var population: YAMLValue?
  }

  package struct EventChoice: Sendable, Hashable {
    package enum Event: String, Sendable, CaseIterable {
      case relapse
      case responseLost = "response lost"
    }
    package enum Start: String, Sendable, CaseIterable {
      case randomisation
      case lastDose = "last dose"
    }
    package var target: String
    package var event: Event
    package var start: Start
  }

  package var id: String
  package var followUpDays: Double?
  /// For targets whose day is not recorded.
  package var day: Double?
  package var groups: [Group]
  package var events: [EventChoice]
  package var because: String?
}
