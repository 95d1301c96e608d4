import Domain
import UseCases

/// `innoreg lexicon …`.
enum LexiconCommands {
  static let command = Command(
    "lexicon", summary: "Look at the concepts that matching knows, and add to them",
    discussion: """
      Concepts let a problem and a profile meet that use different words. Some 2,600 come with the \
      program; what is added here belongs to this register. A running server takes a change up \
      without restart.
      """,
    subcommands: [
      list, show, LexiconEdits.add, LexiconEdits.update, LexiconEdits.remove,
      LexiconFiles.exportCommand, LexiconFiles.importCommand,
    ])

  static let concept = Argument("concept", help: "The concept's identifier.")

  private static let list = Command(
    "list", summary: "List the concepts",
    examples: [
      Example("innoreg lexicon list \"ca phe\"", "Concepts that have to do with coffee"),
      Example("innoreg lexicon list --origin added --all", "What this register has added"),
    ],
    options: [
      .value(
        "origin", "ORIGIN", help: "Only of this origin.",
        allowed: ConceptRecord.Origin.allCases.map(\.rawValue), isRepeatable: true)
    ] + Listing.pageOptions,
    arguments: [
      Argument("text", help: "Only those whose forms hold this, marks or not.", isOptional: true)
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      var filter = ConceptFilter()
      filter.text = try invocation.optionalString("text")
      filter.origins = Set(try invocation.choices("origin", of: ConceptRecord.Origin.self))
      let wanted = filter
      return try Listing.print(
        session, columns: columns(session.voice), json: \.json,
        cells: { cells($0, session.voice) },
        fetch: { page throws(DomainError) in
          try session.registry.concepts(wanted, page: page)
        })
    })

  private static let show = Command(
    "show", summary: "Show the concepts that a word belongs to",
    discussion: "The word is looked for as it is written and without its marks.",
    examples: [Example("innoreg lexicon show \"cà phê\"", "What coffee means to matching")],
    arguments: [Argument("term", help: "A word, a phrase or a concept's identifier.")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let term = try invocation.string("term")
      let written = Folding.fold(Folding.nfc(term)).trimmed
      var filter = ConceptFilter()
      filter.text = term
      var found: [ConceptRecord] = []
      var page: PageRequest? = PageRequest(limit: 1000)
      while let request = page {
        let part = try session.ask { () throws(DomainError) in
          try session.registry.concepts(filter, page: request)
        }
        found += part.items.filter { concept in
          concept.entry.id == term
            || (concept.entry.vi + concept.entry.en).contains { Folding.fold($0) == written }
        }
        page = part.next.map { PageRequest(limit: 1000, after: $0) }
      }
      guard !found.isEmpty else {
        throw session.voice.failure(.notFound(aggregate: "lexicon", id: term))
      }
      try print(found, session)
      return .ok
    })

  /// Prints concepts, each as a block of lines, or as a JSON array.
  static func print(_ concepts: [ConceptRecord], _ session: Session) throws(Failure) {
    if session.isJSON {
      try session.terminal.print(.array(concepts.map(\.json)))
      return
    }
    let labels = labels(session.voice)
    for (place, concept) in concepts.enumerated() {
      if place > 0 { try session.terminal.print("") }
      let rows = zip(labels, cells(concept, session.voice)).map { (label: $0, text: $1) }
      try RecordView.print(rows, to: session.terminal)
    }
  }

  private static func columns(_ voice: Voice) -> [Table.Column] {
    labels(voice).map { Table.Column($0) }
  }

  private static func labels(_ voice: Voice) -> [String] {
    [
      voice(vi: "Khái niệm", en: "Concept"), voice(vi: "Tiếng Việt", en: "Vietnamese"),
      voice(vi: "Tiếng Anh", en: "English"), voice(vi: "Thuộc về", en: "Broader"),
      voice(vi: "Liên quan", en: "Related"), voice(vi: "Nguồn", en: "Origin"),
    ]
  }

  private static func cells(_ concept: ConceptRecord, _ voice: Voice) -> [String] {
    let entry = concept.entry
    let origin =
      switch concept.origin {
      case .shipped: voice(vi: "có sẵn", en: "shipped")
      case .extended: voice(vi: "có sẵn, đã bổ sung", en: "extended")
      case .added: voice(vi: "địa phương thêm", en: "added")
      }
    return [entry.id]
      + [entry.vi, entry.en, entry.broader, entry.related].map { $0.joined(separator: ", ") }
      + [origin]
  }
}
