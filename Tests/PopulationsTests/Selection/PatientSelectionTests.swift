import Diagnostics
import Populations
import Simulation
import Testing

@Suite struct PatientSelectionTests {
  static let patients = """
    vary: {p: {distribution: normal, mean: 1, sd: 0.2}}
    plausible: {ranges: {madrs: {min: 27, max: 36}}}
    """

  private func selection(_ patients: String) throws -> PatientSelection {
    try ExampleStudy.runner(study: Drawing.study(patients)).selection()
  }

  private func message(_ patients: String) -> String {
    do {
      _ = try selection(patients)
      return "no error"
    } catch {
      guard let explanation = (error as? any ExplainedError)?.explanation else { return "\(error)" }
      return explanation.problem + (explanation.hint.map { " | \($0)" } ?? "")
    }
  }

  /// Without a drug the example's score is 30 p: what is kept is a normal variable cut to 0.9 … 1.2.
  @Test func onlyThePlausibleAreKept() throws {
    let patients = try selection(Self.patients).select(0..<3000)
    let p = try #require(Drawing.columns(patients)["p"])
    #expect(patients.refusals.isEmpty && p.allSatisfy { $0 >= 0.9 && $0 <= 1.2 })
    let (low, high) = (Drawing.phi(-0.5), Drawing.phi(1))
    #expect(Drawing.kolmogorov(p) { (Drawing.phi(($0 - 1) / 0.2) - low) / (high - low) } < 1.95)
    // The share of draws that were taken is the share of the distribution inside.
    #expect(abs(3000 / Double(patients.attempts.reduce(0, +)) - (high - low)) < 0.03)
    #expect(patients.baseline.columns.map(\.name) == ["madrs"])
    #expect(zip(patients.baseline.values, p).allSatisfy { abs($0 - 30 * $1) < 1e-9 })
  }

  @Test func selectionDoesNotDependOnTheRange() throws {
    let selection = try selection(Self.patients)
    let whole = try selection.select(0..<60)
    let part = try selection.select(30..<40)
    #expect(part.parameters.values == Array(whole.parameters.values[30..<40]))
    #expect(part.attempts == Array(whole.attempts[30..<40]))
    #expect(part.baseline.values == Array(whole.baseline.values[30..<40]))
  }

  @Test func thePatientWithoutAPlausibleDrawIsRefused() throws {
    let patients = try selection(
      """
      vary: {p: {distribution: uniform, min: 0.5, max: 0.6}}
      plausible: {attempts: 3, ranges: {madrs: {min: 20}}}
      """
    ).select(0..<2)
    #expect(patients.attempts == [3, 3])
    #expect(patients.refusals[1]?.hasPrefix("none of 3 draws was taken; the last had madrs 1") == true)
  }

  /// The score falls by nothing while nobody is treated; the settled course is looked at where the protocol says.
  @Test func theModelSettlesFirst() throws {
    let settled = try selection(
      "vary: {p: 1}\nplausible: {settle: 3 days, ranges: {skill: {max: 0}, madrs: {min: 29}}}"
    ).select(0..<2)
    #expect(settled.refusals.isEmpty && settled.baseline.values == [0, 30, 0, 30])
  }

  @Test func aStudyRunsWithItsPlausiblePatients() throws {
    let runner = try ExampleStudy.runner(
      """
      title: x
      duration: 1 week
      treatments: talk weekly
      patients:
        count: 30
        vary: {p: {distribution: normal, mean: 1, sd: 0.2}}
        plausible: {ranges: {madrs: {min: 27, max: 36}}}
      """)
    let result = try runner.run()
    let scores = result.arms[0].series.first { $0.stage == "symptoms" }
    #expect((scores?.p05[0] ?? 0) >= 27 && (scores?.p95[0] ?? 99) <= 36)
    #expect(result.notes.contains { $0.hasPrefix("Plausible patients: ") })
  }

  @Test func mistakesAreNamed() {
    #expect(message("plausible: {ranges: {madr: {min: 1}}}") == "the model has no \"madr\" | did you mean \"madrs\"?")
    #expect(message("plausible: {ranges: {madrs: {}}}").hasPrefix("a range"))
    #expect(message("plausible: {ranges: {madrs: {min: 2, max: 1}}}") == "\"min\" must be below \"max\"")
    #expect(message("plausible: {attempts: 0, ranges: {madrs: {min: 2}}}").contains("whole number from 1 to 1000"))
    #expect(
      message("prevalence: {targets: [{of: agee, mean: 3}]}")
        .hasPrefix("neither the patients nor the model have \"agee\""))
  }
}
