/// The names of a network's elements in a language whose identifiers are letters, digits and underscores.
///
/// A dot becomes two underscores (`ketamine.Cc` → `ketamine__Cc`), any other strange character one. A name that is
/// reserved or taken gets an underscore and, if need be, a number. Names that fit stay as they are, so only the others
/// ever give way; the result depends on the network only.
package struct FlatNames: Sendable {
  private let reserved: Set<String>
  private var taken: Set<String> = []
  /// What each element is called.
  package private(set) var elements: [String: String] = [:]
  private var functions: [String: String] = [:]

  /// - Complexity: O(number of names).
  package init(of network: Network, reserved: Set<String> = []) {
    self.reserved = reserved
    let ids = network.elementNames
    for id in ids where fits(id) && elements[id] == nil { elements[id] = take(id) }
    for function in network.functions where fits(function.id) && !taken.contains(function.id) {
      functions[function.id] = take(function.id)
    }
    for id in ids where elements[id] == nil { elements[id] = fresh(id) }
    for function in network.functions where functions[function.id] == nil {
      functions[function.id] = fresh(function.id)
    }
  }

  /// What an element is called; an unknown name is only made to fit.
  package func element(_ id: String) -> String { elements[id] ?? Self.flattened(id) }

  /// What a function of the model is called.
  package func function(_ id: String) -> String { functions[id] ?? Self.flattened(id) }

  /// Elements and functions whose names had to change otherwise than by their dots, sorted: old and new name.
  package var changed: [(old: String, new: String)] {
    (Array(elements) + Array(functions)).filter { $0.value != $0.key.replacing(".", with: "__") }
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A new name like `wanted` that nothing else has, from now on taken.
  package mutating func fresh(_ wanted: String) -> String {
    let name = Self.flattened(wanted)
    if isFree(name) { return take(name) }
    if isFree(name + "_") { return take(name + "_") }
    var number = 2
    while !isFree("\(name)_\(number)") { number += 1 }
    return take("\(name)_\(number)")
  }

  /// Names of a function's arguments: local, so only words of the language have to give way.
  package func arguments(of function: FunctionDefinition) -> [String: String] {
    var used: Set<String> = []
    var result: [String: String] = [:]
    for argument in function.arguments {
      var name = Self.flattened(argument)
      while reserved.contains(name) || used.contains(name) { name += "_" }
      used.insert(name)
      result[argument] = name
    }
    return result
  }

  private func isFree(_ name: String) -> Bool { !reserved.contains(name) && !taken.contains(name) }

  private func fits(_ id: String) -> Bool { !reserved.contains(id) && Self.flattened(id) == id }

  private mutating func take(_ name: String) -> String {
    taken.insert(name)
    return name
  }

  /// The name with two underscores for a dot and one for every other character that an identifier cannot hold.
  package static func flattened(_ id: String) -> String {
    var name = ""
    for character in id.unicodeScalars {
      switch character {
      case "a"..."z", "A"..."Z", "_": name.unicodeScalars.append(character)
      case "0"..."9":
        if name.isEmpty { name = "_" }
        name.unicodeScalars.append(character)
      case ".": name += "__"
      default: name += "_"
      }
    }
    return name.isEmpty ? "_" : name
  }
}

extension Network {
  /// Identifiers of everything but functions and units, in the network's order.
  package var elementNames: [String] {
    compartments.map(\.id) + species.map(\.id) + parameters.map(\.id) + reactions.map(\.id) + events.map(\.id)
  }
}

/// A model as text in another language, and what the language could not hold, one sentence each.
package struct WrittenModel: Sendable {
  package var text: String
  package var losses: [String]
  /// What each element of the network is called in the text.
  package var names: [String: String]

  package init(text: String, losses: [String], names: [String: String]) {
    self.text = text
    self.losses = losses
    self.names = names
  }
}
