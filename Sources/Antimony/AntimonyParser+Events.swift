import Diagnostics
import Formulas
import Networks

extension AntimonyParser {
  /// `at delay after trigger, option = value, …: name = formula, …`, after the event's name.
  mutating func readEvent(id: Reference?) throws {
    let place = cursor.currentPlace
    cursor.advance()
    cursor.unitsMayPrecedeColons = true
    defer { cursor.unitsMayPrecedeColons = false }
    let first = try readExpression()
    var event = EventStatement(id: id, trigger: first, place: id?.place ?? place)
    if isWord("after") {
      cursor.advance()
      event.delay = first
      event.trigger = try readExpression()
    }
    while cursor.accept(.comma) { try readEventOption(of: &event) }
    try cursor.expect(.colon, event.delay == nil ? "\"after\", \",\" or \":\"" : "\",\" or \":\"")
    skipNewlines()
    if cursor.kind != .semicolon { try readEventAssignments(of: &event) }
    statements.append(.event(event))
    try endStatement()
  }

  /// `priority = formula`, `t0 = false`, `persistent = false`, `fromTrigger = false`.
  private mutating func readEventOption(of event: inout EventStatement) throws {
    let word = try cursor.expect(.identifier, "\"priority\", \"t0\", \"persistent\" or \"fromTrigger\"")
    let option = cursor.text.text(of: word)
    let options = ["priority", "t0", "persistent", "fromTrigger"]
    guard options.contains(option) else {
      throw failure(
        .unknownOption(option, of: "an event"), at: cursor.text.place(of: word),
        hint: NearestName.hint(option, among: options) ?? "an event has \(options.joined(separator: ", "))")
    }
    try cursor.expect(.assign, "\"=\" after \"\(option)\"")
    if option == "priority" {
      event.priority = try readExpression()
      return
    }
    guard isWord("true") || isWord("false") else { throw cursor.expected("\"true\" or \"false\"") }
    let value = cursor.currentText == "true"
    cursor.advance()
    switch option {
    case "t0": event.startsTrue = value
    case "persistent": event.isPersistent = value
    default: event.usesTriggerTimeValues = value
    }
  }

  /// `a = formula, b = formula`; a colon separates too, and a new line may follow either. An assignment without a
  /// formula, `a = ;`, changes nothing.
  private mutating func readEventAssignments(of event: inout EventStatement) throws {
    repeat {
      skipNewlines()
      let target = try readReference("the name of what the event changes")
      try cursor.expect(.assign, "\"=\" after \"\(target.name)\"")
      if [.comma, .colon, .semicolon].contains(cursor.kind) { continue }
      event.assignments.append(.init(target: target, expression: try readExpression()))
    } while cursor.accept(.comma) || cursor.accept(.colon)
  }
}
