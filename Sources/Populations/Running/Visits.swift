extension Visit {
  /// When outcomes are read: 4 and 24 hours, days 7, 28, 84 and 182, and the last day, as far as the protocol goes.
  static func all(durationDays: Double) -> [Visit] {
    var visits = [Visit(id: "4h", title: "4 h", hours: 4), Visit(id: "24h", title: "24 h", hours: 24)]
    visits += [7, 28, 84, 182].map { Visit(day: $0) }
    visits.removeAll { $0.hours > durationDays * 24 }
    if visits.last?.hours != durationDays * 24 {
      let isWhole = durationDays == durationDays.rounded()
      visits.append(
        isWhole
          ? Visit(day: Int(durationDays)) : Visit(id: "end", title: "end of the protocol", hours: durationDays * 24))
    }
    return visits
  }

  private init(day: Int) {
    self.init(id: "d\(day)", title: "day \(day)", hours: Double(day) * 24)
  }
}
