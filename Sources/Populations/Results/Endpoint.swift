/// Median and 5 to 95 % over patients.
package struct Interval: Sendable, Hashable {
  package var median: Double
  package var low: Double
  package var high: Double
  /// How many finite values it summarises; 0 makes the three numbers NaN.
  package var count: Int

  package init(median: Double, low: Double, high: Double, count: Int) {
    self.median = median
    self.low = low
    self.high = high
    self.count = count
  }
}

/// One number per patient, reduced over the patients of an arm.
package struct Endpoint: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// The largest value of the course.
    case peak
    /// The time of the largest value, hours from the last dose before it (from the start where there is none); not a
    /// number where the course rises by less than one percent.
    case peakTime
    /// The value on a visit.
    case value(visit: String)
  }

  /// Stable: `plasma_peak.drug`, `glutamate_peak`, `glutamate_peak_time`, `synapses.d7`, `madrs.4h`.
  package var id: String
  /// `plasma peak`, `synapses, day 7`.
  package var title: String
  package var unit: String
  /// `Stage.id` the endpoint is read from.
  package var stage: String
  /// The compound's id when it is read per compound, else nil.
  package var compound: String?
  package var kind: Kind
  package var summary: Interval

  package init(
    id: String, title: String, unit: String, stage: String, compound: String?, kind: Kind, summary: Interval
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.stage = stage
    self.compound = compound
    self.kind = kind
    self.summary = summary
  }
}

/// The symptom score on one visit.
package struct VisitOutcome: Sendable, Hashable {
  package var visit: Visit
  /// Score in points.
  package var score: Interval
  /// Change from baseline in points; negative is better.
  package var change: Interval
  /// Fraction of patients at least 50 % below their baseline.
  package var response: Double
  /// Fraction of patients with a score of at most 10.
  package var remission: Double
  /// Completed patients behind the fractions.
  package var count: Int

  package init(visit: Visit, score: Interval, change: Interval, response: Double, remission: Double, count: Int) {
    self.visit = visit
    self.score = score
    self.change = change
    self.response = response
    self.remission = remission
    self.count = count
  }
}

/// Relapse among responders: the first day of 14 or more in a row with a score of at least 22 after a response.
///
/// A responder who has not relapsed by the end of the protocol is censored, never counted as a relapse on the last
/// day; the median is Kaplan and Meier's estimate, from the day of each patient's first response.
package struct Relapse: Sendable, Hashable {
  /// One step of Kaplan and Meier's estimate on the protocol's clock.
  package struct Step: Sendable, Hashable {
    package var day: Double
    /// Share of responders without a relapse beyond that day.
    package var share: Double
  }

  /// Patients who ever responded.
  package var responders: Int
  /// Responders who relapsed within the protocol.
  package var relapsed: Int
  /// Responders whose course ended without a relapse.
  package var censored: Int { responders - relapsed }
  /// Median day of relapse on the protocol's clock among those who relapsed (nil: nobody did).
  package var medianDayAmongRelapsed: Double?
  /// Kaplan and Meier's median days from response to relapse over all responders (nil: not reached).
  package var medianDaysToRelapse: Double?
  /// Kaplan and Meier's median day of relapse on the protocol's clock over all responders (nil: not reached).
  package var medianDay: Double?
  /// The estimate itself, one step for each day with a relapse.
  package var relapseFree: [Step]

  package init(
    responders: Int, relapsed: Int, medianDayAmongRelapsed: Double?, medianDaysToRelapse: Double?, medianDay: Double?,
    relapseFree: [Step] = []
  ) {
    self.responders = responders
    self.relapsed = relapsed
    self.medianDayAmongRelapsed = medianDayAmongRelapsed
    self.medianDaysToRelapse = medianDaysToRelapse
    self.medianDay = medianDay
    self.relapseFree = relapseFree
  }
}
