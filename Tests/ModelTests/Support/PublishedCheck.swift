import Testing

/// Whether the model is expected to lie within what was measured.
enum Verdict { case pass, miss }

/// Holds a simulated value to the documented one (within 1 %) and the documented verdict to the measured range.
func check(_ value: Double, documented: Double, measured: ClosedRange<Double>, _ verdict: Verdict) {
  #expect(isWithin(0.01, value, of: documented), "\(value) is documented as \(documented)")
  #expect(measured.contains(value) == (verdict == .pass), "\(value) against \(measured)")
}
