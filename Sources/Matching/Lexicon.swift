package import Domain

extension Lexicon.Concept {
  /// The concept as a line of the lexicon.
  package var entry: ConceptEntry {
    ConceptEntry(
      id: id, vi: vi, en: en, broader: broader, related: related,
      code: field.map { "field:" + $0.rawValue } ?? technology.map { "technology:" + $0.rawValue })
  }

  init(_ entry: ConceptEntry) {
    let parts = (entry.code ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    let value = parts.last ?? ""
    self.init(
      id: entry.id, vi: entry.vi, en: entry.en, broader: entry.broader, related: entry.related,
      field: parts.first == "field" ? Field(rawValue: value) : nil,
      technology: parts.first == "technology" ? Technology(rawValue: value) : nil)
  }
}

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
    private let number: UInt32
    private let steps: UInt32

    var concept: Int { Int(number) }
    var level: Int { Int(steps) }

    fileprivate init(concept: Int, level: Int) {
      number = UInt32(concept)
      steps = UInt32(level)
    }
  }

  /// The broader concepts of every concept, in one piece, since each text asks for many of them.
  struct Ancestors {
    private var starts: ContiguousArray<UInt32> = [0]
    private(set) var all: ContiguousArray<Ancestor> = []

    fileprivate mutating func append(_ ancestors: [Ancestor]) {
      all += ancestors
      starts.append(UInt32(all.count))
    }

    /// Those of one concept, nearest first, without itself.
    subscript(_ concept: Int) -> ContiguousArray<Ancestor>.SubSequence {
      all[Int(starts[concept])..<Int(starts[concept + 1])]
    }
  }

  /// Every concept, in the order of the files.
  package let concepts: [Concept]
  /// What people call each concept.
  let labels: [Bilingual]
  /// The broader concepts of each concept.
  let ancestors: Ancestors
  /// The related concepts of each concept, named from either side, in ascending order.
  let relatives: [[Int]]
  /// How many concepts are cases of each concept, near or far.
  let cases: [Int]
  let matcher: LexiconMatcher
  /// The words by which searches are spelt right.
  let spelling: Spelling
  private let positions: [String: Int]

  /// No concepts at all.
  package init() {
    concepts = []
    labels = []
    ancestors = Ancestors()
    relatives = []
    cases = []
    matcher = LexiconMatcher([])
    spelling = Spelling([])
    positions = [:]
  }

  /// Reads the concept files.
  /// - Throws: `ReferenceDataError` that names file and line: what is no concept, an identifier
  ///   given twice, a form that two concepts claim, an unknown broader or related concept, a
  ///   cycle.
  package init(jsonLines: [(file: String, text: String)]) throws(ReferenceDataError) {
    var concepts: [Concept] = []
    var ids: Set<String> = []
    var holders: [String: String] = [:]
    for (file, text) in jsonLines {
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated() where !line.trimmed.isEmpty
      {
        let source = "lexicon/\(file):\(number + 1)"
        let concept = try Self.concept(String(line), source)
        guard ids.insert(concept.id).inserted else {
          throw ReferenceDataError(source: source, detail: "\(concept.id): given twice")
        }
        try Self.claim(concept, &holders, source)
        concepts.append(concept)
      }
    }
    try self.init(concepts)
  }

  private init(_ concepts: [Concept]) throws(ReferenceDataError) {
    let positions = Dictionary(
      concepts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.concepts = concepts
    labels = concepts.map(\.label)
    self.positions = positions
    ancestors = try Self.ancestors(concepts, positions)
    relatives = try Self.relatives(concepts, positions)
    var cases = [Int](repeating: 0, count: concepts.count)
    for ancestor in ancestors.all { cases[ancestor.concept] += 1 }
    self.cases = cases
    matcher = LexiconMatcher(concepts)
    spelling = Spelling(concepts)
  }

  /// This lexicon with what a register adds: new concepts, and forms and links of present ones.
  ///
  /// Whatever does not fit any more, because a later release means something else by a form or an
  /// identifier, is left out whole; `LexiconDraft` says why.
  package func extended(by additions: [ConceptEntry]) -> Lexicon {
    var sound = additions
    while true {
      let draft = LexiconDraft(self, with: sound)
      let fitting = sound.filter { draft.faults(of: $0).isEmpty }
      if fitting.count == sound.count { break }
      sound = fitting
    }
    guard !sound.isEmpty else { return self }
    var entries = concepts.map(\.entry)
    for addition in sound {
      if let position = positions[addition.id] {
        entries[position] = entries[position].joined(with: addition)
      } else {
        entries.append(addition)
      }
    }
    do { return try Lexicon(entries.map { Concept($0) }) } catch { return self }
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

  private static func refuseCycles(
    _ concepts: [Concept]
  ) throws(ReferenceDataError) {
    let graph = ConceptGraph(concepts.map { ($0.id, $0.broader) })
    for concept in concepts {
      for broader in concept.broader {
        if let chain = graph.cycle(concept.id, over: broader) {
          throw ReferenceDataError(
            source: "lexicon",
            detail: "\(concept.id): is broader than itself: \(LexiconDraft.text(chain))")
        }
      }
      let chain = graph.longestChain(through: concept.id, limit: ConceptEntry.levels)
      if chain.count > ConceptEntry.levels {
        throw ReferenceDataError(
          source: "lexicon",
          detail: "\(concept.id): more than \(ConceptEntry.levels) levels: "
            + LexiconDraft.text(chain))
      }
    }
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
  ) throws(ReferenceDataError) -> Ancestors {
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
    try refuseCycles(concepts)
    var result = Ancestors()
    for start in concepts.indices {
      var found: [Ancestor] = []
      var seen: Set<Int> = []
      var layer = parents[start]
      var level = 1
      while !layer.isEmpty {
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
