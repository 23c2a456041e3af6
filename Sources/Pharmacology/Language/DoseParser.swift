import Diagnostics

/// Reads what stands between a compound's name and the times: dose, route, variant and infusion time.
struct DoseParser {
  let compound: Compound

  func parse(_ cursor: inout TreatmentCursor) throws -> Dose {
    var route = takeRoute(&cursor)
    let amountToken = cursor.next
    let amount = try amount(&cursor)
    if route == nil { route = try requiredRoute(&cursor) }
    guard let route else { throw cursor.error("the route is missing") }
    let variant = try variant(of: route, &cursor)
    let infusionHours = try infusionTime(route, &cursor)
    if let device = route.device { try check(device, amount, route, amountToken, cursor) }
    return Dose(
      compound: compound, route: route, variant: variant, amount: amount.milligrams,
      isPerKilogram: amount.isPerKilogram, infusionHours: infusionHours)
  }

  /// Milligrams, and milligrams per kilogram, that nobody is given of anything.
  private static let largest = 100_000.0
  private static let largestPerKilogram = 1000.0

  private typealias Amount = (milligrams: Double, isPerKilogram: Bool)

  private func amount(_ cursor: inout TreatmentCursor) throws -> Amount {
    let token = cursor.next
    guard let number = cursor.number else {
      if Double(token.text) != nil {
        throw cursor.error("\"\(token.text)\" is not a number", hint: "a dose has digits and a point only")
      }
      throw cursor.error(
        "the dose of \(compound.id) is missing", hint: "write it after the name, for example \"\(compound.id) 10 mg\"")
    }
    guard number > 0 else { throw cursor.error("a dose must be above zero, \"\(token.text)\" is not") }
    cursor.advance()
    guard let unit = cursor.word else {
      if cursor.next.kind == .comma {
        throw cursor.error(
          "the dose \"\(token.text)\" has no unit", at: token, hint: "decimals are written with a point")
      }
      throw cursor.error("the dose \"\(token.text)\" has no unit", at: token, hint: "write mg or mg/kg")
    }
    guard let found = DoseUnit.parse(unit) else {
      let written = cursor.next.text
      if let kind = DoseUnit.otherKind(unit) {
        throw cursor.error("a dose of \(compound.id) is a mass, \"\(written)\" is \(kind)", hint: "write mg or mg/kg")
      }
      if Keyword.all.contains(unit) || RouteName.id(unit) != nil {
        throw cursor.error("the dose \"\(token.text)\" has no unit", at: token, hint: "write mg or mg/kg")
      }
      throw cursor.error("unknown unit \"\(written)\"", hint: NearestName.hint(unit, among: DoseUnit.known))
    }
    cursor.advance()
    if cursor.word?.hasPrefix("/") == true {
      throw cursor.error("unexpected \"\(cursor.next.text)\"", hint: "did you mean \"\(unit)/kg\", without spaces?")
    }
    let milligrams = number * found.milligrams
    let limit = found.isPerKilogram ? Self.largestPerKilogram : Self.largest
    guard milligrams <= limit else {
      let written = "\(PlainNumber.text(limit)) \(found.isPerKilogram ? "mg/kg" : "mg")"
      throw cursor.error("this is no dose for a person, at most \(written) can be given", at: token)
    }
    return (milligrams, found.isPerKilogram)
  }

  /// Takes one of the compound's routes if it is next; the longest name wins.
  private func takeRoute(_ cursor: inout TreatmentCursor) -> Route? {
    let names = compound.routes.flatMap { route in RouteName.names(of: route).map { (name: $0, route: route) } }
    for (name, route) in names.sorted(by: { $0.name.count > $1.name.count }) where cursor.take(phrase: name) {
      return route
    }
    return nil
  }

  private func requiredRoute(_ cursor: inout TreatmentCursor) throws -> Route {
    if let route = takeRoute(&cursor) { return route }
    let ids = compound.routes.map(\.id)
    let known = "\(compound.id) is given \(ids.joined(separator: ", "))"
    guard let word = cursor.word, !Keyword.all.contains(word) else {
      if compound.routes.count == 1 { return compound.routes[0] }
      throw cursor.error("the route of \(compound.id) is missing", hint: known)
    }
    let written = cursor.next.text
    if RouteName.id(word) != nil { throw cursor.error("\(compound.id) has no route \"\(written)\"", hint: known) }
    if compound.routes.count == 1, NearestName.find(word, among: Keyword.all) != nil { return compound.routes[0] }
    let near = NearestName.find(word, among: RouteName.all)
    throw cursor.error("unknown route \"\(written)\"", hint: near.map { "did you mean \"\($0)\"?" } ?? known)
  }

  private func variant(of route: Route, _ cursor: inout TreatmentCursor) throws -> RouteVariant {
    guard route.hasNamedVariants, let word = cursor.word, !Keyword.all.contains(word) else {
      return route.variants[route.defaultVariant]
    }
    let names = route.variants.compactMap(\.id)
    guard let index = route.variants.firstIndex(where: { $0.id?.lowercased() == word }) else {
      if let keyword = NearestName.find(word, among: Keyword.all), NearestName.find(word, among: names) == nil {
        throw cursor.error("unexpected \"\(cursor.next.text)\"", hint: "did you mean \"\(keyword)\"?")
      }
      throw cursor.error(
        "\(compound.id) \(route.id) has no variant \"\(cursor.next.text)\"",
        hint: NearestName.hint(word, among: names))
    }
    cursor.advance()
    return route.variants[index]
  }

  private func infusionTime(_ route: Route, _ cursor: inout TreatmentCursor) throws -> Double? {
    let over = cursor.next
    guard cursor.take("over") else { return nil }
    guard route.isInfusion else {
      let infused = compound.routes.filter(\.isInfusion).map(\.id)
      let hint = infused.isEmpty ? nil : "only \(infused.joined(separator: ", ")) is given over a time"
      throw cursor.error("a dose given \(route.id) takes no time of infusion", at: over, hint: hint)
    }
    return try Length.parse(&cursor, after: "over", longest: 24 * 14, example: "over 40 min")
  }

  private func check(
    _ device: Device, _ amount: Amount, _ route: Route, _ token: TreatmentToken, _ cursor: TreatmentCursor
  ) throws {
    let strength = PlainNumber.text(device.strength)
    if amount.isPerKilogram {
      throw cursor.error(
        "\(compound.id) \(route.id) comes in devices of \(strength) mg, not per kilogram", at: token,
        hint: "write a multiple of \(strength) mg")
    }
    let units = (amount.milligrams / device.strength).rounded()
    guard units >= 1, abs(units * device.strength - amount.milligrams) < 1e-9 * amount.milligrams else {
      let near = PlainNumber.text(max(1, units) * device.strength)
      throw cursor.error(
        "\(PlainNumber.text(amount.milligrams)) mg is no whole number of devices of \(strength) mg", at: token,
        hint: "did you mean \"\(near) mg\"?")
    }
    guard units <= 100 else { throw cursor.error("\(PlainNumber.text(units)) devices are too many", at: token) }
  }
}
