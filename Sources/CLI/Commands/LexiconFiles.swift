import Domain
import UseCases

/// `innoreg lexicon export|import`.
enum LexiconFiles {
  private static let shownRejections = 50

  static let exportCommand = Command(
    "export", summary: "Write the lexicon as JSON Lines",
    discussion: """
      One concept a line, in the form that `lexicon import` reads: the shipped concepts with what \
      was added to them, then the added ones.
      """,
    examples: [
      Example("innoreg lexicon export --output lexicon.jsonl", "Save the whole lexicon"),
      Example("innoreg lexicon export --added > additions.jsonl", "Only what was added to"),
    ],
    options: [
      .flag("added", help: "Only concepts that this register has added or extended."),
      .value(
        "output", "FILE", letter: "o", help: "The file; without it, standard output.",
        completion: .files),
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let addedOnly = try invocation.flag("added")
      let lines = try session.ask { () throws(DomainError) in
        try session.registry.exportLexicon(addedOnly: addedOnly)
      }
      let text =
        session.isJSON
        ? JSON.array(lines).compact + "\n" : lines.map { $0.compact + "\n" }.joined()
      if let path = try invocation.optionalString("output") {
        let file = try OutputFile(path)
        try file.write(text)
        try file.finish()
      } else {
        try session.terminal.write(text)
      }
      let voice = session.voice
      session.terminal.note(
        voice(
          vi: "đã xuất \(lines.count) khái niệm",
          en: "\(Voice.counted(lines.count, "concept", "concepts")) written"))
      return .ok
    })

  static let importCommand = Command(
    "import", summary: "Add the concepts of a JSON Lines file",
    discussion: """
      Takes the whole file or nothing; every fault is listed with its line. Lines may name \
      concepts of later lines, and a line that says nothing new changes nothing.
      """,
    examples: [
      Example("innoreg lexicon import additions.jsonl", "Add what another register has exported"),
      Example("innoreg lexicon import - < additions.jsonl", "Read standard input"),
    ],
    arguments: [
      Argument("file", help: "The file; - is standard input.", completion: .files)
    ],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let file = try InputFile(try invocation.string("file"), session.voice.language)
      let report = try session.ask { () throws(DomainError) in
        try session.registry.importLexicon(
          try ImportSource.records(file.bytes, .jsonl), by: session.actor)
      }
      try print(report, session)
      guard report.rejected.isEmpty else {
        throw Failure(.data, lines: refusals(report, session.voice))
      }
      return .ok
    })

  private static func print(_ report: ImportReport, _ session: Session) throws(Failure) {
    let voice = session.voice
    if session.isJSON {
      let rejected = report.rejected.map { rejection -> JSON in
        [
          "position": .string(rejection.position), "name": .string(rejection.name),
          "errors": voice.json(of: rejection.error),
        ]
      }
      try session.terminal.print(
        [
          "created": JSON(report.created), "updated": JSON(report.updated),
          "unchanged": JSON(report.unchanged), "rejected": .array(rejected),
          "committed": .bool(report.committed),
        ] as JSON)
    } else if report.committed {
      let (created, updated, unchanged) = (report.created, report.updated, report.unchanged)
      try session.terminal.print(
        voice(
          vi: "\(created) mới, \(updated) đã sửa, \(unchanged) giữ nguyên",
          en: "\(created) created, \(updated) updated, \(unchanged) unchanged"))
    }
  }

  private static func refusals(_ report: ImportReport, _ voice: Voice) -> [String] {
    let count = report.rejected.count
    var lines = [
      voice(
        vi: "\(count) khái niệm bị từ chối; không ghi gì cả",
        en: "rejected: \(Voice.counted(count, "concept", "concepts")); nothing was written")
    ]
    for rejection in report.rejected.prefix(shownRejections) {
      let name = rejection.name.isEmpty ? "" : " (\(rejection.name))"
      lines += voice.lines(of: rejection.error).map { "\(rejection.position)\(name): \($0)" }
    }
    if count > shownRejections {
      let more = count - shownRejections
      lines.append(voice(vi: "… và \(more) khái niệm khác", en: "… and \(more) more"))
    }
    return lines
  }
}
