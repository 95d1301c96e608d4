import Domain
import FoundationEssentials
import Matching
import Testing
import UseCases

/// Matching is not to get worse unnoticed. The floors stand a little under the figures of the day;
/// with twelve problems the figures themselves move by a few hundredths with any change.
@Suite struct FloorTests {
  /// nDCG@10 and Recall@20 that each way of ranking must reach. Whoever goes beneath has lost
  /// something; whoever raises the figures for good may raise the floor.
  static let floors: [(ranking: String, ndcg10: Double, recall20: Double)] = [
    ("all", 0.90, 0.95), ("unmarked", 0.88, 0.93),
  ]

  @Test func matchingStaysAboveItsFloors() throws {
    let measured = try Collection.evaluation.get().ablations(judgedBy: Collection.judgements())
    for floor in Self.floors {
      let measures = try #require(measured.first { $0.ablation.key == floor.ranking }?.measures)
      #expect(measures.ndcg10 >= floor.ndcg10, "\(floor.ranking)")
      #expect(measures.recall20 >= floor.recall20, "\(floor.ranking)")
      #expect(measures.judged10 == 1, "\(floor.ranking)")
    }
  }

  /// What is barred is never in a list, however well its text fits.
  @Test func nobodyWhoIsBarredIsMatched() throws {
    let barred = Set(
      String(decoding: try Collection.bytes("qrels.tsv"), as: UTF8.self).split(separator: "\n")
        .filter { $0.contains("\tineligible") }
        .map { $0.split(separator: "\t").prefix(2).joined(separator: " ") })
    #expect(!barred.isEmpty)
    let run = try Collection.evaluation.get().lines.map {
      $0.split(separator: "\t").prefix(2).joined(separator: " ")
    }
    #expect(barred.isDisjoint(with: run))
  }

  /// The one that claims everything and shows nothing is nobody's first choice.
  @Test func generalClaimsAreNotInvited() throws {
    let rankings = try Collection.evaluation.get().matches(judgedBy: Collection.judgements())
      .rankings(by: .standard)
    for (problem, ranking) in rankings {
      #expect(!ranking.prefix(3).contains("C20"), "\(problem)")
    }
  }

  @Test func everyPairIsJudged() throws {
    let evaluation = try Collection.evaluation.get()
    let grades = try Collection.judgements().grades
    #expect(grades.count == evaluation.problemCount)
    #expect(Set(grades.values.map(\.count)) == [60])
    let ofFunds = try Collection.judgements("fund_qrels.tsv").grades
    #expect(Set(ofFunds.values.map(\.count)) == [evaluation.fundCount])
    #expect(ofFunds.values.allSatisfy { $0.values.contains { $0 > 0 } })
  }
}
