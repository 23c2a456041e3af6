import Diagnostics
import Formulas

/// The work of composing modules into one flat network: elements of all submodels, joined by synonyms.
///
/// Statements run in the order of the text, as Antimony runs them. `first is second` joins the two elements: what
/// `second` was given by then is kept, the rest comes from `first`, and later statements replace either. The joined
/// element takes the name of `second`, unless only `first` is the scope's own. A quantity that is only mentioned and
/// never defined is an error.
struct Composer {
  /// Submodels may be nested this deep, and a composed model may have this many elements.
  static let depthLimit = 64
  static let elementLimit = 250_000

  enum Kind: String { case species, compartment, reaction }

  /// A formula, the scope in which its names are looked up, and the elements found there for its uses so far (-1: none
  /// yet).
  struct ScopedExpression {
    var expression: Expression
    var scope: Int
    var elements: [Int]
  }

  enum Value {
    case initial(ScopedExpression)
    case assignment(ScopedExpression)

    var scoped: ScopedExpression {
      switch self {
      case .initial(let scoped), .assignment(let scoped): scoped
      }
    }
  }

  struct Element {
    var id: String
    /// Submodels above it.
    var depth: Int
    var place: SourcePlace
    var kind: Kind?
    /// False while it is only mentioned.
    var isDefined = false
    /// The words `const` and `var`, and the scope that says them.
    var isConstant: (value: Bool, scope: Int)?
    /// `$` and `const`, or `var`.
    var isBoundary: Bool?
    /// Whether the name means an amount, and how deep the scope is that says so; nil until it is declared a species.
    var isSubstanceOnly: (value: Bool, depth: Int)?
    var compartment: Int?
    var value: Value?
    var rate: ScopedExpression?
    var unit: Unit?
    var reaction: ReactionData?
  }

  struct ReactionData {
    var reactants: [(element: Int, stoichiometry: Double)]
    var products: [(element: Int, stoichiometry: Double)]
    var isReversible: Bool
    var law: ScopedExpression?
  }

  struct Scope {
    var module: String
    /// "" at the top, otherwise with its final dot, `ketamine.`
    var path: String
    var depth: Int
    var names: [String: Int] = [:]
    var submodels: [String: Int] = [:]
    var units: [Statement.ModelUnit: (unit: Unit, place: SourcePlace)] = [:]
    var unnamedReactions = 0
  }

  let library: Library
  let functions: [String: FunctionDefinition]
  var elements: [Element] = []
  /// The element that stands for each element since its joining (itself when not joined).
  var links: [Int] = []
  /// The element whose name the joined element carries.
  var named: [Int] = []
  var scopes: [Scope] = []
  var annotations: [Annotation] = []
  var findings: Findings
  /// Modules being composed, from the top.
  var stack: [String] = []
  var unitTables: [String: UnitTable] = [:]

  init(_ library: Library) {
    self.library = library
    functions = Dictionary(library.functions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    findings = Findings(texts: library.texts)
  }

  // MARK: problems

  mutating func report(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    findings.report(problem, at: place, hint: hint)
  }

  mutating func warn(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    findings.warn(problem, at: place, hint: hint)
  }

  // MARK: elements

  /// The element that stands for `index`.
  func root(_ index: Int) -> Int {
    var index = index
    while links[index] != index { index = links[index] }
    return index
  }

  /// The name that the joined element carries.
  func finalName(_ index: Int) -> String { elements[named[root(index)]].id }

  mutating func makeElement(_ name: String, in scope: Int, at place: SourcePlace) -> Int {
    let index = elements.count
    elements.append(Element(id: scopes[scope].path + name, depth: scopes[scope].depth, place: place))
    links.append(index)
    named.append(index)
    scopes[scope].names[name] = index
    return index
  }

  /// The element of a name without dots, made when it is new.
  mutating func ownElement(_ name: String, in scope: Int, at place: SourcePlace) -> Int {
    if let known = scopes[scope].names[name] { return root(known) }
    return makeElement(name, in: scope, at: place)
  }

  /// The element of a name as written in `scope`, or nil when a part of it is unknown.
  func find(_ name: String, in scope: Int) -> Int? {
    if let index = scopes[scope].names[name] { return root(index) }
    guard name.utf8.contains(UInt8(ascii: ".")) else { return nil }
    var scope = scope
    let parts = name.split(separator: ".")
    for part in parts.dropLast() {
      guard let inner = scopes[scope].submodels[String(part)] else { return nil }
      scope = inner
    }
    return parts.last.flatMap { scopes[scope].names[String($0)] }.map(root)
  }

  /// The element that a statement speaks of; names without dots are made, dotted ones must exist.
  mutating func target(_ reference: Reference, in scope: Int) -> Int? {
    if let known = scopes[scope].names[reference.name] { return root(known) }
    if !reference.name.utf8.contains(UInt8(ascii: ".")) {
      if scopes[scope].submodels[reference.name] != nil {
        report(.wrongKind(reference.name, is: "submodel", needed: "quantity"), at: reference.place)
        return nil
      }
      return makeElement(reference.name, in: scope, at: reference.place)
    }
    if let known = find(reference.name, in: scope) { return known }
    reportUnknown(reference.name, in: scope, at: reference.place)
    return nil
  }

  mutating func reportUnknown(_ name: String, in scope: Int, at place: SourcePlace) {
    let hint = findings.hint(name) { candidates(for: name, in: scope) }
    report(.unknownName(name), at: place, hint: hint)
  }

  /// Names that could have been meant: those of the submodel that the known part of `name` leads to.
  private func candidates(for name: String, in scope: Int) -> [String] {
    let parts = name.split(separator: ".").map(String.init)
    var scope = scope
    var prefix = ""
    for part in parts.dropLast() {
      guard let inner = scopes[scope].submodels[part] else { break }
      scope = inner
      prefix += part + "."
    }
    let quantities = scopes[scope].names.filter { elements[root($0.value)].isDefined && $0.key != parts.last }
    return quantities.map { prefix + $0.key } + scopes[scope].submodels.keys.map { prefix + $0 }
  }
}
