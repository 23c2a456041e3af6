import Diagnostics
import Testing
import Trials

@Suite("Wrong trial files")
struct WrongTrialFileTests {
  private static let whole = ExampleTrial.whole
  private static let short = TrialFileTests.short

  private func message(_ original: String, _ replacement: String, in text: String = whole) -> String {
    #expect(text.contains(original) as Bool, "\(original)")
    return ExampleTrial.message(text.replacing(original, with: replacement))
  }

  @Test("Whole messages with place and hint")
  func wholeMessages() {
    #expect(
      message("sample size: 72", "sample sise: 72") == """
        t.yaml:25:1: error: unknown key "sample sise" in the trial
          sample sise: 72
          ^^^^^^^^^^^
          did you mean "sample size"?
        """)
    #expect(
      message("sample size: 72", "sample size: 73") == """
        t.yaml:25:14: error: 73 subjects cannot be allocated 2:1
          sample size: 73
                       ^^
          72 or 75 can; or give the sample size of each arm
        """)
    #expect(
      message("allocation: {high: 2, low: 1}", "allocation: {high: 2, low: 0}") == """
        t.yaml:24:13: error: the arm "low" has no patients
          allocation: {high: 2, low: 0}
                      ^
          leave the arm out, or give it a number above zero
        """)
    #expect(
      message("visits: [days 1 and 3,", "visits: [days -1 and 3,") == """
        t.yaml:30:15: error: day -1 is before the baseline
          visits: [days -1 and 3, {day: 7, window: 1}, week 4]
                        ^^
          day 0 is randomisation; what comes before is "screening" or a "lead-in"
        """)
    #expect(
      message("contrasts: high - low", "contrasts: high - lov") == """
        t.yaml:43:19: error: there is no arm "lov"
          contrasts: high - lov
                            ^^^
          did you mean "low"?
        """)
    #expect(
      message("scales: [MADRS, PHQ-9]", "scales: [MADRS, PHQ9]") == """
        t.yaml:29:17: error: unknown scale "PHQ9"
          scales: [MADRS, PHQ9]
                          ^^^^
          did you mean "PHQ-9"?
        """)
    #expect(
      message("- response in PHQ-9", "- respnse in PHQ-9") == """
        t.yaml:41:5: error: unknown endpoint "respnse"
            - respnse in PHQ-9 at day 7
              ^^^^^^^
          did you mean "response"?
        """)
    #expect(
      message(
        "{id: talk, treatments: talk weekly x 2}",
        "{id: talk, treatments: talk weekly x 2, rules: [{when: response, do: start again}]}")
          == """
          t.yaml:35:10: error: regimens start one another without end: again → talk → again
              - {id: again, treatments: alphine 1 mg oral daily, rules: [{when: no response, at: week 4, do: start talk}]}
                     ^^^^^
            leave out one of these rules; "at most" lets an arm's rule start a regimen several times
          """)
  }

  @Test(
    "Therapy without sessions",
    arguments: [
      ("talk", "the times of talk are missing"),
      ("talk weekly x 0", "a whole number above zero must follow \"x\""),
      ("talk 0 min weekly x 2", "a session must be longer than zero"),
    ])
  func therapy(_ line: String, _ problem: String) {
    #expect(message("concomitant: talk weekly x 2", "concomitant: \(line)").contains(problem))
  }

  @Test(
    "Sample sizes that cannot be",
    arguments: [
      ("0", "\"sample size\" must be a whole number from 1 to 100000"),
      ("10000000", "\"sample size\" must be a whole number from 1 to 100000"),
      ("1", "1 subject cannot fill 2 arms allocated 2:1"),
      ("many", "\"sample size\" must be a whole number"),
      ("{high: 3}", "\"sample size\" leaves out the arm \"low\""),
      ("{high: 3, low: 0}", "the arm \"low\" has no patients"),
      ("{high: 3, low: 3}", "the allocation 2:1 and the sample sizes 3:3 do not agree"),
      ("{high: 3, mid: 3}", "unknown key \"mid\" in \"sample size\""),
    ])
  func sampleSize(_ size: String, _ problem: String) {
    #expect(message("sample size: 72", "sample size: \(size)").contains("error: " + problem))
  }

  @Test(
    "Allocation that does not add up",
    arguments: [
      ("{high: 0.6, low: 0.5}", "the allocation adds up to 1.1, not to 1"),
      ("{high: 2}", "\"allocation\" leaves out the arm \"low\""),
      ("{high: -1, low: 1}", "an allocation lies between 0 and 1000"),
      ("2:1:1", "the allocation has 3 parts for 2 arms"),
      ("two to one", "\"allocation\" must be a ratio of whole numbers"),
      ("[2, 1]", "\"allocation\" is a ratio or a mapping"),
    ])
  func allocation(_ allocation: String, _ problem: String) {
    #expect(message("allocation: {high: 2, low: 1}", "allocation: \(allocation)").contains("error: " + problem))
  }

  @Test(
    "What is wrong anywhere is found",
    arguments: [
      ("  diagnosis: major depression\n", "", "\"population\" lacks \"diagnosis\""),
      ("MADRS >= 25", "MADRS => 25", "a comparison is missing before \"=>\""),
      ("MADRS >= 25", "MADRS >= high", "the limit must be a number"),
      ("MADRS >= 25", "change >= 25", "\"change\" has no meaning before there is a baseline"),
      ("MADRS >= 25", "MDRS >= 25", "\"MDRS\" is not a scale of this trial"),
      ("sd: 6}", "sd: 0}", "the standard deviation of the baseline is above zero and below the mean"),
      ("- id: low", "- id: high", "two arms have the id \"high\""),
      ("- id: low", "- id: lo w", "\"lo w\" is not an id"),
      ("control: active placebo", "control: placebo", "\"control\" cannot be \"placebo\""),
      ("control: active placebo", "role: control", "a control arm says what kind it is"),
      ("    treatments: alphine 0.5 mg/kg iv over 40 min on days 0, 3\n", "", "the arm \"high\" gets nothing"),
      ("alphine 0.5 mg/kg", "alphin 0.5 mg/kg", "unknown compound \"alphin\""),
      ("MADRS >= 35]", "MADRS <= 35]", "the baseline is split at a score of the primary scale"),
      ("[site, sex,", "[site, age,", "\"age\" is a number, subjects are stratified by categories"),
      ("[site, sex,", "[site, sx,", "nothing to stratify by is called \"sx\""),
      ("rater: remote", "rater: remot", "\"rater\" cannot be \"remot\""),
      ("days 1 and 3", "days 3 and 1", "day 1 comes after day 3"),
      ("days 1 and 3", "days 1, 3, 3", "day 3 is there twice"),
      ("days 1 and 3", "day 6", "the windows of day 6 and day 7 overlap"),
      ("days 1 and 3", "dayz 1", "\"dayz\" says no time"),
      ("days 1 and 3", "days 1 3", "a comma is missing before \"3\""),
      ("week 4]", "week 400000]", "week 400000 is later than ten years"),
      ("missed visits: 0.05", "missed visits: 5", "\"missed visits\" must be a number from 0.0 to 0.9"),
      ("dropout: none", "dropout: never", "\"dropout\" must be a number"),
      ("at: day 7, do", "at: day 8, do", "there is no visit at day 8"),
      ("at: day 7, do", "at: baseline, do", "a rule is looked at after the baseline"),
      ("do: start again", "do: start agian", "there is no regimen \"agian\""),
      ("do: start again", "do: restart", "a rule cannot do \"restart\""),
      ("at most: 2", "at most: 0", "\"at most\" must be a whole number from 1 to 100"),
      ("do: withdraw", "do: withdraw, rescue: true", "only a rule that starts a regimen can be a rescue"),
      (
        "{id: talk, treatments: talk weekly x 2}", "{id: again, treatments: talk weekly x 2}",
        "two regimens have the id \"again\""
      ),
      ("at week 4 by MMRM", "at week 4 by ANOVA", "unknown analysis \"ANOVA\""),
      ("at week 4 by MMRM", "at week 5 by MMRM", "there is no visit at week 5"),
      ("at week 4 by MMRM", "at week 4 with MMRM", "unexpected \"with\""),
      ("change in MADRS at", "change in HAM-D17 at", "\"HAM-D17\" is not a scale of this trial"),
      ("change in MADRS at week 4", "change in MADRS at baseline", "at the baseline nothing has changed yet"),
      ("contrasts: high - low", "contrasts: high - high", "an arm cannot be compared with itself"),
      ("contrasts: high - low", "contrasts: high low", "a contrast is one arm minus another"),
      ("alpha: 0.025", "alpha: 1", "\"alpha\" must be a number from 0.0001 to 0.5"),
      ("at: [0.5]", "at: [0.5, 0.4]", "looks must ascend"),
      ("at: [0.5]", "at: [1.5]", "a look lies above 0 and up to 1"),
      ("at: [0.5]", "at: [1]", "the only look is the end"),
      ("spending: pocock", "spending: pococ", "\"spending\" cannot be \"pococ\""),
      ("futility: 0.1", "futility: 10", "\"futility\" is a conditional power between 0 and 1"),
      ("settings: {belief.strength: 2}", "settings: {belief.strength: two}", "\"belief.strength\" must be a number"),
      (
        "settings: {belief.strength: 2}", "settings: {alphine.gain: 2}",
        "\"alphine.gain\" is under \"settings\" already"
      ),
    ])
  func anywhere(_ original: String, _ replacement: String, _ problem: String) {
    let message = message(original, replacement)
    #expect(message.contains("error: ") && message.contains(problem), "\(message)")
    #expect(message.hasPrefix("t.yaml:"), "\(message)")
  }

  @Test(
    "Crossover and duration",
    arguments: [
      ("crossover: {starts: \"days 0, 10\"}", "the periods that start at baseline and day 10 overlap"),
      ("crossover: {starts: \"days 0, 20, 40\"}", "there are 3 periods for 2 arms"),
      ("crossover: {starts: \"days 2, 20\"}", "the first period starts on day 0"),
      ("crossover: {period: 7 days, washout: 7 days}", "week 2 is after the end of a period"),
      ("crossover: {period: 14 days}", "a crossover has either \"washout\" or \"starts\""),
      ("crossover: {washout: 7 days}\nduration: 14 days", "a crossover lasts as long as its periods"),
      ("crossover: {washout: 7 days}\nallocation: 1:1", "in a crossover every subject gets every arm"),
      ("crossover: {washout: 7 days}\nlooks: {at: [0.5]}", "\"looks\" does not go with a crossover"),
      ("duration: 13 days", "week 2 is after the end of the trial"),
      ("lead-in: {duration: 1 week, criteria: response}", "\"lead-in\" lacks \"treatments\""),
    ])
  func times(_ added: String, _ problem: String) {
    #expect(ExampleTrial.message(Self.short + "\n" + added + "\n").contains("error: " + problem))
  }
}
