package import NativeCode

/// Choices of a run that may change its numbers (tolerances, method) or only its speed (threads, code).
package struct SimulationOptions: Sendable, Hashable {
  package enum Method: String, Sendable, CaseIterable {
    /// Rodas5P in lanes of generated code.
    case rodas5p
    /// SUNDIALS CVODE, patient by patient: the second opinion.
    case cvode
    /// SUNDIALS IDA, for models with algebraic rules.
    case ida
  }
  package var method = Method.rodas5p
  package var relativeTolerance = 1e-6
  package var absoluteTolerance = 1e-9
  package var maximumSteps = 1_000_000
  /// Threads to use; 0 takes all cores.
  package var threads = 0
  /// Lanes per register (nil: what the processor has); for tests.
  package var width: Int?
  /// Effort of the code generator (nil: by the number of patients); for tests.
  package var tier: CodeTier?
  /// Runs the kernel without machine code; for tests.
  package var interprets = false

  package init() {}
}
