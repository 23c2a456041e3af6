import Diagnostics
import Formulas

/// The work of composing modules into one flat network: elements of all submodels, joined by synonyms.
///
/// Statements run in the order of the text, as Antimony runs them. `first is second` joins the two elements: what
/// `second` was given by then is kept, the rest comes from `first`, and later statements replace either. The joined
/// element takes the name of `second`, unless only `first` is the scope's own. A quantity that is only mentioned and
/// never defined is an error.
///
/// Every element has a value in the units of its own scope; ``Composer/conversion(of:)`` says what the network's quantity
/// must be multiplied by to give it.
struct Composer {
  /// Submodels may be nested this deep, and a composed model may have this many elements.
  static let depthLimit = 64
  static let elementLimit = 250_000

  enum Kind: String { case species, compartment, reaction, event, rule, interaction }

  /// A formula, the scope in which its names are looked up, the elements found there for its uses so far (-1: none
  /// yet), and the element that it was given to, before any joining (-1: to none).
  struct ScopedExpression {
    var expression: Expression
    var scope: Int
    var elements: [Int]
    var target = -1
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
    /// The scope that it was made in, and submodels above it.
    var scope: Int
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
    /// The parameter by which reactions are multiplied for a species.
    var conversionFactor: Int?
    var reaction: ReactionData?
    var event: EventData?
    var rule: ScopedExpression?
    var isDeleted = false
    /// Whether a text says that it has no value: `x = ;`.
    var isOpen = false
  }

  struct ReactionData {
    struct Participant {
      var element: Int
      var stoichiometry: ReactionStatement.Stoichiometry
      /// The element of a stoichiometry that is a name.
      var name = -1
    }

    var scope: Int
    var reactants: [Participant]
    var products: [Participant]
    var isReversible: Bool
    var law: ScopedExpression?
  }

  struct EventData {
    var statement: EventStatement
    var trigger: ScopedExpression
    var delay: ScopedExpression?
    var priority: ScopedExpression?
    var assignments: [ScopedExpression]
  }

  struct Scope {
    var module: String
    /// "" at the top, otherwise with its final dot, `ketamine.`
    var path: String
    var depth: Int
    var parent: Int?
    /// What the submodel's time and reaction extents are multiplied by to give those of the whole model.
    var time = FactorProduct()
    var extent = FactorProduct()
    /// Where species are that are placed nowhere else.
    var compartment: Int?
    /// The parameter by which reactions are multiplied for its species that have none of their own.
    var conversionFactor: Int?
    /// The elements that were made with it, those of its submodels among them.
    var elements = 0..<0
    var isDeleted = false
    var names: [String: Int] = [:]
    var submodels: [String: Int] = [:]
    var units: [Statement.ModelUnit: (unit: Unit, place: SourcePlace)] = [:]
    var unnamedReactions = 0
    var unnamedEvents = 0
    var unnamedRules = 0
    var unnamedSubmodels = 0
  }

  let library: Library
  let functions: [String: FunctionDefinition]
  /// Functions whose bodies mention time.
  let functionsOfTime: Set<String>
  var elements: [Element] = []
  /// The element that stands for each element since its joining (itself when not joined).
  var links: [Int] = []
  /// The element whose name the joined element carries.
  var named: [Int] = []
  /// What an element's value is multiplied by to give that of the element it is linked to, where that is not 1.
  var scales: [Int: FactorProduct] = [:]
  /// What events and algebraic rules set.
  var changed: Set<Int> = []
  /// Species that interactions add to reactions, by reaction.
  var modifiers: [Int: [Int]] = [:]
  /// The most factors that lie between an element and what is linked to it.
  var scaleLengths: [Int: Int] = [:]
  /// Conversion factors that are names, with the places that mention them.
  var factorUses: [(element: Int, reference: Reference)] = []
  /// Interactions in the order of the text.
  var interactions: [(scope: Int, element: Int, statement: InteractionStatement)] = []
  var scopes: [Scope] = []
  var annotations: [Annotation] = []
  var findings: Findings
  /// Modules being composed, from the top.
  var stack: [String] = []
  var unitTables: [String: UnitTable] = [:]

  init(_ library: Library) {
    self.library = library
    functions = Dictionary(library.functions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    functionsOfTime = Self.functionsOfTime(functions)
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
    elements.append(Element(id: scopes[scope].path + name, scope: scope, depth: scopes[scope].depth, place: place))
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
  func find(_ name: String, in scope: Int) -> Int? { findOwn(name, in: scope).map(root) }

  /// The element of a name as written in `scope`, before any joining.
  func findOwn(_ name: String, in scope: Int) -> Int? {
    if let index = scopes[scope].names[name] { return index }
    guard name.utf8.contains(UInt8(ascii: ".")) else { return nil }
    guard let (inner, last) = findScope(name, in: scope) else { return nil }
    return scopes[inner].names[last]
  }

  /// The submodel that the dotted parts of a name lead to, and the name's last part.
  func findScope(_ name: String, in scope: Int) -> (scope: Int, last: String)? {
    var scope = scope
    let parts = name.split(separator: ".")
    for part in parts.dropLast() {
      guard let inner = scopes[scope].submodels[String(part)] else { return nil }
      scope = inner
    }
    return parts.last.map { (scope, String($0)) }
  }

  /// The element that a statement speaks of, before any joining; names without dots are made, dotted ones must exist.
  mutating func ownTarget(_ reference: Reference, in scope: Int) -> Int? {
    if let known = findOwn(reference.name, in: scope) {
      guard elements[root(known)].isDeleted else { return known }
      report(.deleted(reference.name), at: reference.place)
      return nil
    }
    if !reference.name.utf8.contains(UInt8(ascii: ".")) {
      if scopes[scope].submodels[reference.name] != nil {
        report(.wrongKind(reference.name, is: "submodel", needed: "quantity"), at: reference.place)
        return nil
      }
      return makeElement(reference.name, in: scope, at: reference.place)
    }
    reportUnknown(reference.name, in: scope, at: reference.place)
    return nil
  }

  /// The joined element that a statement speaks of.
  mutating func target(_ reference: Reference, in scope: Int) -> Int? { ownTarget(reference, in: scope).map(root) }

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
    let quantities = scopes[scope].names.filter {
      let element = elements[root($0.value)]
      return element.isDefined && !element.isDeleted && $0.key != parts.last
        && ![.event, .rule, .interaction].contains(element.kind)
    }
    return quantities.map { prefix + $0.key } + scopes[scope].submodels.keys.map { prefix + $0 }
  }
}
