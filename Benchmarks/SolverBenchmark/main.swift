import Diagnostics
import Files
import Foundation
import TestSupport

/// Measures every problem of the stiff reference set with Rodas5P and with CVODE (IDA where there are algebraic rules)
/// over a range of tolerances, and writes the results as a table: `SolverBenchmark TABLE.csv`.
do {
  guard CommandLine.arguments.count == 2 else { throw InputError("usage: SolverBenchmark TABLE.csv") }
  let table = try CSVWriter(path: CommandLine.arguments[1], columns: WorkPrecision.columns)
  for reference in StiffReference.all {
    let measurement = try Measurement(reference)
    for tolerance in [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11] {
      for result in [
        try measurement.own(relativeTolerance: tolerance), try measurement.sundials(relativeTolerance: tolerance),
      ] {
        try result.write(to: table)
      }
    }
    print("measured \(reference.name)")
  }
  try table.commit()
} catch {
  FileHandle.standardError.write(Data((Message.text(error) + "\n").utf8))
  exit(1)
}
