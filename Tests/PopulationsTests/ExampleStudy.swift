import Antimony
import Diagnostics
import Equations
import Files
import Networks
import Pharmacology
import Populations
import Simulation

/// A small invented patient and library for studies.
enum ExampleStudy {

  static let compound = """
    id: alphine
    title: Alphine
    dose_unit: mg
    plasma: {output: Cp, unit: ng/mL, label: alphine in plasma}
    receptor: {output: occupancy, label: occupancy}
    acute: {output: acute, label: acute}
    routes:
      iv: {title: intravenous, infusion: true, parts: [{target: A1}]}
      oral: {title: oral, parts: [{target: A1}]}
    """
  static let modalities = """
    modalities:
      - {id: talk, title: Talking, input: session_talk, default_minutes: 60, grade: D, evidence: Hardly any.}
    """
  static let stages = """
    stages:
      - {id: plasma, title: Drug in plasma, per_compound: Cp, unit: ng/mL, grade: B, meaning: m, basis: b}
      - {id: glutamate, title: Glutamate, observable: glutamate, unit: rest = 1, grade: C, meaning: m, basis: b}
      - {id: synapses, title: Synapses, observable: spines, unit: health = 1, grade: C, meaning: m, basis: b}
      - {id: absent, title: Absent, observable: nowhere, unit: none, grade: E, meaning: m, basis: b}
      - {id: symptoms, title: Symptoms, observable: madrs, unit: points, grade: D, meaning: m, basis: b}
    """

  static func yaml(_ text: String) throws -> YAMLValue { try YAMLText.parse(SourceText(name: "x.yaml", text: text)) }

  static func library() throws -> TreatmentLibrary {
    try TreatmentLibrary(compounds: [Compound(yaml(compound))], modalities: Modality.read(yaml(modalities)))
  }

  static func study(_ text: String, file: String = "p.yaml") throws -> StudyProtocol {
    try StudyProtocol.parse(SourceText(name: file, text: text), library: library())
  }

  /// One compartment, a glutamate that follows it, spines that stay, and a score that falls with the drug.
  static func system() throws -> EquationSystem {
    let text = """
      model alphine_module(weight)
        A1 = 0; A1' = -k*A1; k = 0.5; Cp := 1000*A1/weight;
      end
      model *example()
        weight = 70; p = 1; q1 = 0; q2 = 0;
        var session_talk; session_talk = 0;
        alphine: alphine_module(weight);
        glutamate := 1 + 0.001*alphine.Cp;
        spines := 0.7*p;
        skill = 0; skill' = session_talk;
        madrs := 30*p - 0.01*alphine.Cp - skill;
      end
      """
    return try EquationSystem.build(
      from: AntimonyReader.read(text: SourceText(name: "example.ant", text: text)) { name in
        throw InputError("no import \(name)")
      })
  }

  static func runner(_ text: String) throws -> StudyRunner { try runner(study: study(text)) }

  static func runner(study: StudyProtocol) throws -> StudyRunner {
    let system = try system()
    return try StudyRunner(
      study: study, system: system, stages: Stage.list(yaml(stages)),
      model: ModelVersion(path: "example.ant", hash: "0", files: [], stateCount: system.states.count))
  }

  /// A run that follows formulas instead of a model: value(output, patient, hours).
  static func course(
    _ request: StudyRunner.Request, statuses: [Int: PatientStatus] = [:],
    _ value: (String, Int, Double) -> Double
  ) -> (course: TimeCourse, stateCount: Int) {
    let count = request.patients.patientCount
    var values: [Double] = []
    for patient in 0..<count {
      for time in request.times {
        for output in request.outputs { values.append(value(output, patient, time)) }
      }
    }
    let course = TimeCourse(
      times: request.times, outputs: request.outputs, units: request.outputs.map { _ in "" }, patientCount: count,
      values: values, statuses: (0..<count).map { statuses[$0] ?? .completed }, statistics: RunStatistics())
    return (course, 3)
  }
}
