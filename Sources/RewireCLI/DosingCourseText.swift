import Files
import Pharmacology

/// The course of a dosing table as CSV: the ID where the table has one, the time, the outputs with their units, and the
/// columns of observations that the table hands through.
enum DosingCourseText {
  static func csv(_ course: DosingCourse, table: DosingTable, timeUnit: String) -> String {
    let passing = course.lines.contains { $0.row != nil } ? table.columns.passing : []
    var names = [CourseText.named("time", timeUnit)] + zip(course.outputs, course.units).map(CourseText.named)
    if table.hasSubjects { names.insert("ID", at: 0) }
    names += passing.map { table.source.header[$0] }
    var text = names.map(CSVText.field).joined(separator: ",") + "\n"
    for (index, line) in course.lines.enumerated() {
      if table.hasSubjects { text += CSVText.field(table.subjects[line.subject].id) + "," }
      text += CSVText.number(line.time)
      for value in course.values[index * course.outputs.count..<(index + 1) * course.outputs.count] {
        text += "," + CSVText.number(value)
      }
      for column in passing {
        text += "," + CSVText.field(line.row.map { table.source.rows[$0][column] } ?? "")
      }
      text += "\n"
    }
    return text
  }
}
