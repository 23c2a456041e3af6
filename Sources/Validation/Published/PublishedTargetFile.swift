import Diagnostics
import Files

extension PublishedTarget {
  /// - Parameter known: ids of the trial's arms.
  init(_ value: YAMLValue, arms known: [String]) throws {
    let fields = try SchemaFields(
      value, "a target",
      required: [
        "id", "set", "domain", "arm", "versus", "scale", "stat", "day", "value", "lo", "hi", "band_source", "rule",
        "ordinal", "v",
      ], optional: ["arm_plus", "versus_plus", "compares", "definition", "assumed", "note"])
    id = try fields.id("id")
    set = try fields.requiredChoice("set", TargetSet.self)
    domain = try fields.requiredChoice("domain", Domain.self)
    arms = [try Self.arm(fields.required("arm"), known)]
    arms += try fields["arm_plus"]?.list("\"arm_plus\"").map { try Self.arm($0, known) } ?? []
    versus = try fields["versus"].map { [try Self.arm($0, known)] } ?? []
    if let more = fields["versus_plus"] {
      guard !versus.isEmpty else { throw more.error("\"versus_plus\" needs \"versus\"") }
      versus += try more.list("\"versus_plus\"").map { try Self.arm($0, known) }
    }
    let pooled = arms + versus
    for (index, arm) in pooled.enumerated() where pooled[..<index].contains(arm) {
      throw value.error("target \"\(id)\" names arm \"\(arm)\" twice")
    }
    scale = try fields.text("scale")
    statistic = try fields.requiredChoice("stat", Statistic.self)
    day = try fields.number("day", in: PublishedTrialFile.days)
    self.value = try fields.number("value", in: PublishedTrialFile.anything)
    low = try fields.number("lo", in: PublishedTrialFile.anything)
    high = try fields.number("hi", in: PublishedTrialFile.anything)
    bandSource = try fields.choice("band_source", BandSource.self)
    rule = try fields.choice("rule", Rule.self)
    ordinal = try fields["ordinal"].map { try OrdinalExpression($0, arms: known) }
    compares = try fields.choice("compares", Comparison.self)
    definition = try fields.text("definition")
    verification = try fields.requiredChoice("v", Verification.self)
    isAssumed = try fields.mark("assumed")
    note = try fields.text("note")
    place = value.place
    try check(value)
  }

  private static func arm(_ value: YAMLValue, _ known: [String]) throws -> String {
    let id = try SchemaFields.id(value, "an arm")
    guard known.contains(id) else {
      throw value.error("there is no arm \"\(id)\"", hint: NearestName.hint(id, among: known))
    }
    return id
  }

  /// What the parts must have in common.
  private func check(_ place: YAMLValue) throws {
    if let low, let high, low > high { throw place.error("\"lo\" of target \"\(id)\" lies above \"hi\"") }
    if set == .context, rule != nil { throw place.error("a context target has no rule") }
    if bandSource == .assumed, !isAssumed {
      throw place.error("target \"\(id)\" has an assumed band", hint: "write \"assumed: true\"")
    }
    switch rule {
    case .ordinal:
      guard statistic == .ordinal, ordinal != nil else {
        throw place.error("target \"\(id)\" has the rule \"ordinal\" without an order")
      }
      guard compares != nil else {
        throw place.error("target \"\(id)\" does not say what its order compares", hint: "write \"compares\"")
      }
    case .interval:
      guard value != nil, low != nil, bandSource != nil else {
        throw place.error("target \"\(id)\" has the rule \"interval\" without value, \"lo\" and \"band_source\"")
      }
      if statistic.isRatio {
        guard let value, let low, value > 0, low > 0 else {
          throw place.error("a ratio and its band lie above zero")
        }
      }
    case nil: break
    }
    if rule != .ordinal, ordinal != nil { throw place.error("an order needs the rule \"ordinal\"") }
  }
}
