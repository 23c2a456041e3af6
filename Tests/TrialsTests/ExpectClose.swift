import Testing

/// Expects two numbers to agree within an absolute or a relative tolerance.
func expectClose(
  _ value: Double, _ expected: Double, absolute: Double = 0, relative: Double = 0,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let tolerance = max(absolute, relative * expected.magnitude)
  #expect((value - expected).magnitude <= tolerance, "\(value) is not \(expected)", sourceLocation: sourceLocation)
}
