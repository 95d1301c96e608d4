import Domain
import Testing
import UseCases

@Suite struct RankingMeasuresTests {
  private static func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) < 1e-12
  }

  /// Worked by hand: gains 7, 3, 1; discounts 1, log2 3, 2.
  @Test func oneRankingWorkedThrough() {
    let measures = RankingMeasures(
      ranking: ["b", "x", "a", "d"], judged: ["a": 3, "b": 1, "c": 2, "d": 0])
    let log3 = 1.584_962_500_721_156
    let ideal = 7 + 3 / log3 + 1 / 2.0
    #expect(Self.isClose(measures.ndcg10, (1 + 7 / 2.0) / ideal))
    #expect(Self.isClose(measures.recall20, 2 / 3.0))
    #expect(Self.isClose(measures.precision5, 2 / 5.0))
    #expect(Self.isClose(measures.judged10, 3 / 4.0))
  }

  @Test func theIdealOrderIsOneAndNothingIsZero() {
    let judged = ["a": 3, "b": 2, "c": 1]
    let best = RankingMeasures(ranking: ["a", "b", "c"], judged: judged)
    #expect(Self.isClose(best.ndcg10, 1) && best.recall20 == 1 && best.judged10 == 1)
    let none = RankingMeasures(ranking: [], judged: judged)
    #expect(
      none.ndcg10 == 0 && none.recall20 == 0 && none.precision5 == 0 && none.judged10 == 0)
    #expect(RankingMeasures(ranking: ["a"], judged: ["a": 0]).ndcg10 == 0)
  }

  @Test func onlyTheFirstTenAndTwentyCount() {
    let others = (0..<30).map { "x\($0)" }
    func measures(_ rank: Int) -> RankingMeasures {
      var ranking = others
      ranking.insert("a", at: rank - 1)
      return RankingMeasures(ranking: ranking, judged: ["a": 3])
    }
    #expect(measures(10).ndcg10 > 0 && measures(11).ndcg10 == 0)
    #expect(measures(20).recall20 == 1 && measures(21).recall20 == 0)
    #expect(measures(5).precision5 == 0.2 && measures(6).precision5 == 0)
    for rank in 2...10 { #expect(measures(rank).ndcg10 < measures(rank - 1).ndcg10) }
  }

  @Test func meansAreOverQueriesThatHaveSomethingToFind() {
    let judgements = Judgements(grades: ["p": ["a": 1], "q": ["a": 2], "r": ["a": 0]])
    #expect(judgements.queries == ["p", "q"])
    let run = ["p": ["a"], "r": ["a"], "s": ["a"]]
    let measures = RankingMeasures(run: run, judgements: judgements)
    #expect(measures.ndcg10 == 0.5 && measures.recall20 == 0.5)
  }
}

@Suite struct JudgementsTests {
  private func read(_ text: String) throws -> Judgements {
    try Judgements(tabSeparated: Array(text.utf8), file: "qrels.tsv")
  }

  @Test(arguments: [
    "p\ta\t3\np\tb\t0\tnote\n", "problem_id\tfirm_id\tgrade\nP\ta\t3\r\n\r\np\tb\t0",
  ])
  func linesAreRead(_ text: String) throws {
    let grades = try read(text.replacing("P\t", with: "p\t")).grades
    #expect(grades == ["p": ["a": 3, "b": 0]])
  }

  @Test(arguments: [
    ("p\ta\t3\np\ta\t2", "qrels.tsv, line 2", Fault.Rule.repeated),
    ("p\ta\t4", "qrels.tsv, line 1", .notAccepted), ("p\ta\t", "qrels.tsv, line 1", .notAccepted),
    ("p\ta\t03", "qrels.tsv, line 1", .notAccepted),
    ("p a 3", "qrels.tsv, line 1", .badFormat), ("p\t\t3", "qrels.tsv, line 1", .badFormat),
    ("p\ta\t3\n\np\tb\t1\tx\ty", "qrels.tsv, line 3", .badFormat),
    ("p\ta\t3\np\tb\tgrade", "qrels.tsv, line 2", .notAccepted),
    ("", "qrels.tsv", .missing), ("problem\tfirm\tgrade\n", "qrels.tsv", .missing),
  ])
  func mistakesAreNamedWithTheirLine(_ text: String, _ place: String, _ rule: Fault.Rule) {
    let failure = #expect(throws: Evaluation.Failure.self) { try read(text) }
    #expect(failure?.place == place)
    guard case .invalid(let faults)? = failure?.error else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(faults.map(\.rule) == [rule])
  }

  @Test func whatIsNotUTF8IsRefused() {
    #expect(throws: Evaluation.Failure.self) {
      try Judgements(tabSeparated: [0x70, 0x09, 0xFF], file: "q")
    }
  }
}
