import Foundation
import Populations
import Reports
import Testing

@Suite struct PageTests {
  private static let html = ReportPage(
    SyntheticStudy.result, context: ReportFileTests.context, library: "window.vegaEmbed = null;"
  ).text()

  @Test(arguments: [
    "Research software, not medical advice.", "Arms 7, 8, 9 and 10 rest on weak evidence",
    "One small trial of another therapy after this drug.", "Models/patient.ant",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "20261123", "C · animal or in vitro",
    "Microdialysis in rats, one human spectroscopy study.", "lognormal, median 70, cv 0.15, 40 to 120",
    "Arm 5, patient 17, at 36.0 h: made up: the step of N_d became too small", "intravenous, venous sampling",
    "rewire simulate study.yaml -o out", "Made up for the tests of the reports.", "states, of 61 in the model",
  ])
  func says(_ words: String) { #expect(Self.html.contains(words)) }

  /// Nothing is loaded: no element with a source, no style import, and a policy that forbids it anyway.
  @Test func loadsNothing() {
    for way in [" src=", "<link", "@import", "url(", "<iframe", "<img", "fetch(", "XMLHttpRequest"] {
      #expect(!Self.html.contains(way), "\(way)")
    }
    #expect(Self.html.contains("default-src 'none'"))
    let addresses = Self.html.matches(of: /https?:\/\/[^"\s<]+/).map { String($0.output) }
    #expect(Set(addresses) == ["https://vega.github.io/schema/vega-lite/v6.json"])
  }

  @Test func everyFigureHasItsDataAndACaption() {
    let places = Self.html.matches(of: /data-figure="([^"]+)"/).map { String($0.output.1) }
    #expect(places.count == 8)
    for place in places { #expect(Self.html.contains("<script type=\"application/json\" id=\"\(place)\">")) }
    #expect(Self.html.matches(of: /<figcaption>[^<]{40,}<\/figcaption>/).count == 8)
  }

  @Test func stagesHaveAnchorsAndBadges() {
    for stage in SyntheticStudy.stages {
      #expect(Self.html.contains("<section id=\"\(stage.id)\">") && Self.html.contains("href=\"#\(stage.id)\""))
    }
    #expect(Self.html.matches(of: /<span class="grade grade-[A-E]">/).count == SyntheticStudy.stages.count)
  }

  @Test func wordsOfAProtocolAreEscaped() {
    var study = SyntheticStudy.result
    study.title = "<script>alert(1)</script>"
    study.arms[0].title = "</script><img src=x onerror=alert(2)>"
    study.arms[1].treatments = ["\" onmouseover=\"alert(3)"]
    study.stages[0].meaning = "<b>bold</b>"
    study.notes = ["a & b"]
    let html = ReportPage(study, context: ReportFileTests.context, library: nil).text()
    #expect(!html.contains("<script>alert") && !html.contains("<img") && !html.contains("\" onmouseover"))
    #expect(html.contains("&lt;b&gt;bold&lt;/b&gt;") && html.contains("a &amp; b"))
    let closings = html.matches(of: /<\/script>/).count
    #expect(closings == html.matches(of: /<script/).count)
  }

  @Test func isOfReasonableSize() { #expect(Self.html.utf8.count < 3_000_000) }

  @Test func saysWhenTheFigureLibraryIsMissing() {
    let html = ReportPage(SyntheticStudy.result, context: ReportFileTests.context, library: nil).text()
    #expect(html.contains("the page was made without its figure library"))
  }

  @Test func studiesWithoutWeakArmsOrFailuresSaySo() {
    var study = SyntheticStudy.result
    study.arms = Array(study.arms.prefix(4))
    let html = ReportPage(study, context: ReportFileTests.context, library: nil).text()
    #expect(!html.contains("weak evidence (†)"))
    #expect(html.contains("Every patient of every arm was solved to the end."))
  }
}
