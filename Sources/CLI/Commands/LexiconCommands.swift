import Domain
import Matching
import UseCases

/// `innoreg lexicon …`.
enum LexiconCommands {
  static let command = Command(
    "lexicon", summary: "Look at the concepts that matching knows",
    subcommands: [list, show])

  private static let list = Command(
    "list", summary: "List the concepts",
    examples: [Example("innoreg lexicon list | head", "The first concepts")],
    run: { invocation throws(Failure) in
      try print(Session.reference().lexicon.concepts, invocation)
      return .ok
    })

  private static let show = Command(
    "show", summary: "Show the concepts that a word belongs to",
    discussion: "The word is looked for as it is written and without its marks.",
    examples: [Example("innoreg lexicon show \"cà phê\"", "What coffee means to matching")],
    arguments: [Argument("term", help: "A word, a phrase or a concept's identifier.")],
    run: { invocation throws(Failure) in
      let term = try invocation.string("term")
      let written = Folding.fold(Folding.nfc(term)).trimmed
      let concepts = try Session.reference().lexicon.concepts.filter { concept in
        concept.id == term
          || (concept.vi + concept.en).contains { Folding.fold($0) == written }
      }
      try print(concepts, invocation)
      return concepts.isEmpty ? .negative : .ok
    })

  private static func print(
    _ concepts: [Lexicon.Concept], _ invocation: Invocation
  ) throws(Failure) {
    if try invocation.flag("json") {
      try invocation.terminal.print(.array(concepts.map(json)))
      return
    }
    let language = try invocation.language
    var table = Table([
      Table.Column(language(vi: "Khái niệm", en: "Concept")),
      Table.Column(language(vi: "Tiếng Việt", en: "Vietnamese")),
      Table.Column(language(vi: "Tiếng Anh", en: "English")),
      Table.Column(language(vi: "Thuộc về", en: "Broader")),
    ])
    for concept in concepts {
      table.add(
        concept.id, concept.vi.joined(separator: ", "), concept.en.joined(separator: ", "),
        concept.broader.joined(separator: ", "))
    }
    try invocation.terminal.print(table)
  }

  private static func json(_ concept: Lexicon.Concept) -> JSON {
    [
      "id": .string(concept.id), "vi": .array(concept.vi.map(JSON.string)),
      "en": .array(concept.en.map(JSON.string)),
      "broader": .array(concept.broader.map(JSON.string)),
      "field": JSON(concept.field?.rawValue), "technology": JSON(concept.technology?.rawValue),
    ]
  }
}
