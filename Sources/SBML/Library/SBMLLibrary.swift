import Foundation

/// libSBML's C interface, loaded when a model in SBML is first read (`libsbml.so.5`, Debian package `libsbml5`).
///
/// Handles are opaque pointers. The library is not safe to use from several threads: ``run(_:)`` is the only way to it.
final class SBMLLibrary: @unchecked Sendable {
  typealias Handle = OpaquePointer
  typealias CString = UnsafePointer<CChar>

  private let wholes: [SBMLFunction.Whole: @convention(c) (Handle?) -> Int32]
  private let texts: [SBMLFunction.Text: @convention(c) (Handle?) -> CString?]
  private let ownedTexts: [SBMLFunction.OwnedText: @convention(c) (Handle?) -> UnsafeMutablePointer<CChar>?]
  private let numbers: [SBMLFunction.Number: @convention(c) (Handle?) -> Double]
  private let children: [SBMLFunction.Child: @convention(c) (Handle?) -> Handle?]
  private let items: [SBMLFunction.Item: @convention(c) (Handle?, UInt32) -> Handle?]

  let readText: @convention(c) (CString) -> Handle?
  let freeDocument: @convention(c) (Handle?) -> Void
  let setLocation: @convention(c) (Handle?, CString) -> Void
  let setConsistencyChecks: @convention(c) (Handle?, Int32, Int32) -> Void
  let convert: @convention(c) (Handle?, Handle?) -> Int32
  let createProperties: @convention(c) () -> Handle?
  let addOption: @convention(c) (Handle?, CString) -> Int32
  let setOption: @convention(c) (Handle?, CString, Int32) -> Void
  let freeProperties: @convention(c) (Handle?) -> Void
  /// A C `long`.
  let mathInteger: @convention(c) (Handle?) -> Int
  let unitName: @convention(c) (Int32) -> CString?
  let termResource: @convention(c) (Handle?, UInt32) -> UnsafeMutablePointer<CChar>?

  /// The library, or why it cannot be used.
  private static let shared = Result<SBMLLibrary, SBMLError> { () throws(SBMLError) in try SBMLLibrary() }
  private static let lock = NSLock()

  static let file = "libsbml.so.5"
  static let package = "libsbml5"

  private init() throws(SBMLError) {
    guard let library = dlopen(Self.file, RTLD_NOW | RTLD_LOCAL) else { throw .libraryMissing }
    func find<T>(_ name: String) throws(SBMLError) -> T {
      guard let symbol = dlsym(library, name) else { throw .functionMissing(name) }
      return unsafeBitCast(symbol, to: T.self)
    }
    func table<Name: RawRepresentable<String> & CaseIterable & Hashable, T>(
      _ names: Name.Type
    ) throws(SBMLError) -> [Name: T] {
      var table: [Name: T] = [:]
      for name in Name.allCases { table[name] = try find(name.rawValue) }
      return table
    }
    wholes = try table(SBMLFunction.Whole.self)
    texts = try table(SBMLFunction.Text.self)
    ownedTexts = try table(SBMLFunction.OwnedText.self)
    numbers = try table(SBMLFunction.Number.self)
    children = try table(SBMLFunction.Child.self)
    items = try table(SBMLFunction.Item.self)
    readText = try find("readSBMLFromString")
    freeDocument = try find("SBMLDocument_free")
    setLocation = try find("SBMLDocument_setLocationURI")
    setConsistencyChecks = try find("SBMLDocument_setConsistencyChecks")
    convert = try find("SBMLDocument_convert")
    createProperties = try find("ConversionProperties_create")
    addOption = try find("ConversionProperties_addOptionWithKey")
    setOption = try find("ConversionProperties_setBoolValue")
    freeProperties = try find("ConversionProperties_free")
    mathInteger = try find("ASTNode_getInteger")
    unitName = try find("UnitKind_toString")
    termResource = try find("CVTerm_getResourceURI")
  }

  // MARK: calls

  func whole(_ function: SBMLFunction.Whole, _ handle: Handle) -> Int { Int(wholes[function]?(handle) ?? 0) }

  func text(_ function: SBMLFunction.Text, _ handle: Handle) -> String {
    texts[function]?(handle).map { String(cString: $0) } ?? ""
  }

  func text(_ function: SBMLFunction.OwnedText, _ handle: Handle) -> String {
    take(ownedTexts[function]?(handle))
  }

  /// Takes a C string that the library allocated for its caller.
  func take(_ text: UnsafeMutablePointer<CChar>?) -> String {
    guard let text else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  func number(_ function: SBMLFunction.Number, _ handle: Handle) -> Double { numbers[function]?(handle) ?? .nan }

  func child(_ function: SBMLFunction.Child, _ handle: Handle) -> Handle? { children[function]?(handle) }

  func item(_ function: SBMLFunction.Item, _ handle: Handle, _ position: Int) -> Handle? {
    items[function]?(handle, UInt32(position))
  }

  // MARK: threads

  /// The library follows every nesting of a text by recursion: its thread has room for the deepest that is let through.
  private static let stackSize = 512 << 20

  /// Does `work` with the library: one caller at a time, on a thread with a large stack.
  ///
  /// - Throws: what `work` throws; ``SBMLError`` when the library is missing.
  static func run<Result: Sendable>(_ work: @escaping @Sendable (SBMLLibrary) throws -> Result) throws -> Result {
    let library = try shared.get()
    lock.lock()
    defer { lock.unlock() }
    let outcome = Outcome<Result>()
    let isDone = DispatchSemaphore(value: 0)
    let thread = Thread {
      outcome.result = Swift.Result { try work(library) }
      isDone.signal()
    }
    thread.stackSize = stackSize
    thread.start()
    isDone.wait()
    guard let result = outcome.result else { throw SBMLError.libraryMissing }
    return try result.get()
  }

  private final class Outcome<Result>: @unchecked Sendable {
    var result: Swift.Result<Result, any Error>?
  }
}

/// An element of a document in the library's memory; valid as long as its document.
struct SBMLElement {
  let handle: OpaquePointer
  let library: SBMLLibrary

  func whole(_ function: SBMLFunction.Whole) -> Int { library.whole(function, handle) }
  func flag(_ function: SBMLFunction.Whole) -> Bool { library.whole(function, handle) != 0 }
  func text(_ function: SBMLFunction.Text) -> String { library.text(function, handle) }
  func text(_ function: SBMLFunction.OwnedText) -> String { library.text(function, handle) }
  func number(_ function: SBMLFunction.Number) -> Double { library.number(function, handle) }
  func child(_ function: SBMLFunction.Child) -> SBMLElement? {
    library.child(function, handle).map { SBMLElement(handle: $0, library: library) }
  }

  /// The elements of a list in their order.
  func list(_ item: SBMLFunction.Item, count: SBMLFunction.Whole) -> [SBMLElement] {
    (0..<whole(count)).compactMap { position in
      library.item(item, handle, position).map { SBMLElement(handle: $0, library: library) }
    }
  }
}
