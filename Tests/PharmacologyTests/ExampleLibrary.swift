import Diagnostics
import Files
import Pharmacology

/// A library of invented drugs and therapies: the room knows none by name.
enum ExampleLibrary {
  static let alphine = """
    id: alphine
    title: Alphine
    aliases: [alphine hydrochloride, alphine spray, A-1]
    kind: fast
    dose_unit: mg
    plasma: {output: Cp, unit: ng/mL, label: alphine in plasma, grade: B}
    receptor: {output: occupancy, label: receptor occupancy, grade: D}
    acute: {output: acute, label: acute intensity}
    side_effects: {intensity: 0.25, evidence: alphine.side_effects}
    routes:
      iv:
        title: intravenous
        infusion: true
        default_variant: venous
        variants:
          venous:
            title: venous sampling
            plasma_label: alphine in venous plasma
            parts: [{target: venous.S.A1, fraction: 0.5}, {target: venous.R.A1, fraction: 0.5}]
          arterial:
            title: arterial sampling
            parts: [{target: arterial.A1}]
      oral:
        title: oral
        parts:
          - {target: depot, bioavailability: F_oral, duration: D_oral}
          - {target: firstpass, bioavailability: loss_oral, lag: t_lag}
      spray:
        title: nasal spray
        device: {strength: 28, spacing_minutes: 5}
        parts: [{target: nose, bioavailability: F_nose}]
        later_parts: [{target: nose, bioavailability: F_nose_later}]
    """
  static let betazine = """
    id: betazine
    title: Betazine
    dose_unit: mg
    plasma: {output: Cp, unit: ng/mL, label: betazine in plasma}
    receptor: {output: occupancy, label: receptor occupancy}
    acute: {output: acute, label: acute intensity}
    routes:
      oral: {title: oral, parts: [{target: depot, lag: lag_oral}]}
    """
  static let modalities = """
    modalities:
      - {id: talk, title: Talking therapy, aliases: [talking], input: therapy.session_talk, default_minutes: 60}
      - {id: eyes, title: Eye movement therapy, input: therapy.session_eyes, default_minutes: 90, grade: D}
    """

  static func yaml(_ text: String) throws -> YAMLValue { try YAMLText.parse(SourceText(name: "x.yaml", text: text)) }

  static func make() throws -> TreatmentLibrary {
    try TreatmentLibrary(
      compounds: [Compound(yaml(alphine)), Compound(yaml(betazine))], modalities: Modality.read(yaml(modalities)))
  }

  static func treatment(_ text: String, days: Double = 182) throws -> Treatment {
    try TreatmentParser(library: make(), durationDays: days).parse(TreatmentLine(argument: text))
  }

  /// The message for a wrong treatment, without its first word (the file) and the quoted line.
  static func message(_ text: String, days: Double = 182) -> String {
    do {
      let treatment = try treatment(text, days: days)
      return "no error: \(treatment.times.count) times"
    } catch { return Message.text(error) }
  }
}
