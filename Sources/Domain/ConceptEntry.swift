/// One line of the lexicon: a concept with its forms and links, or what is added to one.
package struct ConceptEntry: Sendable, Equatable {
  /// Its identifier in `snake_case`, such as `traceability`.
  package let id: String
  /// Vietnamese forms, the usual one first.
  package var vi: [String]
  /// English forms, the usual one first.
  package var en: [String]
  /// Identifiers of more general concepts.
  package var broader: [String]
  /// Identifiers of concepts that speak for this one in part.
  package var related: [String]
  /// The registry code that it implies, as `field:…` or `technology:…`.
  package var code: String?

  /// Unicode scalars of an identifier.
  package static let idLength = 64
  /// Unicode scalars of a form.
  package static let formLength = 80
  /// Forms in one language.
  package static let formLimit = 20
  /// More general concepts.
  package static let broaderLimit = 2
  /// Related concepts that it names itself.
  package static let relatedLimit = 8
  /// Concepts on the way from the narrowest to the widest.
  package static let levels = 5
  /// Concepts that one register may add or extend.
  package static let additionLimit = 10_000
  /// Every code that a concept may imply.
  package static let codes =
    Field.accepted.map { "field:" + $0 } + Technology.accepted.map { "technology:" + $0 }

  /// Members that the register itself keeps; a client may read but not write them.
  package static let readOnly: Set<String> = [
    "id", "origin", "added", "version", "created_at", "updated_at",
  ]

  /// A line of the lexicon.
  package init(
    id: String, vi: [String] = [], en: [String] = [], broader: [String] = [],
    related: [String] = [], code: String? = nil
  ) {
    self.id = id
    self.vi = vi
    self.en = en
    self.broader = broader
    self.related = related
    self.code = code
  }

  /// Reads a line, collecting every fault of its own; whether it fits the lexicon is another
  /// question.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(_ json: JSON) throws(DomainError) -> ConceptEntry {
    let (entry, faults) = examine(json)
    guard faults.isEmpty else { throw .invalid(faults) }
    return entry
  }

  /// Reads as much of a line as can be read, for those who look for further faults in it.
  package static func examine(_ json: JSON) -> (entry: ConceptEntry, faults: [Fault]) {
    let log = FaultLog()
    var entry = ConceptEntry(id: "")
    if var reader = ObjectReader(json, log: log) {
      let id = reader.line("id", most: idLength)
      reader.require("id", id != nil)
      if let id, !isIdentifier(id) {
        log.add(Fault("/id", .badFormat, found: id, accepted: "coffee_drying"))
      }
      entry = ConceptEntry(
        id: id ?? "", vi: reader.forms("vi"), en: reader.forms("en"),
        broader: reader.links("broader"), related: reader.links("related"),
        code: reader.line("code", most: 100))
      if let code = entry.code, !codes.contains(code) {
        log.add(
          Fault("/code", .notAccepted, found: code, accepted: codes.joined(separator: ", ")))
      }
      reader.finish()
    }
    return (entry, log.faults)
  }

  /// Whether a text can be an identifier: words of letters and digits, the first one beginning
  /// with a letter, joined by single underscores.
  private static func isIdentifier(_ text: String) -> Bool {
    let words = text.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { letters.contains($0) || digits.contains($0) }
    } && (text.utf8.first.map(letters.contains) ?? false)
  }

  /// The line as it stands in the files, without empty members.
  package var json: JSON {
    func texts(_ texts: [String]) -> JSON? {
      texts.isEmpty ? nil : .array(texts.map(JSON.string))
    }
    var object = JSONObject([("id", .string(id))])
    object["vi"] = texts(vi)
    object["en"] = texts(en)
    object["broader"] = texts(broader)
    object["related"] = texts(related)
    object["code"] = code.map(JSON.string)
    return .object(object)
  }

  /// Whether it says nothing of its concept.
  package var isEmpty: Bool {
    vi.isEmpty && en.isEmpty && broader.isEmpty && related.isEmpty && code == nil
  }

  /// This line with what another one says of the same concept after it.
  package func joined(with other: ConceptEntry) -> ConceptEntry {
    func union(_ left: [String], _ right: [String]) -> [String] {
      left + right.filter { !left.holds($0) }
    }
    return ConceptEntry(
      id: id, vi: union(vi, other.vi), en: union(en, other.en),
      broader: union(broader, other.broader), related: union(related, other.related),
      code: code ?? other.code)
  }

  /// What this line says that another one of the same concept does not.
  package func without(_ other: ConceptEntry) -> ConceptEntry {
    ConceptEntry(
      id: id, vi: vi.filter { !other.vi.holds($0) }, en: en.filter { !other.en.holds($0) },
      broader: broader.filter { !other.broader.holds($0) },
      related: related.filter { !other.related.holds($0) },
      code: other.code == nil ? code : nil)
  }
}

extension [String] {
  /// Whether a form or an identifier stands in this list, in whatever case.
  package func holds(_ text: String) -> Bool {
    let key = text.lowercased()
    return contains { $0.lowercased() == key }
  }
}

extension ObjectReader {
  fileprivate mutating func forms(_ name: String) -> [String] {
    texts(name, most: ConceptEntry.formLimit, length: ConceptEntry.formLength)
  }

  fileprivate mutating func links(_ name: String) -> [String] {
    texts(
      name, most: name == "broader" ? ConceptEntry.broaderLimit : ConceptEntry.relatedLimit,
      length: ConceptEntry.idLength)
  }

  /// A list of texts, each at most once.
  private mutating func texts(_ name: String, most: Int, length: Int) -> [String] {
    let texts = lines(name, most: most, length: length)
    for (index, text) in texts.enumerated() where texts[..<index].contains(text: text) {
      log.add(Fault(pointer(name) + "/\(index)", .repeated, found: text))
    }
    return texts
  }
}

extension ArraySlice<String> {
  fileprivate func contains(text: String) -> Bool { Array(self).holds(text) }
}

/// What a register has added to the lexicon under one identifier.
package struct LexiconAddition: Sendable, Equatable {
  /// A concept of its own, or what is added to a shipped one.
  package var entry: ConceptEntry
  /// Counts the changes to that identifier, removals included.
  package var version: Int
  /// When it was added.
  package let createdAt: Instant
  /// When it was last changed.
  package var updatedAt: Instant

  /// Puts a record together.
  package init(entry: ConceptEntry, version: Int, createdAt: Instant, updatedAt: Instant) {
    self.entry = entry
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}

/// A concept as it counts in a register, with where it comes from.
package struct ConceptRecord: Sendable, Equatable {
  /// Where a concept comes from.
  package enum Origin: String, CaseIterable, Sendable {
    /// It comes with the program, as it is.
    case shipped
    /// It comes with the program, and the register has added to it.
    case extended
    /// The register has added it.
    case added
  }

  /// Everything that is said of it.
  package let entry: ConceptEntry
  /// Where it comes from.
  package let origin: Origin
  /// What the register has added; nil where it has added nothing.
  package let addition: LexiconAddition?
  /// Counts the changes to it; 1 as long as there was none.
  package let version: Int

  /// A concept of the shipped lexicon, of the register, or of both.
  /// - Parameters:
  ///   - shipped: what comes with the program.
  ///   - addition: what the register has added.
  ///   - version: the version where nothing is added.
  package init?(shipped: ConceptEntry?, addition: LexiconAddition?, version: Int) {
    switch (shipped, addition) {
    case (nil, nil): return nil
    case (let shipped?, nil): (entry, origin) = (shipped, .shipped)
    case (nil, let addition?): (entry, origin) = (addition.entry, .added)
    case (let shipped?, let addition?):
      (entry, origin) = (shipped.joined(with: addition.entry), .extended)
    }
    self.addition = addition
    self.version = addition?.version ?? version
  }

  /// The concept as the API gives it.
  package var json: JSON {
    guard case .object(var object) = entry.json else { return entry.json }
    object["origin"] = .string(origin.rawValue)
    if origin == .extended, case .object(var added)? = addition?.entry.json {
      added["id"] = nil
      object["added"] = .object(added)
    }
    object["version"] = JSON(version)
    if let addition {
      object["created_at"] = .string(addition.createdAt.description)
      object["updated_at"] = .string(addition.updatedAt.description)
    }
    return .object(object)
  }
}
