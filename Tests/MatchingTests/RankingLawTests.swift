import Domain
import Matching
import Testing

/// What holds for every ranking, on the register of the demonstration.
struct RankingLawTests {
  @Test(arguments: DemoRegister.problems.prefix(8).indices)
  func componentsSumToTheScore(_ number: Int) {
    let statement = DemoRegister.problems[number]
    for match in DemoRegister.snapshot.solvers(for: statement, limit: 20).matches {
      #expect(match.components.reduce(0) { $0 + $1.contributionMicros } == match.scoreMicros)
      #expect((0...1).contains(match.score))
      #expect(match.evidence.allSatisfy { (0...1).contains($0.weight) })
    }
  }

  /// Letters that no text of the register has: these firms share not a single word with anybody.
  @Test(arguments: [1, 7, 64, 300])
  func firmsThatShareNothingChangeNothing(_ count: Int) {
    let strangers = (0..<count).map { number in
      let words = (0..<12).map { "zqx\(String(number * 12 + $0, radix: 5))wj" }
      return Samples.organisation("zz\(number)", "Zqxv", words.joined(separator: " "))
    }
    let crowded = DemoRegister.snapshot.applying(strangers.map { .organisation($0) })
    for statement in DemoRegister.problems.prefix(3) {
      let before = DemoRegister.snapshot.solvers(for: statement, limit: 30).matches
      let after = crowded.solvers(for: statement, limit: 30).matches
      #expect(after.map(\.subject) == before.map(\.subject))
      #expect(after.map(\.scoreMicros) == before.map(\.scoreMicros))
      #expect(after.map(\.evidence) == before.map(\.evidence))
    }
  }

  @Test(arguments: 1...3) func theOrderOfTheInputDoesNotMatter(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    let shuffled = DemoRegister.firms.shuffled(using: &random)
    var snapshot = Snapshot(lexicon: DemoRegister.lexicon, weights: .standard)
    for start in stride(from: 0, to: shuffled.count, by: 17) {
      snapshot = snapshot.applying(
        shuffled[start..<min(start + 17, shuffled.count)].map { .organisation($0) })
    }
    for statement in DemoRegister.problems.prefix(3) {
      let expected = "\(DemoRegister.snapshot.solvers(for: statement, limit: 20))"
      #expect("\(snapshot.solvers(for: statement, limit: 20))" == expected)
    }
  }

  @Test(arguments: 1...8) func aStricterRequirementNeverAddsAMatch(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    let candidates: [Requirement] = [
      .minTRL(Int.random(in: 2...9, using: &random)),
      .minEmployees(Int.random(in: 1...60, using: &random)),
      .foundedBefore(Int.random(in: 2005...2025, using: &random)),
      .province(["66", "79", "48"].randomElement(using: &random) ?? "66"),
      .legal(LegalClass.allCases.randomElement(using: &random) ?? .smeSmall),
    ]
    var statement = DemoRegister.problems[Int(seed) % DemoRegister.problems.count]
    var admitted = Set(DemoRegister.ranking(statement))
    for requirement in candidates.shuffled(using: &random) {
      statement.required.append(requirement)
      let found = DemoRegister.snapshot.solvers(for: statement, limit: 100)
      #expect(Set(found.ids).isSubset(of: admitted))
      #expect(Set(found.ids).isDisjoint(with: found.excluded.map(\.subject.text)))
      admitted = Set(found.ids)
    }
  }

  /// The capability of firms that speak in English of nothing but these concepts, for a problem
  /// that is nothing but the Vietnamese name of one: the two sides can meet in concepts alone.
  private static func capabilities(
    of offered: [Lexicon.Concept], for asked: Lexicon.Concept, lexicon: Lexicon
  ) -> [Double] {
    let firms = offered.enumerated().map { number, concept in
      Samples.organisation("f\(number)", "Zqxv", "Wj zqx \(concept.label.en) zqxj")
    }
    let matches = Snapshot(lexicon: lexicon, weights: .standard)
      .applying(firms.map { .organisation($0) })
      .solvers(for: ProblemStatement(title: asked.label.vi), limit: 10).matches
    return firms.map { firm in
      matches.first { $0.subject == firm.id }?
        .components.first { $0.signal == .capability }?.value ?? 0
    }
  }

  private static func sharesNoWord(_ one: String, _ other: String) -> Bool {
    Set(Folding.fold(one).lowercased().split(separator: " "))
      .isDisjoint(with: Folding.fold(other).lowercased().split(separator: " "))
  }

  private static func pairs(
    _ seed: UInt64, _ links: (Lexicon.Concept) -> [String]
  ) -> [(asked: Lexicon.Concept, other: Lexicon.Concept)] {
    var random = Seeded(seed: seed)
    return DemoRegister.lexicon.concepts.shuffled(using: &random).flatMap { concept in
      links(concept).compactMap { id in
        DemoRegister.lexicon.concept(id).map { (asked: $0, other: concept) }
      }
    }.filter {
      sharesNoWord($0.asked.label.vi, $0.asked.label.en)
        && sharesNoWord($0.asked.label.vi, $0.other.label.en)
    }
  }

  @Test func aNarrowerConceptCountsLessThanTheConceptItself() {
    let pairs = Self.pairs(3) { $0.broader }.prefix(40)
    #expect(pairs.count == 40)
    for pair in pairs {
      let found = Self.capabilities(
        of: [pair.asked, pair.other], for: pair.asked, lexicon: DemoRegister.lexicon)
      #expect(0 < found[1] && found[1] < found[0], "\(pair.asked.id) by \(pair.other.id)")
    }
  }

  @Test func aRelatedConceptCountsLessAndIsNamed() throws {
    let lexicon = try Lexicon(jsonLines: [
      (
        "sample.jsonl",
        """
        {"id":"congestion","vi":["ùn tắc giao thông"],"en":["traffic jam"],"related":["signal"]}
        {"id":"signal","vi":["đèn tín hiệu"],"en":["adaptive lights"]}
        {"id":"led","vi":["đèn led"],"en":["led lights"],"broader":["signal"]}
        """
      )
    ])
    let concepts = lexicon.concepts
    let found = Self.capabilities(of: concepts, for: concepts[0], lexicon: lexicon)
    #expect(found[0] > found[1] && found[1] > found[2] && found[2] > 0)
    let firm = Samples.organisation("a", "Zqxv", "We install adaptive lights.")
    let snapshot = Snapshot(lexicon: lexicon, weights: .standard).applying([.organisation(firm)])
    let statement = ProblemStatement(title: "Ùn tắc giao thông")
    let evidence = try #require(
      snapshot.solvers(for: statement, limit: 1).matches.first?.evidence.first)
    #expect(evidence.concept == "congestion")
    #expect(evidence.through?.concept == "signal" && evidence.through?.link == .related)
    // The link was written at the need; it counts from the solution too.
    #expect(Self.capabilities(of: [concepts[0]], for: concepts[1], lexicon: lexicon)[0] > 0)
    let deaf = Weights.standard.with { $0.relatedShare = 0 }
    let without = Snapshot(lexicon: lexicon, weights: deaf).applying([.organisation(firm)])
    #expect(without.solvers(for: statement, limit: 1).matches.isEmpty)
  }
}
