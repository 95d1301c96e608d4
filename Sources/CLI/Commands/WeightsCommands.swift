import Domain
import Matching
import UseCases

/// `innoreg weights …`.
enum WeightsCommands {
  static let command = Command(
    "weights", summary: "Show and set how signals are weighed",
    discussion: """
      Every match names the version of the weights it was made with. A version stands for the same \
      weights for ever.
      """,
    subcommands: [show, list, set])

  private static let show = Command(
    "show", summary: "Show the weights in force, or those of a version",
    examples: [
      Example("innoreg weights show", "The weights in force"),
      Example("innoreg weights show --json > weights.json", "As a file to edit and set"),
    ],
    arguments: [
      Argument("name", help: "Which set; the one in force if left out.", isOptional: true)
    ],
    run: { invocation throws(Failure) in
      let version = try invocation.optionalString("name")
      let session = try Session(invocation)
      let known = try session.ask { () throws(DomainError) in
        try session.registry.weights(by: session.actor)
      }
      let found = known.first { known in
        version.map { $0 == known.weights.version } ?? known.isInForce
      }
      guard let found else {
        throw session.voice.failure(.notFound(aggregate: "weights", id: version ?? ""))
      }
      if session.isJSON {
        try session.terminal.print(found.weights.json)
      } else {
        try session.terminal.print(EvaluationView(voice: session.voice).table(of: found.weights))
      }
      return .ok
    })

  private static let list = Command(
    "list", summary: "List every set that was in force, the newest first",
    examples: [Example("innoreg weights list", "See what was when")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let known = try session.ask { () throws(DomainError) in
        try session.registry.weights(by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(.array(known.map(\.json)))
        return .ok
      }
      let voice = session.voice
      var table = Table([
        Table.Column(voice(vi: "Bộ trọng số", en: "Version")),
        Table.Column(voice(vi: "Từ", en: "Set")),
        Table.Column(voice(vi: "Do", en: "By")),
        Table.Column(voice(vi: "Đang dùng", en: "In force")),
      ])
      for weights in known {
        table.add(
          weights.weights.version,
          weights.setAt?.textInVietnam ?? voice(vi: "đi kèm chương trình", en: "shipped"),
          weights.setBy ?? "", voice.yes(weights.isInForce))
      }
      try session.terminal.print(table)
      return .ok
    })

  private static let set = Command(
    "set", summary: "Put weights in force for all matches from now on",
    discussion: """
      The file holds {"version":"…","signals":{"capability":0.6,…}}, as 'evaluate --propose' and \
      'weights show --json' write it. The numbers are proportions, not negative; capability needs \
      at least 1 %. A version that was used before must stand for the same weights: with it one \
      goes back. A running server takes the change up within a second.
      """,
    examples: [Example("innoreg weights set weights.json", "Accept a proposal")],
    arguments: [Argument("file", help: "The weights; - is standard input.", completion: .files)],
    run: { invocation throws(Failure) in
      let path = try invocation.string("file")
      let session = try Session(invocation)
      let json = try InputFile(path, session.voice.language).json(session.voice)
      let known = try session.ask { () throws(DomainError) in
        try session.registry.setWeights(json, by: session.actor)
      }
      if session.isJSON {
        try session.terminal.print(known.json)
      } else {
        let version = known.weights.version
        try session.terminal.print(
          session.voice(
            vi: "Từ nay đối sánh theo bộ trọng số \(version)",
            en: "Matches are now made with weights \(version)"))
      }
      return .ok
    })
}
