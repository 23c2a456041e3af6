package import Diagnostics

/// A run that was told to stop before its end; it leaves no numbers.
package struct RunStopped: ExplainedError, Equatable {
  package init() {}

  package var explanation: Explanation { Explanation("the run was stopped") }
}
