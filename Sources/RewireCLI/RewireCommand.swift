import ArgumentParser

@main
struct RewireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rewire")
}
