import Domain
import UseCases

/// `innoreg reindex`.
enum ReindexCommand {
  static let command = Command(
    "reindex", summary: "Build the search index and say how long it takes",
    discussion: """
      The index lives in memory: every process builds its own when it starts and follows the \
      database from then on, so there is nothing to repair. This measures the building.
      """,
    examples: [Example("innoreg reindex", "Build and measure")],
    run: { invocation throws(Failure) in
      let session = try Session(invocation)
      let start = ContinuousClock.now
      try session.loadIndex()
      let duration = ContinuousClock.now - start
      let indexed = session.registry.indexed
      if session.isJSON {
        try session.terminal.print(
          [
            "organisations": JSON(indexed.organisations), "problems": JSON(indexed.problems),
            "milliseconds": JSON(duration.milliseconds),
          ] as JSON)
      } else {
        let voice = session.voice
        try session.terminal.print(
          voice(
            vi: "\(indexed.organisations) tổ chức và \(indexed.problems) bài toán "
              + "trong \(duration.text(voice))",
            en: "\(Voice.counted(indexed.organisations, "organisation", "organisations")) and "
              + "\(Voice.counted(indexed.problems, "problem", "problems")) "
              + "in \(duration.text(voice))"))
      }
      return .ok
    })
}
