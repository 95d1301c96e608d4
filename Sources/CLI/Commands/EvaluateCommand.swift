import Domain
import UseCases

/// `innoreg evaluate`.
enum EvaluateCommand {
  static let command = Command(
    "evaluate", summary: "Rank a judged collection for scoring",
    discussion: """
      Reads problems.json, firms.json and, where present, funds.json of a folder, in the form that \
      import takes, and writes the fifty best firms for each problem as \
      problem<TAB>firm<TAB>score; with --fund-run also the funds for each startup that is raising \
      money, as startup<TAB>fund<TAB>score. Whom a hard requirement excludes is left out. No \
      database is used.
      """,
    examples: [
      Example("innoreg evaluate collection --run run.tsv", "Rank a collection"),
      Example(
        "innoreg evaluate collection --run run.tsv --fund-run funds.tsv", "Funds for startups too"),
    ],
    options: [
      .value("run", "FILE", help: "The run to write.", isRequired: true, completion: .files),
      .value("fund-run", "FILE", help: "The run of funds to write.", completion: .files),
    ],
    arguments: [Argument("folder", help: "The collection.", completion: .directories)],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let folder = try invocation.string("folder")
    let path = try invocation.string("run")
    let language = try invocation.language
    let reference = try Session.reference()
    let voice = try Voice(language, codes: reference.codes, places: reference.places)
    let problems = try InputFile("\(folder)/problems.json", language).json(voice)
    var organisations = [
      (file: "firms.json", json: try InputFile("\(folder)/firms.json", language).json(voice))
    ]
    if InputFile.exists("\(folder)/funds.json") {
      organisations.append(
        ("funds.json", try InputFile("\(folder)/funds.json", language).json(voice)))
    }
    let start = ContinuousClock.now
    let evaluation: Evaluation
    do {
      evaluation = try Evaluation(
        problems: problems, organisations: organisations, reference: reference)
    } catch {
      throw Failure(.data, lines: [error.place] + voice.lines(of: error.error))
    }
    let built = ContinuousClock.now
    let lines = evaluation.lines
    let end = ContinuousClock.now
    let file = try OutputFile(path)
    try file.write(lines.map { $0 + "\n" }.joined())
    try file.finish()
    if let path = try invocation.optionalString("fund-run") {
      let file = try OutputFile(path)
      try file.write(evaluation.fundLines.map { $0 + "\n" }.joined())
      try file.finish()
    }
    if try invocation.flag("json") {
      try invocation.terminal.print(
        [
          "problems": JSON(evaluation.problemCount),
          "organisations": JSON(evaluation.organisationCount), "lines": JSON(lines.count),
          "index_milliseconds": JSON((built - start).milliseconds),
          "match_milliseconds": JSON((end - built).milliseconds), "run": .string(path),
        ] as JSON)
    } else {
      let (problems, firms) = (evaluation.problemCount, evaluation.organisationCount)
      let (index, match) = ((built - start).text, (end - built).text)
      try invocation.terminal.print(
        voice(
          vi: "\(problems) bài toán, \(firms) tổ chức, \(lines.count) dòng; "
            + "lập chỉ mục \(index), đối sánh \(match)",
          en: "\(problems) problems, \(firms) organisations, \(lines.count) lines; "
            + "index \(index), matching \(match)"))
    }
    return .ok
  }
}
