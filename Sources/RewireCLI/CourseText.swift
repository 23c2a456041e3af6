import Diagnostics
import Files
import Simulation

/// The course of one patient as CSV, with the unit of each column in its name: `ketamine.Cp [ng/mL]`.
enum CourseText {
  static func csv(_ course: TimeCourse, timeUnit: String) -> String {
    let names = [named("time", timeUnit)] + zip(course.outputs, course.units).map(named)
    var text = names.map(CSVText.field).joined(separator: ",") + "\n"
    for (row, time) in course.times.enumerated() {
      text += CSVText.number(time)
      for output in course.outputs.indices {
        text += "," + CSVText.number(course.value(patient: 0, time: row, output: output))
      }
      text += "\n"
    }
    return text
  }

  static func named(_ name: String, _ unit: String) -> String { unit.isEmpty ? name : "\(name) [\(unit)]" }
}
