import Pharmacology
import Simulation
import Testing

/// What treatments put into the model.
@Suite struct ScheduleTests {
  private func entries(_ text: String) throws -> [InputSchedule.Entry] { try ExampleLibrary.treatment(text).entries }

  @Test func anInfusionPerKilogramIsSplitOverItsSites() throws {
    let entries = try entries("alphine 0.5 mg/kg iv over 40 min on days 0, 3")
    #expect(entries.map(\.time) == [0, 0, 72, 72])
    #expect(
      entries.map(\.target) == [
        "alphine.venous.S.A1", "alphine.venous.R.A1", "alphine.venous.S.A1", "alphine.venous.R.A1",
      ])
    #expect(entries.allSatisfy { $0.action == .infusion(amount: 0.25, duration: 40 / 60.0) })
    #expect(entries.allSatisfy { $0.scaledBy == ["weight"] && $0.lag == nil && $0.duration == nil })
  }

  @Test func anOralDoseUsesTheModelsQuantities() throws {
    let entries = try entries("alphine 10 mg oral on day 1")
    #expect(entries[0].action == .infusion(amount: 10, duration: 1))
    #expect(entries[0].scaledBy == ["alphine.F_oral"] && entries[0].duration == "alphine.D_oral")
    #expect(entries[1].action == .bolus(amount: 10))
    #expect(entries[1].scaledBy == ["alphine.loss_oral"] && entries[1].lag == "alphine.t_lag")
    #expect(entries.map(\.time) == [24, 24])
  }

  @Test func devicesComeOneAfterTheOther() throws {
    let entries = try entries("alphine 84 mg spray on day 0")
    #expect(entries.map(\.time) == [0, 5 / 60.0, 10 / 60.0])
    #expect(entries.map(\.scaledBy) == [["alphine.F_nose"], ["alphine.F_nose_later"], ["alphine.F_nose_later"]])
    #expect(entries.allSatisfy { $0.action == .bolus(amount: 28) })
    #expect(try ExampleLibrary.treatment("alphine 84 mg spray on day 0").occasions == [0...(10 / 60.0)])
  }

  @Test func sessionsHoldTheirInput() throws {
    let entries = try entries("eyes 90 min weekly x 2")
    #expect(
      entries
        == [0, 168].map {
          InputSchedule.Entry(time: $0, target: "therapy.session_eyes", action: .hold(level: 1, duration: 1.5))
        })
  }

  @Test func anArmIsSortedByTime() throws {
    let arm = try [ExampleLibrary.treatment("eyes on days 1, 2"), ExampleLibrary.treatment("betazine 5 mg daily x 3")]
    #expect(InputSchedule(arm).entries.map(\.time) == [0, 24, 24, 48, 48])
  }
}
