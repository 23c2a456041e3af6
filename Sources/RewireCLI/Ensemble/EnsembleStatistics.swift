import Equations
import Files
import NativeCode
import Reports
import Rewire
import Simulation

/// The statistics of an ensemble as JSON: clocks, counts, failures, options, machine.
struct EnsembleStatistics {
  let request: EnsembleRequest
  let rows: Range<Int>
  let shape: [Int]
  let totals: EnsembleTotals
  let clocks: EnsembleClocks
  let simulator: Simulator
  let threads: Int
  /// From the start of the job.
  let seconds: Double

  var text: String { value.text(pretty: true) + "\n" }

  private var value: JSONValue {
    let codeSource: JSONValue = simulator.codeIsFromCache.map { $0 ? "cache" : "compiled" } ?? nil
    return [
      "patients": .integer(rows.count), "first": .integer(rows.lowerBound),
      "shape": .array(shape.map(JSONValue.integer)), "outputs": .texts(request.outputs),
      "parse_s": .number(clocks.parse), "compile_s": .number(clocks.compile),
      "solve_s": .number(totals.solveSeconds), "write_s": .number(clocks.write),
      "solve_cpu_s": .number(totals.solveProcessorSeconds), "total_s": .number(seconds),
      "clocks": [
        "model_s": .number(clocks.model), "tables_s": .number(clocks.tables),
        "equations_s": .number(clocks.equations), "code_s": .number(clocks.code), "code_from": codeSource,
      ],
      "completed": .integer(rows.count - totals.failed), "failed": .integer(totals.failed),
      "accepted_steps": .integer(totals.acceptedSteps), "rejected_steps": .integer(totals.rejectedSteps),
      "events": .integer(totals.events), "lane_use": .number(totals.laneUse),
      "lanes": .integer(simulator.laneCount), "threads": .integer(threads),
      "states": .integer(simulator.system.states.count), "solver": "rodas5p",
      "rtol": .number(request.relativeTolerance), "atol": .number(request.absoluteTolerance),
      "failures": .array(totals.failures.map(failure)),
      "failures_not_listed": .integer(totals.failed - totals.failures.count),
      "peak_memory_bytes": .integer(Machine.peakMemory), "machine": machine,
    ]
  }

  private func failure(_ failure: EnsembleTotals.Failure) -> JSONValue {
    [
      "row": .integer(failure.row), "status": .string(failure.status), "reason": .string(failure.reason),
      "command": .string(request.command(forRow: failure.row)),
    ]
  }

  private var machine: JSONValue {
    // Code from the cache was made by the same major version; LLVM is not loaded to ask for more.
    let version = simulator.codeIsFromCache == true ? LLVMVersion.major : LLVMVersion.text
    return [
      "rewire": .string(Version.current), "llvm": version.map(JSONValue.string) ?? nil,
      "processor": Machine.processor.map(JSONValue.string) ?? nil, "cores": .integer(Machine.cores),
    ]
  }
}
