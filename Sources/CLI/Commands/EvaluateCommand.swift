import Domain
import Matching
import UseCases

/// `innoreg evaluate`.
enum EvaluateCommand {
  static let command = Command(
    "evaluate", summary: "Measure matching on judged problems",
    discussion: """
      Reads problems.json, firms.json and, where present, funds.json of a folder, in the form that \
      import takes. With qrels.tsv beside them (problem<TAB>firm<TAB>grade 0 to 3) it prints how \
      good the engine ranks, whole and without each of its parts. No database is used.

      With --from-outcomes it measures the weights in force against what the register has recorded \
      instead: awarded counts 3, shortlisted 2, invited 1, declined 0.

      With --propose it looks for weights that rank the same problems better, by five-fold \
      cross-validation, and writes them into a file. Nothing changes until an administrator takes \
      them over with 'innoreg weights set'.
      """,
    examples: [
      Example("innoreg evaluate fixtures/evaluation", "Measure a collection"),
      Example("innoreg evaluate collection --run run.tsv", "Write the ranking for other tools"),
      Example(
        "innoreg evaluate --from-outcomes --propose weights.json", "Learn from what happened"),
    ],
    options: [
      .value(
        "run", "FILE", help: "Write the fifty best firms for each problem.", completion: .files),
      .value(
        "fund-run", "FILE", help: "Write the fifty best funds for each startup that raises money.",
        completion: .files),
      .value(
        "weights", "FILE", help: "Measure with these weights instead of the program's own.",
        completion: .files),
      .flag("from-outcomes", help: "Take the register's outcomes as judgements."),
      .value(
        "propose", "FILE", help: "Look for better weights and write them.", completion: .files),
    ],
    arguments: [
      Argument("folder", help: "The collection.", isOptional: true, completion: .directories)
    ],
    run: run)

  private static func run(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let folder = try invocation.optionalString("folder")
    let isFromOutcomes = try invocation.flag("from-outcomes")
    guard (folder == nil) == isFromOutcomes else {
      throw Failure(.usage, "give one of FOLDER and --from-outcomes")
    }
    if let folder { return try CollectionEvaluation(invocation, folder: folder).run() }
    guard try invocation.optionalString("run") == nil,
      try invocation.optionalString("weights") == nil
    else { throw Failure(.usage, "--run and --weights go with FOLDER") }
    return try measureOutcomes(invocation)
  }

  private static func measureOutcomes(_ invocation: Invocation) throws(Failure) -> ExitCode {
    let session = try Session(invocation)
    let judged = try session.ask { () throws(DomainError) in
      try session.registry.judgedOutcomes(by: session.actor)
    }
    let view = EvaluationView(voice: session.voice)
    let measures = judged.matches.measures(by: judged.weights)
    let problems = judged.matches.judgements.queries.count
    let proposal = try propose(invocation, judged.matches, judged.weights, view)
    if session.isJSON {
      try session.terminal.print(
        .object(
          JSONObject(
            [
              ("problems", JSON(problems)), ("pairs", JSON(judged.pairs)),
              ("pairs_left_out", JSON(judged.pairsLeftOut)),
              ("weights_version", .string(judged.weights.version)),
              ("measures", .array([view.json(.whole, measures)])),
            ] + view.members(proposal))))
    } else {
      let voice = session.voice
      try session.terminal.print(
        voice(
          vi: "\(problems) bài toán có kết quả, \(judged.pairs) cặp "
            + "(bỏ qua \(judged.pairsLeftOut) cặp của tổ chức không còn được xác minh); "
            + "trọng số \(judged.weights.version)",
          en:
            "\(Voice.counted(problems, "problem", "problems")) with outcomes, \(Voice.counted(judged.pairs, "pair", "pairs")) "
            + "(\(judged.pairsLeftOut) of organisations no longer verified left out); "
            + "weights \(judged.weights.version)"))
      try session.terminal.print(view.table([(.whole, measures)]))
      if let proposal { try view.print(proposal, to: session.terminal) }
    }
    return .ok
  }

  /// Looks for better weights where the call asks for it, and writes what it finds.
  /// - Throws: `Failure` where there is too little to learn from.
  static func propose(
    _ invocation: Invocation, _ matches: JudgedMatches, _ weights: Weights, _ view: EvaluationView
  ) throws(Failure) -> WeightProposal? {
    guard let path = try invocation.optionalString("propose") else { return nil }
    let proposal: WeightProposal
    do { proposal = try WeightProposal(from: matches, current: weights) } catch {
      throw Failure(.data, lines: view.lines(of: error))
    }
    if proposal.isDifferent {
      let file = try OutputFile(path)
      try file.write(proposal.proposed.json.pretty + "\n")
      try file.finish()
    }
    return proposal
  }
}
