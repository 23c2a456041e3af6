/// An object file of the kind that LLVM makes of a kernel (ELF, 64 bits, x86-64): sections that refer to each other by
/// their distance. Anything else is not read; LLVM's own loader is there for it.
///
/// Format: System V Application Binary Interface, AMD64 Architecture Processor Supplement.
package struct RelocatableObject {
  /// The sections at their places, linked: the bytes are right wherever they lie in memory.
  package private(set) var image: [UInt8]
  /// The place of every named function.
  package private(set) var functions: [String: Int] = [:]

  private struct Section {
    var kind: UInt32
    var flags: UInt64
    var offset: Int
    var size: Int
    var link: Int
    var target: Int
    var alignment: Int
    /// Where it lies in the image, for sections that are loaded.
    var place: Int?
  }

  private enum Kind {
    static let bytes: UInt32 = 1
    static let symbols: UInt32 = 2
    static let relocations: UInt32 = 4
    static let unwinding: UInt32 = 0x7000_0001
  }
  private static let isLoaded: UInt64 = 2
  private static let isWritable: UInt64 = 1
  private static let largest = 1 << 30

  /// Nil for a file that is damaged, or needs more than this reader knows.
  package init?(_ file: [UInt8]) {
    let reader = ByteReader(bytes: file)
    guard file.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1]), reader.half(16) == 1, reader.half(18) == 62,
      var sections = Self.sections(reader)
    else { return nil }
    image = []
    for index in sections.indices where sections[index].flags & Self.isLoaded != 0 {
      let section = sections[index]
      guard section.kind == Kind.bytes || section.kind == Kind.unwinding, section.flags & Self.isWritable == 0,
        let bytes = reader.bytes(section.offset, section.size), (1...4096).contains(section.alignment)
      else { return nil }
      let place = (image.count + section.alignment - 1) / section.alignment * section.alignment
      image += [UInt8](repeating: 0, count: place - image.count) + bytes
      sections[index].place = place
    }
    guard image.count <= Self.largest else { return nil }
    for section in sections where section.kind == Kind.relocations {
      guard sections.indices.contains(section.target), sections.indices.contains(section.link) else { return nil }
      guard let place = sections[section.target].place else { continue }
      let symbols = sections[section.link]
      for entry in stride(from: section.offset, to: section.offset + section.size, by: 24) {
        guard relocate(reader, entry, at: place, size: sections[section.target].size, symbols, sections) else {
          return nil
        }
      }
    }
    for table in sections where table.kind == Kind.symbols {
      guard sections.indices.contains(table.link) else { return nil }
      let names = sections[table.link]
      for entry in stride(from: table.offset, to: table.offset + table.size, by: 24) {
        guard let information = reader.byte(entry + 4), let name = reader.word(entry) else { return nil }
        let isFunction = information & 15 == 2
        guard isFunction, let place = place(reader, symbol: entry, sections) else { continue }
        guard place < image.count, let text = reader.text(names.offset + Int(name), end: names.offset + names.size)
        else { return nil }
        functions[text] = place
      }
    }
  }

  private static func sections(_ reader: ByteReader) -> [Section]? {
    guard let start = reader.offset(40), reader.half(58) == 64, let count = reader.half(60) else { return nil }
    var sections: [Section] = []
    for index in 0..<Int(count) {
      let header = start + 64 * index
      guard let kind = reader.word(header + 4), let flags = reader.long(header + 8),
        let offset = reader.offset(header + 24), let size = reader.offset(header + 32),
        let link = reader.word(header + 40), let target = reader.word(header + 44),
        let alignment = reader.offset(header + 48), offset <= reader.bytes.count, size <= reader.bytes.count
      else { return nil }
      sections.append(
        Section(
          kind: kind, flags: flags, offset: offset, size: size, link: Int(link), target: Int(target),
          alignment: max(1, alignment)))
    }
    return sections
  }

  /// Where a symbol lies in the image.
  private func place(_ reader: ByteReader, symbol entry: Int, _ sections: [Section]) -> Int? {
    guard let section = reader.half(entry + 6), section > 0, sections.indices.contains(Int(section)),
      let start = sections[Int(section)].place, let value = reader.offset(entry + 8), value <= image.count
    else { return nil }
    return start + value
  }

  /// Carries out one relocation: a distance of 32 bits within the image.
  private mutating func relocate(
    _ reader: ByteReader, _ entry: Int, at start: Int, size: Int, _ symbols: Section, _ sections: [Section]
  ) -> Bool {
    let (distance, call): (UInt64, UInt64) = (2, 4)
    guard let offset = reader.offset(entry), let information = reader.long(entry + 8),
      let addend = reader.long(entry + 16), offset + 4 <= size,
      information & 0xFFFF_FFFF == distance || information & 0xFFFF_FFFF == call,
      let target = place(reader, symbol: symbols.offset + 24 * Int(information >> 32), sections),
      let value = Int32(exactly: Int64(target - start - offset).addingReportingOverflow(Int64(bitPattern: addend)).0)
    else { return false }
    for k in 0..<4 { image[start + offset + k] = UInt8(truncatingIfNeeded: value >> Int32(8 * k)) }
    return true
  }
}

/// Numbers in a file, lowest byte first; nil beyond its end.
private struct ByteReader {
  let bytes: [UInt8]

  func byte(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

  private func number(_ place: Int, _ count: Int) -> UInt64? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    return (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }

  func half(_ place: Int) -> UInt16? { number(place, 2).map { UInt16($0) } }
  func word(_ place: Int) -> UInt32? { number(place, 4).map { UInt32($0) } }
  func long(_ place: Int) -> UInt64? { number(place, 8) }

  /// A number that can be a place or a size in a file.
  func offset(_ place: Int) -> Int? { number(place, 8).flatMap { $0 < 1 << 40 ? Int($0) : nil } }

  func bytes(_ start: Int, _ count: Int) -> ArraySlice<UInt8>? {
    start <= bytes.count && count <= bytes.count - start ? bytes[start..<start + count] : nil
  }

  /// A name that ends with a zero.
  func text(_ start: Int, end: Int) -> String? {
    guard start < end, end <= bytes.count, let stop = bytes[start..<end].firstIndex(of: 0) else { return nil }
    return String(decoding: bytes[start..<stop], as: UTF8.self)
  }
}
