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
  /// Of each step's error, against the larger of a state's values at both ends.
  package var relativeTolerance = 1e-6
  /// In the units of the states.
  package var absoluteTolerance = 1e-9
  /// Attempted steps of one patient in one call, beside a hundred for every input; CVODE and IDA count from input to
  /// input.
  package var maximumSteps = 1_000_000
  /// Key of what happens at random in a model: the order of simultaneous events of equal priority.
  package var seed: UInt64 = 0
  /// Threads to use; 0 takes all cores.
  package var threads = 0
  /// The processor that code is made for (nil: this machine's); for tests.
  package var processor: HostProcessor?
  /// Lanes per register (nil: what the processor has); for tests.
  package var width: Int?
  /// Effort of the code generator (nil: by the number of patients); for tests.
  package var tier: CodeTier?
  /// Runs the kernel without machine code; for tests.
  package var interprets = false

  package init() {}
}
