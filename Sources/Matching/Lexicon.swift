package import Domain

/// The concepts of the registry's domain with their Vietnamese and English forms.
///
/// It is read from `fixtures/lexicon/*.jsonl` and whatever DOST adds to it: one object a line,
/// `{"id","vi":[…],"en":[…],"broader":[…],"related":[…],"code":"technology:…"|"field:…"}`.
package struct Lexicon: Sendable {
  /// Something that texts speak about, under whatever name.
  package struct Concept: Sendable, Equatable {
    /// Its identifier, such as `traceability`.
    package let id: String
    /// Its Vietnamese forms, the usual one first.
    package let vi: [String]
    /// Its English forms, the usual one first.
    package let en: [String]
    /// Identifiers of the concepts that it is a case of.
    package let broader: [String]
    /// Identifiers of the concepts that speak for it in part though it is no case of them, as a
    /// need and what solves it; SKOS calls them related. The link holds in both directions.
    package let related: [String]
    /// The sector that it implies, if any.
    package let field: Field?
    /// The technology that it implies, if any.
    package let technology: Technology?

    /// What people read instead of the identifier.
    package var label: Bilingual { Bilingual(vi: vi.first ?? id, en: en.first ?? id) }
  }

  /// A broader concept and how many steps away it is.
  struct Ancestor {
    let concept: Int
    let level: Int
  }

  /// Every concept, in the order of the files.
  package let concepts: [Concept]
  /// The broader concepts of each concept, nearest first, without itself.
  let ancestors: [[Ancestor]]
  /// The related concepts of each concept, named from either side, in ascending order.
  let relatives: [[Int]]
  /// How many concepts are cases of each concept, near or far.
  let cases: [Int]
  let matcher: LexiconMatcher
  private let positions: [String: Int]

  /// Reads the concept files.
  /// - Throws: `ReferenceDataError` that names file and line: what is no concept, an identifier
  ///   given twice, a form that two concepts claim, an unknown broader or related concept, a
  ///   cycle.
  package init(jsonLines: [(file: String, text: String)]) throws(ReferenceDataError) {
    var concepts: [Concept] = []
    var positions: [String: Int] = [:]
    var holders: [String: String] = [:]
    for (file, text) in jsonLines {
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated() where !line.trimmed.isEmpty
      {
        let source = "lexicon/\(file):\(number + 1)"
        let concept = try Self.concept(String(line), source)
        guard positions[concept.id] == nil else {
          throw ReferenceDataError(source: source, detail: "\(concept.id): given twice")
        }
        try Self.claim(concept, &holders, source)
        positions[concept.id] = concepts.count
        concepts.append(concept)
      }
    }
    self.concepts = concepts
    self.positions = positions
    ancestors = try Self.ancestors(concepts, positions)
    relatives = try Self.relatives(concepts, positions)
    var cases = [Int](repeating: 0, count: concepts.count)
    for ancestor in ancestors.joined() { cases[ancestor.concept] += 1 }
    self.cases = cases
    matcher = LexiconMatcher(concepts)
  }

  /// The concept of that identifier.
  package func concept(_ id: String) -> Concept? { positions[id].map { concepts[$0] } }

  private static func concept(
    _ line: String, _ source: String
  ) throws(ReferenceDataError) -> Concept {
    let json: JSON
    do { json = try JSONParser.parse(line) } catch {
      throw ReferenceDataError(
        source: source, detail: "\(error.reason.rawValue) at column \(error.column)")
    }
    func forms(_ name: String) -> [String] {
      (json[name]?.elements ?? []).compactMap(\.text).map { Folding.nfc($0.trimmed) }
    }
    guard let id = json["id"]?.text, !id.isEmpty, !forms("vi").isEmpty, !forms("en").isEmpty,
      !(forms("vi") + forms("en")).contains("")
    else {
      throw ReferenceDataError(source: source, detail: "no id or no form in one language: \(line)")
    }
    var field: Field?
    var technology: Technology?
    if let code = json["code"]?.text {
      let parts = code.split(separator: ":", maxSplits: 1).map(String.init)
      if parts.count == 2, parts[0] == "field" { field = Field(rawValue: parts[1]) }
      if parts.count == 2, parts[0] == "technology" { technology = Technology(rawValue: parts[1]) }
      guard field != nil || technology != nil else {
        throw ReferenceDataError(source: source, detail: "\(id): unknown code \(code)")
      }
    }
    return Concept(
      id: id, vi: forms("vi"), en: forms("en"),
      broader: (json["broader"]?.elements ?? []).compactMap(\.text),
      related: (json["related"]?.elements ?? []).compactMap(\.text), field: field,
      technology: technology)
  }

  /// A form leads to one concept only, else nobody could say what a text meant.
  private static func claim(
    _ concept: Concept, _ holders: inout [String: String], _ source: String
  ) throws(ReferenceDataError) {
    for form in concept.vi + concept.en {
      let key = form.lowercased()
      if let holder = holders[key], holder != concept.id {
        throw ReferenceDataError(
          source: source, detail: "\(concept.id): form \"\(form)\" already means \(holder)")
      }
      holders[key] = concept.id
    }
  }

  private static func relatives(
    _ concepts: [Concept], _ positions: [String: Int]
  ) throws(ReferenceDataError) -> [[Int]] {
    var result: [Set<Int>] = Array(repeating: [], count: concepts.count)
    for (own, concept) in concepts.enumerated() {
      for id in concept.related {
        guard let other = positions[id], other != own else {
          throw ReferenceDataError(
            source: "lexicon", detail: "\(concept.id): unknown related concept \(id)")
        }
        result[own].insert(other)
        result[other].insert(own)
      }
    }
    return result.map { $0.sorted() }
  }

  private static func ancestors(
    _ concepts: [Concept], _ positions: [String: Int]
  ) throws(ReferenceDataError) -> [[Ancestor]] {
    var parents: [[Int]] = []
    for concept in concepts {
      var own: [Int] = []
      for id in concept.broader {
        guard let parent = positions[id] else {
          throw ReferenceDataError(
            source: "lexicon", detail: "\(concept.id): unknown broader concept \(id)")
        }
        own.append(parent)
      }
      parents.append(own)
    }
    var result: [[Ancestor]] = []
    for start in concepts.indices {
      var found: [Ancestor] = []
      var seen: Set<Int> = []
      var layer = parents[start]
      var level = 1
      while !layer.isEmpty {
        if layer.contains(start) {
          throw ReferenceDataError(
            source: "lexicon", detail: "\(concepts[start].id): is broader than itself")
        }
        let new = layer.filter { seen.insert($0).inserted }
        found += new.map { Ancestor(concept: $0, level: level) }
        layer = new.flatMap { parents[$0] }
        level += 1
      }
      result.append(found)
    }
    return result
  }
}
