import Diagnostics
import Files
import Populations
import Provenance
import Reports
import Simulation

/// A protocol, simulated: the same virtual patients through every arm.
///
/// ```swift
/// let study = try SimulatedStudy(protocolFile: "Protocols/first.yaml", patients: 20)
/// print(study.table)
/// try study.write(to: "out")
/// ```
///
/// Research software, not medical advice.
public struct SimulatedStudy: Sendable {
  private let result: StudyResult
  private let context: RunContext
  private let figureLibrary: String?
  private let background: StudyBackground

  /// Reads, checks and simulates a protocol.
  ///
  /// - Parameters:
  ///   - protocolFile: the path of a protocol in YAML.
  ///   - patients: how many virtual patients, instead of the protocol's number.
  ///   - seed: the seed of the random draws, instead of the protocol's.
  /// - Throws: ``StudyError`` with the place of what is wrong and the nearest right thing.
  public init(protocolFile: String, patients: Int? = nil, seed: UInt64? = nil) throws {
    self = try StudyError.catching {
      let setup = try StudySetup(path: protocolFile, home: DataHome.find()) { study, _ in
        if let patients {
          guard (1...StudyProtocol.patientLimit).contains(patients) else {
            throw InputError(
              "the number of patients must be from 1 to \(StudyProtocol.patientLimit), \(patients) is not")
          }
          study.patientCount = patients
        }
        if let seed { study.seed = seed }
      }
      let options = SimulationOptions()
      let clock = ContinuousClock()
      let start = clock.now
      let result = try setup.runner.run(options: options)
      let command = "rewire simulate \(protocolFile) -o DIR --patients \(result.patientCount) --seed \(result.seed)"
      return try SimulatedStudy(
        result: result,
        context: StudySetup.context(command: command, options: options, seconds: (clock.now - start) / .seconds(1)),
        figureLibrary: setup.figureLibrary, background: setup.background(of: result, options: options))
    }
  }

  private init(result: StudyResult, context: RunContext, figureLibrary: String?, background: StudyBackground) {
    self.result = result
    self.background = background
    self.context = context
    self.figureLibrary = figureLibrary
  }

  /// The endpoints of every arm as text of at most 120 columns.
  public var table: String {
    StudyTables(result).all().map { ConsoleTable($0, width: 120).text() }.joined(separator: "\n")
  }

  /// Every endpoint with its unit, as JSON (`Documentation/reports.md` describes it).
  public var summary: String { SummaryFile(result, context: context, background: background).text() }

  /// Writes `report.html`, `summary.json`, `timecourse.csv` and `figures/` into a folder, all of them or none.
  ///
  /// - Throws: ``StudyError`` when the folder cannot be made or written to.
  public func write(to folder: String) throws {
    try StudyError.catching {
      try StudyFiles(folder: folder).write(result, context: context, library: figureLibrary, background: background)
    }
  }
}

/// Why a study could not be simulated or written.
public struct StudyError: Error, Sendable, CustomStringConvertible {
  /// The message as the command prints it: place, problem, quoted line, nearest right thing.
  public let description: String

  static func catching<Result>(_ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      throw StudyError(description: Message.text(error))
    }
  }
}
