import Files
import Foundation
import TestSupport
import Testing

@Suite struct EnsembleTests {
  private static let model = ProjectPaths.fixtures.appendingPathComponent("infusion.ant").path
  private static let draws = ProjectPaths.fixtures.appendingPathComponent("infusion-draws.csv").path
  private static let times = ProjectPaths.fixtures.appendingPathComponent("infusion-times.csv").path

  /// The bytes of the array that a call writes, or nil when it fails.
  private func array(_ folder: URL, _ options: [String] = [], draws: String = draws, outputs: String = "A,effect")
    throws -> [UInt8]
  {
    let outcome = try Program.run(
      ["ensemble", Self.model, "--parameters", draws, "--times", Self.times, "--outputs", outputs, "-o", "y.npy"]
        + options, folder: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try TextFile.bytes(of: folder.appendingPathComponent("y.npy").path)
  }

  private func numbers(_ bytes: [UInt8]) -> [Double] {
    let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
    return bytes[start...].withUnsafeBytes { raw in
      (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: 8 * $0, as: Double.self) }
    }
  }

  private func statistics(_ folder: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent("s.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// A table with as many rows as asked for, all different, with some that are not finite.
  private func manyRows(_ folder: URL, count: Int, broken: Set<Int> = []) throws -> String {
    let rows = (0..<count).map { "\(broken.contains($0) ? "nan" : "\(4 + Double($0) / 1000)"),\(20 + $0 % 7)\n" }
    let path = folder.appendingPathComponent("draws.csv").path
    try AtomicFile.write("CL,V\n" + rows.joined(), to: path)
    return path
  }

  /// Every row is what `rewire run` prints for its parameters.
  @Test func rowsAreSingleRuns() throws {
    try Program.inFolder { folder in
      let values = numbers(try array(folder, ["--rtol", "1e-8", "--atol", "1e-11"]))
      let draws = try NumberTable(path: Self.draws)
      #expect(values.count == draws.rowCount * 25 * 2)
      for row in [0, 7, 19] {
        let settings = draws.names.enumerated().flatMap {
          ["--set", "\($1)=\(draws.values[row * draws.columnCount + $0])"]
        }
        let run = try Program.run(
          ["run", Self.model, "--duration", "12", "--steps", "24", "--rtol", "1e-8", "--atol", "1e-11"]
            + ["--outputs", "A,effect"] + settings)
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.output.split(separator: "\n").dropFirst()
        for (time, line) in lines.enumerated() {
          let fields = line.split(separator: ",").map { Double($0) }
          for output in 0..<2 { #expect(fields[output + 1] == values[(row * 25 + time) * 2 + output]) }
        }
      }
    }
  }

  /// The bytes do not depend on threads, nor on which rows are run together.
  @Test func sameBytesHoweverItIsSplit() throws {
    try Program.inFolder { folder in
      let table = try manyRows(folder, count: 700, broken: [3, 300])
      let whole = numbers(try array(folder, ["--threads", "1"], draws: table))
      let threaded = numbers(try array(folder, ["--threads", "3"], draws: table))
      #expect(whole.map(\.bitPattern) == threaded.map(\.bitPattern))
      var parts: [UInt64] = []
      for (first, count) in [(0, 1), (1, 9), (10, 270), (280, 420)] {
        parts += numbers(
          try array(folder, ["--first", "\(first)", "--patients", "\(count)"], draws: table)
        ).map(\.bitPattern)
      }
      #expect(whole.map(\.bitPattern) == parts)
    }
  }

  @Test func failedRowsHaveReasonsAndTheOthersAreUnaffected() throws {
    try Program.inFolder { folder in
      let sound = numbers(try array(folder, draws: manyRows(folder, count: 40)))
      let table = try manyRows(folder, count: 40, broken: [5, 39])
      let outcome = try Program.run(
        ["ensemble", Self.model, "--parameters", table, "--times", Self.times, "--outputs", "A,effect"]
          + ["-o", "y.npy", "--stats", "s.json"], folder: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors.hasPrefix("warning: 2 rows of 40 failed\n  row 5: CL is not a finite number"))
      let values = numbers(try TextFile.bytes(of: folder.appendingPathComponent("y.npy").path))
      for row in 0..<40 {
        let (mine, other) = (values[row * 50..<row * 50 + 50], sound[row * 50..<row * 50 + 50])
        #expect([5, 39].contains(row) ? mine.allSatisfy(\.isNaN) : mine.elementsEqual(other))
      }
      let failures = try #require(try statistics(folder)["failures"] as? [[String: Any]])
      #expect(failures.compactMap { $0["row"] as? Int } == [5, 39])
      #expect(failures.allSatisfy { $0["status"] as? String == "not-finite" })
      // The command that is given runs the row alone, with the same end.
      let command = try #require(failures[1]["command"] as? String).split(separator: " ").map(String.init)
      #expect(command.prefix(2) == ["rewire", "ensemble"])
      let alone = try Program.run(Array(command.dropFirst()), folder: folder)
      #expect(alone.status == 1 && alone.errors.contains("row 39: CL is not a finite number"))
    }
  }

  @Test func statisticsCountWhatWasDone() throws {
    try Program.inFolder { folder in
      _ = try array(folder, ["--stats", "s.json", "--threads", "1"])
      _ = try array(folder, ["--stats", "s.json", "--threads", "1"])
      let statistics = try statistics(folder)
      #expect(statistics["patients"] as? Int == 20 && statistics["failed"] as? Int == 0)
      #expect(statistics["shape"] as? [Int] == [20, 25, 2])
      // The infusion starts and ends in every row.
      #expect(statistics["events"] as? Int == 40)
      let steps = try #require(statistics["accepted_steps"] as? Int)
      #expect(steps > 20 * 10 && steps < 20 * 1000)
      for clock in ["parse_s", "compile_s", "solve_s", "write_s", "solve_cpu_s", "total_s"] {
        #expect(try #require(statistics[clock] as? Double) > 0, "\(clock)")
      }
      let clocks = try #require(statistics["clocks"] as? [String: Any])
      #expect(clocks["code_from"] as? String == "cache")
      let machine = try #require(statistics["machine"] as? [String: Any])
      #expect(machine["rewire"] is String && machine["llvm"] is String && machine["processor"] is String)
      let use = try #require(statistics["lane_use"] as? Double)
      #expect(use > 0 && use <= 1)
    }
  }

  @Test(arguments: [
    "time\n0\n1.5\n12\n", "0\n1.5\n12", "0,1.5,12\n", "a,b,c\n0,1.5,12\n", "n,Time\n1,0\n2,1.5\n3,12\n",
  ])
  func timesMayStandInAColumnOrARow(_ text: String) throws {
    try Program.inFolder { folder in
      try AtomicFile.write(text, to: folder.appendingPathComponent("t.csv").path)
      let outcome = try Program.run(
        ["ensemble", Self.model, "--parameters", Self.draws, "--times", "t.csv", "--outputs", "A", "-o", "y.npy"],
        folder: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let values = numbers(try TextFile.bytes(of: folder.appendingPathComponent("y.npy").path))
      let all = numbers(try array(folder, outputs: "A"))
      #expect(values.count == 60)
      for row in 0..<20 {
        for (place, time) in [0, 3, 24].enumerated() {
          #expect(abs(values[3 * row + place] - all[25 * row + time]) <= 1e-5 * abs(all[25 * row + time]))
        }
      }
    }
  }

  /// What is wrong is said before anything is written.
  @Test(arguments: [
    (["--outputs", "A,effet"], "error: output \"effet\" is not in the model\n  did you mean \"effect\"?\n"),
    (["--outputs", "A,A"], "error: output \"A\" is asked for twice\n"),
    (["--outputs", "A,"], "error: an output has no name\n  write --outputs a,b\n"),
    (["--first", "20"], "error: --first 20 is beyond the table: "),
    (["--first", "-1"], "error: --first must be at least 0, -1 is not\n"),
    (["--first", "15", "--patients", "6"], "error: --patients 6 from row 15 on are more than "),
    (["--rtol", "0"], "error: --rtol must be above zero and at most 0.1\n"),
    (["--atol", "few"], "error: the value \"few\" is invalid for \"--atol <atol>\"\n  it must be a number\n"),
    (["-o", "none/y.npy"], "error: cannot write \"none/y.npy\": there is no folder \"none\"\n"),
    (["--stats", "none/s.json"], "error: cannot write \"none/s.json\": there is no folder \"none\"\n"),
    (["--parameters", "draw.csv"], "error: there is no file \"draw.csv\"\n"),
  ]) func refuses(_ options: [String], _ message: String) throws {
    try Program.inFolder { folder in
      var arguments = ["--parameters", Self.draws, "--times", Self.times, "--outputs", "A", "-o", "y.npy"]
      for (name, value) in zip(options, options.dropFirst()) where name.hasPrefix("-") && !value.hasPrefix("--") {
        if let place = arguments.firstIndex(of: name) {
          arguments[place + 1] = value
        } else {
          arguments += [name, value]
        }
      }
      let outcome = try Program.run(["ensemble", Self.model] + arguments, folder: folder)
      #expect(outcome.status == 2 && outcome.errors.hasPrefix(message), "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func namesThatAreNoParametersAreRefused() throws {
    try Program.inFolder { folder in
      for (header, message) in [
        ("CL,Vv", "draws.csv:1:4: error: there is no parameter \"Vv\" in the model\n  CL,Vv\n     ^^\n"),
        ("A,V", "draws.csv:1:1: error: \"A\" is computed by the model and not a parameter\n"),
      ] {
        try AtomicFile.write("\(header)\n1,2\n", to: folder.appendingPathComponent("draws.csv").path)
        let outcome = try Program.run(
          [
            "ensemble", Self.model, "--parameters", "draws.csv", "--times", Self.times, "--outputs", "A", "-o", "y.npy",
          ],
          folder: folder)
        #expect(outcome.status == 2 && outcome.errors.hasPrefix(message), "\(outcome.errors)")
      }
    }
  }

  /// A run that is stopped keeps what it has, says how to go on, and ends with the same bytes.
  @Test func goesOnAfterAStop() throws {
    try Program.inFolder { folder in
      let table = try manyRows(folder, count: 30_000, broken: [17])
      let call = [
        "ensemble", Self.model, "--parameters", table, "--times", Self.times, "--outputs", "A,Ce,effect", "--rtol",
        "1e-10", "--atol", "1e-12", "--threads", "1",
      ]
      let whole = try Program.run(call + ["-o", "whole.npy", "--stats", "whole.json"], folder: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = call + ["-o", "y.npy", "--stats", "s.json"]
      process.currentDirectoryURL = folder
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      let partial = folder.appendingPathComponent("y.npy.partial").path
      // Until some blocks are written.
      while process.isRunning, ((try? TextFile.bytes(of: partial))?.count ?? 0) < 200_000 { usleep(1000) }
      process.interrupt()
      process.waitUntilExit()
      guard process.terminationStatus == 130 else {
        // It was quicker than the signal.
        #expect(process.terminationStatus == 0)
        return
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.contains("y.npy.partial") && names.contains("y.npy.partial.run") && !names.contains("y.npy"))
      let other = try Program.run(call + ["--first", "1", "-o", "y.npy", "--resume"], folder: folder)
      #expect(other.status == 2 && other.errors.contains("is another one: it has rows 0 to 29999, not 1 to 29999"))
      let resumed = try Program.run(call + ["-o", "y.npy", "--stats", "s.json", "--resume"], folder: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      let bytes = try ["whole.npy", "y.npy"].map { try TextFile.bytes(of: folder.appendingPathComponent($0).path) }
      #expect(bytes[0] == bytes[1])
      let statistics = try statistics(folder)
      #expect((statistics["failures"] as? [[String: Any]])?.first?["row"] as? Int == 17)
      #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("y.npy.partial.run").path))
    }
  }

  /// A disk that takes no more, and a process that is killed: what is there is kept, and the run ends with the same
  /// bytes.
  @Test(arguments: ["full", "killed"]) func goesOnAfterAFault(_ fault: String) throws {
    try Program.inFolder { folder in
      let table = try manyRows(folder, count: 9000, broken: [2])
      let call = [
        "ensemble", Self.model, "--parameters", table, "--times", Self.times, "--outputs", "A,Ce,effect", "--threads",
        "1",
      ]
      let whole = try Program.run(call + ["-o", "whole.npy"], folder: folder)
      #expect(whole.status == 0, "\(whole.errors)")
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      let line = "\(fault == "full" ? "ulimit -f 2000; exec" : "exec") \"$0\" \"$@\" >output 2>errors"
      shell.arguments = ["-c", line, Program.path] + call + ["-o", "y.npy"]
      shell.currentDirectoryURL = folder
      try shell.run()
      if fault == "killed" {
        let partial = folder.appendingPathComponent("y.npy.partial").path
        while shell.isRunning, !FileManager.default.fileExists(atPath: partial) { usleep(500) }
        kill(shell.processIdentifier, SIGKILL)
      }
      shell.waitUntilExit()
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      if fault == "full" {
        let errors = try String(contentsOf: folder.appendingPathComponent("errors"), encoding: .utf8)
        #expect(shell.terminationStatus == 1)
        #expect(errors.hasPrefix("error: cannot write \"y.npy.partial\": "), "\(errors)")
        #expect(errors.contains("y.npy.partial holds 256 of 9000 rows; go on with: rewire ensemble "))
        #expect(names.contains("y.npy.partial") && !names.contains("y.npy"))
      } else if !names.contains("y.npy") {
        #expect(names.contains("y.npy.partial"))
      }
      let resumed = try Program.run(call + ["-o", "y.npy", "--resume"], folder: folder)
      #expect(resumed.status == 0, "\(resumed.errors)")
      let bytes = try ["whole.npy", "y.npy"].map { try TextFile.bytes(of: folder.appendingPathComponent($0).path) }
      #expect(bytes[0] == bytes[1])
    }
  }
}
