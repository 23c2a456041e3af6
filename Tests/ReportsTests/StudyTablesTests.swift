import Populations
import Reports
import Testing

@Suite struct StudyTablesTests {
  /// Three of the synthetic study's arms: untreated, one dose, one dose and therapy.
  private var study: StudyResult {
    var study = SyntheticStudy.result
    study.arms = [study.arms[0], study.arms[3], study.arms[7]]
    return study
  }

  private func text(_ title: String) -> String {
    let table = StudyTables(study).all().first { $0.title.hasPrefix(title) }
    return table.map { ConsoleTable($0, width: 118).text() } ?? "no table"
  }

  @Test func peaks() {
    #expect(
      text("Peaks") == """
        Peaks along the chain: median (5–95 %)
                                            Plasma concentration, ng/mL [B]  Receptor occupancy [D]
        arm                                 peak           after, h          peak              after, h
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        1 No treatment                      –              –                 –                 –
        2 Compound B 0.5 mg/kg iv once      158 (113–204)  1.3 (1.1–1.4)     0.51 (0.37–0.66)  1.3 (1.1–1.4)
        3 Compound B once, moving thera… †  158 (113–204)  1.3 (1.1–1.4)     0.51 (0.37–0.66)  1.3 (1.1–1.4)

                                            Prefrontal glutamate, 1 = rest [C]  BDNF release, 1 = rest [C]
        arm                                 peak              after, h          peak              after, h
        ───────────────────────────────────────────────────────────────────────────────────────────────────────
        1 No treatment                      1.00              –                 1.00              –
        2 Compound B 0.5 mg/kg iv once      1.40 (1.28–1.52)  2.0 (1.8–2.3)     1.80 (1.57–2.03)  6.0 (5.4–6.9)
        3 Compound B once, moving thera… †  1.40 (1.28–1.52)  2.0 (1.8–2.3)     1.80 (1.57–2.03)  6.0 (5.4–6.9)
        after, h: hours from the last dose before the largest value to that value.
        [A] several human studies [B] one human study or a pooled model [C] animal or in vitro [D] indirect or one weak source
          [E] assumed or extrapolated

        """)
  }

  @Test func symptoms() {
    #expect(
      text("Symptom") == """
        Symptom score on visits: median (5–95 %)
                                            MADRS, points [A]
        arm                                 4 h         24 h        day 7       day 28      day 84      day 182
        ──────────────────────────────────────────────────────────────────────────────────────────────────────────
        1 No treatment                      33 (27–39)  33 (27–39)  33 (26–39)  32 (26–39)  31 (25–38)  29 (23–35)
        2 Compound B 0.5 mg/kg iv once      27 (20–33)  18 (11–24)  20 (13–26)  26 (20–32)  30 (24–37)  29 (23–35)
        3 Compound B once, moving thera… †  27 (20–33)  18 (11–24)  19 (12–25)  22 (16–29)  24 (18–31)  22 (16–29)
        Visits, also those at 4 h and 24 h, count from the start of day 0, not from a dose.

        """)
  }

  @Test func relapse() {
    #expect(
      text("Relapse") == """
        Relapse after a response
                                            patients
        arm                                 completed   responders  relapsed  censored
        ──────────────────────────────────────────────────────────────────────────────
        1 No treatment                      200 of 200  12          0         12
        2 Compound B 0.5 mg/kg iv once      200 of 200  120         80        40
        3 Compound B once, moving thera… †  200 of 200  120         80        40

                                            median day of relapse
        arm                                 of the relapsed  of all responders  after response
        ──────────────────────────────────────────────────────────────────────────────────────
        1 No treatment                      –                –                  –
        2 Compound B 0.5 mg/kg iv once      22               28                 27
        3 Compound B once, moving thera… †  22               28                 27
        Relapse: first day of 14 or more in a row with MADRS at least 22, after a response. Responders without a relapse by
          day 182 are censored; medians over all responders are Kaplan and Meier's, – where not reached.
        † rests on weak evidence: the report says on what.

        """)
  }

  @Test func everyTableFitsAnOrdinaryTerminal() {
    for table in StudyTables(SyntheticStudy.result).all() {
      for line in ConsoleTable(table, width: 116).text().split(separator: "\n") {
        #expect(line.count <= 116, "\(line)")
      }
    }
  }

  /// An arm that gives two drugs takes a row for each; what belongs to no drug stands on the first.
  @Test func twoDrugsTakeTwoRows() {
    var study = study
    let other = SyntheticStudy.result.arms[5]
    study.arms[1].endpoints += other.endpoints.filter { $0.compound != nil }
    let peaks = StudyTables(study).all()[0]
    #expect(peaks.labels.count == 4)
    #expect(peaks.labels[2] == "  and c")
    #expect(peaks.columns.map { $0.cells[2].isEmpty } == [false, false, false, false, true, true, true, true])
  }

  /// Words of a protocol cannot steer the terminal.
  @Test func controlCharactersAreTakenOut() {
    var study = study
    study.arms[0].title = "red\u{1B}[31m\u{7}\nnext\u{202E}"
    for table in StudyTables(study).all() {
      let scalars = ConsoleTable(table, width: 116).text().unicodeScalars
      #expect(!scalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x202E })
    }
  }

  @Test func onePatientHasNoSpread() {
    var study = study
    study.patientCount = 1
    #expect(StudyTables(study).all()[0].title == "Peaks along the chain: one patient")
  }

  @Test func emptyStudiesHaveNoTables() {
    var study = study
    study.arms = []
    #expect(StudyTables(study).all().isEmpty)
  }
}
