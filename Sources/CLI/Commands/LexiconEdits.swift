import Domain
import UseCases

/// `innoreg lexicon add|update|remove`.
enum LexiconEdits {
  static let add = Command(
    "add", summary: "Add a concept, or forms and links to a present one",
    discussion: """
      A new concept needs a form in each language. Under the identifier of a present concept, what \
      it lacks is added. A form means one concept only; broader concepts form no circle and at \
      most \(ConceptEntry.levels) levels.
      """,
    examples: [
      Example(
        "innoreg lexicon add fog_net --vi \"lưới gom sương\" --en \"fog catcher\" "
          + "--broader irrigation", "A new concept"),
      Example("innoreg lexicon add coffee --vi \"cà phê vườn nhà\"", "One more word for a concept"),
    ],
    options: [
      .value("vi", "FORM", help: "A Vietnamese form, the usual one first.", isRepeatable: true),
      .value("en", "FORM", help: "An English form, the usual one first.", isRepeatable: true),
      .value("broader", "CONCEPT", help: "A more general concept.", isRepeatable: true),
      .value(
        "related", "CONCEPT", help: "A concept that speaks for it in part.", isRepeatable: true),
      .value("code", "CODE", help: "The code it implies, as field:energy or technology:iot."),
    ],
    arguments: [LexiconCommands.concept],
    run: { invocation throws(Failure) in
      var line = ConceptEntry(
        id: try invocation.string("concept"), vi: try invocation.list("vi"),
        en: try invocation.list("en"), broader: try invocation.list("broader"),
        related: try invocation.list("related"))
      line.code = try invocation.optionalString("code")
      let session = try Session(invocation)
      let json = line.json
      return try show(session) { () throws(DomainError) in
        try session.registry.addConcept(json, by: session.actor)
      }
    })

  static let update = Command(
    "update", summary: "Change what was added to a concept by a JSON merge patch",
    discussion: """
      Members of the patch replace those of the whole concept, null takes a member out (RFC 7396). \
      What comes with the program must stay.
      """,
    examples: [
      Example("innoreg lexicon update fog_net patch.json", "Change by a file"),
      Example(
        "innoreg lexicon update fog_net --at-version 2 < patch.json",
        "Change only what you have seen"),
    ],
    options: [EditInput.version], arguments: [LexiconCommands.concept, EditInput.file],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = try invocation.string("concept")
      let patch = try EditInput.json(session)
      let given = try invocation.optionalInteger("at-version", in: 1...Int.max)
      return try show(session) { () throws(DomainError) in
        let current = if let given { given } else { try session.registry.concept(id).version }
        return try session.registry.updateConcept(
          id, patch: patch, expecting: current, by: session.actor)
      }
    })

  static let remove = Command(
    "remove", summary: "Take out what was added under an identifier",
    discussion: """
      A shipped concept is then as it came. A concept that other additions name is kept until they \
      are changed.
      """,
    examples: [Example("innoreg lexicon remove fog_net", "Take an addition out")],
    options: [EditInput.version], arguments: [LexiconCommands.concept],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let id = try invocation.string("concept")
      let given = try invocation.optionalInteger("at-version", in: 1...Int.max)
      try session.ask { () throws(DomainError) in
        let current = if let given { given } else { try session.registry.concept(id).version }
        try session.registry.removeConcept(id, expecting: current, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(["removed": .string(id)] as JSON)
      } else {
        try session.terminal.print(session.voice(vi: "\(id): đã bỏ", en: "\(id): taken out"))
      }
      return .ok
    })

  private static func show(
    _ session: Session, _ change: () throws(DomainError) -> ConceptRecord
  ) throws(Failure) -> ExitCode {
    let record = try session.ask(change)
    if session.isJSON {
      try session.terminal.print(record.json)
    } else {
      try LexiconCommands.print([record], session)
    }
    return .ok
  }
}
