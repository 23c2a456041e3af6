import Diagnostics
import Foundation

/// Runs fixed small workloads whose instructions `scripts/check-instructions` counts under callgrind: each once to
/// load what is loaded when first needed, then over a short and over a long time. Before and after each of these runs
/// it calls the C library's `getppid`, which nothing else does and where callgrind writes what it has counted since the
/// last such call; it prints what the runs were.
do {
  print("workload,run,patients,steps")
  for workload in Workload.allCases {
    let runs = try workload.runs()
    _ = try runs.short()
    for (name, run) in [("short", runs.short), ("long", runs.long)] {
      _ = getppid()
      let steps = try run()
      _ = getppid()
      print("\(workload.rawValue),\(name),\(Workload.patientCount),\(steps)")
    }
  }
} catch {
  FileHandle.standardError.write(Data((Message.text(error) + "\n").utf8))
  exit(1)
}
