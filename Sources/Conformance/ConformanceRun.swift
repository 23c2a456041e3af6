/// Runs a published test suite's cases through the engine.
package enum ConformanceRun {}
