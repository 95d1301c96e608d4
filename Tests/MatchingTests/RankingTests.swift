import Domain
import Matching
import Testing

/// A short list is the head of the whole list: what is looked at first loses nothing.
struct RankingTests {
  private static let snapshot = Samples.snapshot(MadeUp.firms(1200, seed: 1))

  @Test(arguments: 0..<8)
  func shortListIsTheHeadOfTheWholeList(_ seed: UInt64) {
    var random = Seeded(seed: 100 + seed)
    let statement = Samples.statement(
      MadeUp.text(8, &random), MadeUp.text(90, &random)
    ) {
      $0.field = Field.allCases.randomElement(using: &random)
      $0.technologies = Array(Technology.allCases.shuffled(using: &random).prefix(2))
      $0.province = "66"
      $0.budgetVND = 4_000_000_000
    }
    // So long a list scores every record that meets the problem at all.
    let whole = Self.snapshot.solvers(for: statement, limit: 1200)
    #expect(whole.matches.count > 200)
    for limit in [1, 20] {
      let short = Self.snapshot.solvers(for: statement, limit: limit)
      #expect(short.ids == Array(whole.ids.prefix(limit)))
      #expect(
        short.matches.map(\.scoreMicros) == whole.matches.prefix(limit).map(\.scoreMicros))
    }
  }

  @Test func barredOnesAreThoseThatWouldBeAmongTheBest() throws {
    var random = Seeded(seed: 7)
    var statement = Samples.statement(MadeUp.text(8, &random), MadeUp.text(60, &random))
    let free = Self.snapshot.solvers(for: statement, limit: 20)
    statement.required = [.minTRL(6)]
    let strict = Self.snapshot.solvers(for: statement, limit: 20)
    let worst = try #require(strict.matches.last).score
    #expect(strict.excluded.allSatisfy { $0.score >= worst })
    #expect(Set(free.ids).isSubset(of: strict.ids + strict.excluded.map(\.subject.text)))
  }

  @Test func scoresAreThoseOfTheMatches() {
    let scores = Self.snapshot.scores(for: Samples.coffeeProblem, limit: 20)
    let matches = Self.snapshot.solvers(for: Samples.coffeeProblem, limit: 20)
    #expect(scores.map(\.subject) == matches.matches.map(\.subject))
    #expect(scores.map { $0.score(by: .standard) } == matches.matches.map(\.scoreMicros))
  }
}

/// Firms whose texts are made of the sample lexicon's forms and of syllables.
enum MadeUp {
  private static let forms = [
    "cà phê", "truy xuất nguồn gốc", "rừng", "cảnh báo sớm", "trí tuệ nhân tạo", "bò sữa",
    "quả bơ", "máy bay không người lái", "chuyển đổi số", "coffee", "traceability", "drone",
  ]
  private static let onsets = ["b", "c", "d", "g", "h", "kh", "l", "m", "n", "ph", "t", "th", "v"]
  private static let rhymes = ["an", "ôn", "ấu", "ích", "ương", "ẻo", "ực", "a", "em", "ú"]

  /// So many words, in sentences of ten.
  static func text(_ count: Int, _ random: inout Seeded) -> String {
    (0..<count).map { place in
      let word =
        Int.random(in: 0..<10, using: &random) < 2
        ? forms[Int.random(in: 0..<forms.count, using: &random)]
        : onsets[
          min(Int.random(in: 0..<13, using: &random), Int.random(in: 0..<13, using: &random))]
          + rhymes[Int.random(in: 0..<rhymes.count, using: &random)]
      return place % 10 == 9 ? word + "." : word
    }.joined(separator: " ")
  }

  static func firms(_ count: Int, seed: UInt64) -> [Organisation] {
    var random = Seeded(seed: seed)
    return (0..<count).map { number in
      var profile = Samples.profile(
        text(3, &random), text(Int.random(in: 5...40, using: &random), &random))
      if number % 3 == 0 { profile.pastProjects = [PastProject(title: text(8, &random))] }
      if number % 4 > 0 {
        profile.fields = Array(Field.allCases.shuffled(using: &random).prefix(2))
        profile.technologies = Array(Technology.allCases.shuffled(using: &random).prefix(3))
        profile.trl = Int.random(in: 1...9, using: &random)
      }
      profile.province = ["66", "79", "01", nil].randomElement(using: &random) ?? nil
      profile.employees = Int.random(in: 1...90, using: &random)
      return Samples.organisation("m\(number)", profile)
    }
  }
}
