import Diagnostics
import Files

/// An order of arms, `mid < low < high and low < other`: chains joined by "and", each ascending.
package struct OrdinalExpression: Sendable, Hashable {
  package let text: String
  /// Ids of arms, at least two in each.
  package let chains: [[String]]

  /// Every arm that is named, in the order of first mention.
  package var arms: [String] {
    var seen: Set<String> = []
    return chains.joined().filter { seen.insert($0).inserted }
  }

  /// Reads an expression.
  ///
  /// - Parameter known: ids of the trial's arms.
  /// - Throws: `InputError` at the word that is wrong.
  init(_ value: YAMLValue, arms known: [String]) throws {
    text = try value.text("\"ordinal\"")
    var chains: [[String]] = [[]]
    var expectsArm = true
    var offset = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let place = value.place(offset: offset, length: word.count)
      offset += word.count + 1
      func refuse(_ problem: String, hint: String? = nil) -> InputError {
        InputError(problem, at: place, in: value.source, hint: hint)
      }
      if expectsArm {
        guard word != "<", word != "and", !word.isEmpty else {
          throw refuse("an arm is missing in \"\(text)\"", hint: "for example \"low < high\"")
        }
        guard known.contains(String(word)) else {
          throw refuse("there is no arm \"\(word)\"", hint: NearestName.hint(String(word), among: known))
        }
        chains[chains.count - 1].append(String(word))
      } else if word == "and" {
        chains.append([])
      } else if word != "<" {
        throw refuse("\"\(word)\" is neither \"<\" nor \"and\"")
      }
      expectsArm.toggle()
    }
    if expectsArm { throw value.error("\"\(text)\" ends without an arm") }
    guard chains.allSatisfy({ $0.count > 1 }) else { throw value.error("an order needs two arms and \"<\"") }
    self.chains = chains
  }

  /// Whether values stand in this order.
  ///
  /// - Parameter value: of an arm; NaN fulfils nothing.
  package func holds(_ value: (String) -> Double) -> Bool {
    chains.allSatisfy { chain in zip(chain, chain.dropFirst()).allSatisfy { value($0) < value($1) } }
  }
}
