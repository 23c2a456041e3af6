import Diagnostics
import Formulas
import Foundation
import Networks
import SBML
import Testing

/// Texts of models and what is read from them.
enum Reading {
  /// A document of a level and version around the content of its model.
  static func document(_ content: String, level: Int = 3, version: Int = 2, model: String = "id=\"m\"") -> String {
    let namespace =
      switch (level, version) {
      case (1, _): "http://www.sbml.org/sbml/level1"
      case (2, 1): "http://www.sbml.org/sbml/level2"
      case (2, _): "http://www.sbml.org/sbml/level2/version\(version)"
      default: "http://www.sbml.org/sbml/level\(level)/version\(version)/core"
      }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <sbml xmlns="\(namespace)" level="\(level)" version="\(version)">
      <model \(model)>
      \(content)
      </model>
      </sbml>
      """
  }

  static func math(_ content: String) -> String {
    """
    <math xmlns="http://www.w3.org/1998/Math/MathML" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core">\
    \(content)</math>
    """
  }

  static func network(_ text: String) throws -> Network {
    try SBMLReader.read(SourceText(name: "model.xml", text: text), path: "model.xml")
  }

  /// The network of a model in level 3 version 2.
  static func network(content: String, model: String = "id=\"m\"") throws -> Network {
    try network(document(content, model: model))
  }

  /// The formula that a piece of MathML stands for; `x`, `y` and `z` are parameters.
  static func formula(_ content: String) throws -> Formula {
    let network = try network(
      content: """
        <listOfFunctionDefinitions><functionDefinition id="twice">
        \(math("<lambda><bvar><ci>a</ci></bvar><apply><times/><cn>2</cn><ci>a</ci></apply></lambda>"))
        </functionDefinition></listOfFunctionDefinitions>
        <listOfParameters><parameter id="x" value="1" constant="false"/><parameter id="y" value="1" constant="true"/>
        <parameter id="z" value="1" constant="true"/><parameter id="p" constant="false"/></listOfParameters>
        <listOfRules><assignmentRule variable="p">\(math(content))</assignmentRule></listOfRules>
        """)
    return try #require(network.rules.first).formula
  }

  /// What is wrong with a text, as the reader says it.
  static func problem(_ text: String) throws -> Explanation {
    do {
      _ = try network(text)
    } catch let error as any ExplainedError {
      return error.explanation
    }
    throw Unexpected()
  }

  struct Unexpected: Error {}
}

/// A folder for one test, removed afterwards.
final class ModelFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "rewire-sbml-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}
