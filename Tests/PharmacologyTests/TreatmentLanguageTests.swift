import Pharmacology
import Testing

/// What the treatment language accepts, and which days it means.
@Suite struct TreatmentLanguageTests {
  @Test(
    arguments: [
      ("alphine 0.5 mg/kg iv over 40 min on days 0, 3, 7", [0, 3, 7]),
      ("alphine iv 0.5mg/kg over 40min on days 7, 0 and 3", [0, 3, 7]),
      ("betazine 25 mg oral on day 0", [0]),
      ("betazine 25 mg on day 4", [4]),
      ("betazine 25 mg oral once", [0]),
      ("betazine 25 mg oral once on day 9", [9]),
      ("betazine 25 mg by mouth daily for 1 week", [0, 1, 2, 3, 4, 5, 6]),
      ("betazine 25 mg po daily x 3 from day 2", [2, 3, 4]),
      ("betazine 25 mg po daily from day 2 x3", [2, 3, 4]),
      ("betazine 10 mg oral daily until day 3", [0, 1, 2, 3]),
      ("betazine 10 mg oral daily until day 3 from day 2", [2, 3]),
      ("betazine 10 mg oral every 2 weeks x 3", [0, 14, 28]),
      ("betazine 10 mg oral every other", nil),
      ("alphine 56 mg spray twice weekly x 8", [0, 3, 7, 10, 14, 17, 21, 24]),
      ("alphine spray 56 mg twice a week for 2 weeks", [0, 3, 7, 10]),
      ("betazine 10 mg three times weekly × 4", [0, 2, 4, 7]),
      ("betazine 10 mg 3 times weekly x 3", [0, 2, 4]),
      ("eyes 90 min weekly x 4 from day 1", [1, 8, 15, 22]),
      ("eyes on days 1, 2 then weekly x 6", [1, 2, 9, 16, 23, 30, 37, 44]),
      ("talk weekly x 2 then every 4 weeks x 2", [0, 7, 35, 63]),
      ("talk weekly x 2 then on day 20 then weekly x 2 from day 30", [0, 7, 20, 30, 37]),
      ("  Talking therapy 50 minutes weekly x 2 ", [0, 7]),
    ] as [(String, [Double]?)])
  func days(text: String, days: [Double]?) throws {
    guard let days else {
      #expect(throws: (any Error).self) { try ExampleLibrary.treatment(text) }
      return
    }
    #expect(try ExampleLibrary.treatment(text).times == days.map { $0 * 24 })
  }

  /// The span of `for` may reach beyond the end as long as no occasion does.
  @Test func aSpanThatEndsAfterTheProtocol() throws {
    let times = try ExampleLibrary.treatment("talk twice weekly for 2 weeks then weekly for 2 weeks", days: 28).times
    #expect(times == [0, 72, 168, 240, 408, 576])
  }

  @Test func openEndsReachTheEndOfTheProtocol() throws {
    #expect(try ExampleLibrary.treatment("betazine 10 mg daily", days: 14).times.count == 14)
    #expect(try ExampleLibrary.treatment("talk weekly", days: 15).times == [0, 168, 336])
    #expect(try ExampleLibrary.treatment("betazine 5 mg twice daily", days: 2).times == [0, 12, 24, 36])
    #expect(try ExampleLibrary.treatment("betazine 5 mg every 8 h", days: 1).times == [0, 8, 16])
    #expect(try ExampleLibrary.treatment("betazine 5 mg on day 1 at 9 h", days: 2).times == [33])
    #expect(try ExampleLibrary.treatment("betazine 5 mg daily at 20 h", days: 2).times == [20, 44])
  }

  @Test func readsDosesRoutesAndVariants() throws {
    func dose(_ text: String) throws -> Dose {
      guard case .dose(let dose) = try ExampleLibrary.treatment(text).content else { throw Unexpected() }
      return dose
    }
    let infused = try dose("alphine 500 ug/kg intravenous arterial over 0.5 h on day 0")
    #expect(infused.amount == 0.5 && infused.isPerKilogram && infused.infusionHours == 0.5)
    #expect(infused.variant.id == "arterial" && infused.plasmaLabel == "alphine in plasma")
    #expect(infused.routeTitle == "intravenous, arterial sampling")
    let plain = try dose("alphine 10 mg iv on day 0")
    #expect(plain.variant.id == "venous" && plain.infusionHours == nil && !plain.isPerKilogram)
    #expect(plain.plasmaLabel == "alphine in venous plasma")
    #expect(try dose("A-1 1 g oral on day 0").amount == 1000)
    #expect(try dose("alphine 56 mg nasal spray on day 0").route.id == "spray")
  }

  @Test func readsSessions() throws {
    func minutes(_ text: String) throws -> Double {
      guard case .session(let session) = try ExampleLibrary.treatment(text).content else { throw Unexpected() }
      return session.minutes
    }
    #expect(try minutes("eyes weekly x 2") == 90)
    #expect(try minutes("eyes 50 min weekly x 2") == 50)
    #expect(try minutes("eyes 1.5 h weekly x 2") == 90)
    #expect(try minutes("eyes 3 times weekly x 6") == 90)
  }

  private struct Unexpected: Error {}
}
