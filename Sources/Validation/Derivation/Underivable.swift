/// Why something published cannot be simulated: a result, not a mistake of the user's.
struct Underivable: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}
