import Domain
import Matching
import UseCases

/// The evaluation of a judged collection in a folder.
struct CollectionEvaluation {
  private let invocation: Invocation
  private let folder: String
  private let voice: Voice
  private let reference: ReferenceData

  init(_ invocation: Invocation, folder: String) throws(Failure) {
    self.invocation = invocation
    self.folder = folder
    reference = try Session.reference()
    voice = try Voice(
      try invocation.language, codes: reference.codes, places: reference.places)
  }

  func run() throws(Failure) -> ExitCode {
    let path = try invocation.optionalString("run")
    let fundPath = try invocation.optionalString("fund-run")
    let judgements = try readJudgements("qrels.tsv")
    let fundJudgements = try readJudgements("fund_qrels.tsv")
    guard path != nil || fundPath != nil || judgements != nil else {
      throw Failure(
        .noInput,
        voice(
          vi: "\(folder) không có qrels.tsv để đo; --run ghi kết quả xếp hạng",
          en: "\(folder) has no qrels.tsv to measure by; --run writes the ranking"))
    }
    let start = ContinuousClock.now
    let evaluation = try self.evaluation()
    let built = ContinuousClock.now
    let unknown =
      (judgements.map { evaluation.unknown(in: $0) } ?? [])
      + (fundJudgements.map { evaluation.unknown(inFundJudgements: $0) } ?? [])
    warn(of: unknown)
    let lines = evaluation.lines
    let end = ContinuousClock.now
    let view = EvaluationView(voice: voice)
    let measured = judgements.map { evaluation.ablations(judgedBy: $0) } ?? []
    let proposal: WeightProposal? =
      if let judgements {
        try EvaluateCommand.propose(
          invocation, evaluation.matches(judgedBy: judgements), evaluation.weights, view)
      } else { nil }
    let ofFunds = fundJudgements.map { evaluation.fundMeasures(judgedBy: $0) }
    if let path { try write(lines, to: path) }
    if let fundPath { try write(evaluation.fundLines, to: fundPath) }
    if try invocation.flag("json") {
      var members: [(String, JSON)] = [
        ("problems", JSON(evaluation.problemCount)),
        ("organisations", JSON(evaluation.organisationCount)),
        ("fund_profiles", JSON(evaluation.fundCount)), ("lines", JSON(lines.count)),
        ("weights_version", .string(evaluation.weights.version)),
        ("index_milliseconds", JSON((built - start).milliseconds)),
        ("match_milliseconds", JSON((end - built).milliseconds)),
      ]
      if let path { members.append(("run", .string(path))) }
      if let judgements {
        members.append(("queries", JSON(judgements.queries.count)))
        members.append(("unknown_ids", .array(unknown.map(JSON.string))))
        members.append(("measures", .array(measured.map { view.json($0.ablation, $0.measures) })))
      }
      if let ofFunds { members.append(("funds", view.json(.funds, ofFunds))) }
      try invocation.terminal.print(.object(JSONObject(members + view.members(proposal))))
      return .ok
    }
    let (problems, firms) = (evaluation.problemCount, evaluation.organisationCount)
    let (index, match) = ((built - start).text(voice), (end - built).text(voice))
    let funds = evaluation.fundCount
    let version = evaluation.weights.version
    try invocation.terminal.print(
      voice(
        vi: "\(problems) bài toán, \(firms) tổ chức, \(funds) quỹ, \(lines.count) dòng; "
          + "lập chỉ mục \(index), đối sánh \(match); trọng số \(version)",
        en:
          "\(Voice.counted(problems, "problem", "problems")), \(Voice.counted(firms, "organisation", "organisations")), "
          + "\(Voice.counted(funds, "fund", "funds")), "
          + "\(Voice.counted(lines.count, "line", "lines")); "
          + "index \(index), matching \(match); weights \(version)"))
    let rows = measured + (ofFunds.map { [(.funds, $0)] } ?? [])
    if !rows.isEmpty { try invocation.terminal.print(view.table(rows)) }
    if let proposal { try view.print(proposal, to: invocation.terminal) }
    return .ok
  }

  /// Tells of judgements that can never be met, as after a slip in an identifier.
  private func warn(of unknown: [String]) {
    guard !unknown.isEmpty else { return }
    let names = unknown.prefix(20).joined(separator: ", ") + (unknown.count > 20 ? ", …" : "")
    invocation.terminal.note(
      Printable.text(
        voice(
          vi:
            "cảnh báo: \(unknown.count) mã trong tệp đánh giá không có trong bộ dữ liệu: \(names)",
          en:
            "warning: \(Voice.counted(unknown.count, "identifier", "identifiers")) in the judgements "
            + "not found in the collection: " + names)))
  }

  private func evaluation() throws(Failure) -> Evaluation {
    let language = voice.language
    var weights = Weights.standard
    if let path = try invocation.optionalString("weights") {
      let json = try InputFile(path, language).json(voice)
      do {
        let input = try Weights.Input(json)
        weights = weights.with(version: input.version, signals: input.signals)
      } catch {
        throw Failure(.data, lines: [path] + voice.lines(of: error))
      }
    }
    let problems = try InputFile("\(folder)/problems.json", language).json(voice)
    var organisations = [
      (file: "firms.json", json: try InputFile("\(folder)/firms.json", language).json(voice))
    ]
    if InputFile.exists("\(folder)/funds.json") {
      organisations.append(
        ("funds.json", try InputFile("\(folder)/funds.json", language).json(voice)))
    }
    do {
      return try Evaluation(
        problems: problems, organisations: organisations, reference: reference, weights: weights)
    } catch { throw failure(error) }
  }

  private func write(_ lines: [String], to path: String) throws(Failure) {
    let file = try OutputFile(path)
    try file.write(lines.map { $0 + "\n" }.joined())
    try file.finish()
  }

  private func readJudgements(_ name: String) throws(Failure) -> Judgements? {
    guard InputFile.exists("\(folder)/\(name)") else { return nil }
    let bytes = try InputFile("\(folder)/\(name)", voice.language).bytes
    do { return try Judgements(tabSeparated: bytes, file: name) } catch { throw failure(error) }
  }

  private func failure(_ error: Evaluation.Failure) -> Failure {
    Failure(.data, lines: [error.place] + voice.lines(of: error.error))
  }
}
