import Diagnostics
import Files
import Pharmacology
import Testing

@Suite struct LibraryTests {
  private func message(_ text: String) -> String {
    do {
      _ = try Compound(ExampleLibrary.yaml(text))
      return "no error"
    } catch { return Message.text(error) }
  }

  @Test func readsRoutesVariantsAndDevices() throws {
    let compound = try Compound(ExampleLibrary.yaml(ExampleLibrary.alphine))
    #expect(compound.routes.map(\.id) == ["iv", "oral", "spray"])
    let iv = compound.routes[0]
    #expect(iv.isInfusion && iv.hasNamedVariants && iv.variants[iv.defaultVariant].id == "venous")
    #expect(iv.variants[0].parts.map(\.fraction) == [0.5, 0.5])
    let oral = compound.routes[1]
    #expect(!oral.isInfusion && !oral.hasNamedVariants)
    #expect(oral.variants[0].parts[1].lag == "t_lag")
    #expect(compound.routes[2].device?.strength == 28)
    #expect(compound.routes[2].device?.laterParts[0].bioavailability == "F_nose_later")
    #expect(compound.plasma.unit == "ng/mL" && compound.plasma.grade == "B" && compound.acute.grade.isEmpty)
  }

  /// Nothing stated is none.
  @Test func readsSideEffects() throws {
    let stated = try Compound(ExampleLibrary.yaml(ExampleLibrary.alphine))
    #expect(stated.sideEffects == 0.25 && stated.sideEffectsEvidence == "alphine.side_effects")
    let silent = try Compound(ExampleLibrary.yaml(ExampleLibrary.betazine))
    #expect(silent.sideEffects == 0 && silent.sideEffectsEvidence == nil)
  }

  @Test func refusesDamagedCompounds() {
    let text = ExampleLibrary.alphine
    #expect(message(text.replacing("dose_unit: mg", with: "dose_unit: g")).contains("the dose unit must be mg"))
    #expect(
      message(text.replacing("default_variant: venous", with: "default_variant: venus"))
        .contains("did you mean \"venous\"?"))
    #expect(message(text.replacing("infusion: true", with: "infusions: true")).contains("unknown key \"infusions\""))
    #expect(message(text.replacing("fraction: 0.5", with: "fraction: 0")).contains("must be above zero"))
    #expect(message(text.replacing("strength: 28", with: "strength: many")).contains("must be a number"))
    #expect(message(text.replacing("title: Alphine\n", with: "")).contains("lacks \"title\""))
    #expect(message(text.replacing("intensity: 0.25", with: "intensity: 25")).contains("must be between 0 and 1"))
    #expect(message(text.replacing(", evidence: alphine.side_effects", with: "")).contains("lacks \"evidence\""))
    #expect(message("id: x\n").contains("a compound lacks \"title\""))
  }

  @Test func findsSubjectsByAnyName() throws {
    let library = try ExampleLibrary.make()
    #expect(library.subject(named: "ALPHINE")?.id == "alphine")
    #expect(library.subject(startingWith: "alphine hydrochloride 3 mg")?.length == 21)
    #expect(library.subject(startingWith: "Talking weekly")?.subject.id == "talk")
    #expect(library.subject(startingWith: "alphines 3 mg") == nil)
    // The alias "alphine spray" is the name and a route: the name wins and the route follows.
    #expect(library.subject(startingWith: "alphine spray 28 mg")?.length == 7)
  }

  @Test func refusesOneNameForTwoThings() throws {
    let first = try Compound(ExampleLibrary.yaml(ExampleLibrary.alphine))
    var second = try Compound(ExampleLibrary.yaml(ExampleLibrary.betazine))
    second.aliases = ["A-1"]
    #expect(throws: InputError.self) { try TreatmentLibrary(compounds: [first, second], modalities: []) }
  }
}
