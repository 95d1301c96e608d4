import Domain
import Matching
import Testing

/// What an index keeps of the texts, and what many changes leave of it.
struct SegmentTests {
  private static let oddTexts = [
    "kiểm cà phê", "  kiểm   hai  dấu  cách ", "kiểm,phẩy;chấm.liền", "kiểm… 🌱 lá 🌱🌱", "(kiểm)",
    "kiểm\nxuống\n\ndòng\tthụt", "Cư M'gar, kiểm ’nháy’ M’gar'", "kiểm 漢字 и кириллица",
    "KIỂM Hoá hóa HOÁ kĩ kỹ", "kiểm. Lời này nói lại hai lần. Lời này nói lại hai lần. Hết.",
    "kiểm 5G 3.5% 1/2 AI ai KH&CN", "kiểm\u{0}ẩn\u{7F}",
    "cà phê, rừng, bơ, bò, AI, drone, CĐS, cảnh báo sớm, cà phê chè, bò sữa, chăn nuôi, cây trồng, "
      + "kiểm",
    "-kiểm-", "kiem khong dau va cung khong co gi them nua ca phe",
  ]

  @Test(arguments: oddTexts)
  func textsComeBackToTheByte(_ text: String) throws {
    let firm = Samples.organisation("a", text, text)
    // Once as it was built, once copied when parts are joined.
    for snapshot in [
      Samples.snapshot([firm]),
      Samples.snapshot([firm]).applying([.organisation(Samples.firms[0])]),
    ] {
      let hit = try #require(
        snapshot.search(SearchQuery(text: "kiểm")).hits.first { $0.id == "a" }
          ?? snapshot.search(SearchQuery(text: "kiem")).hits.first { $0.id == "a" })
      #expect(hit.name == text)
      #expect(hit.highlights.map(\.text) == [text, text])
      for highlight in hit.highlights {
        for range in highlight.ranges {
          #expect(Folding.fold(slice(highlight.text, range)).contains("kiem"))
        }
      }
    }
  }

  @Test(arguments: 0..<20)
  func madeUpTextsComeBackToTheByte(_ seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let pieces = [
      "a", "Cà", "phê", " ", " ", "  ", ". ", ".", ", ", "'", "’", "\n", "5", "🌱", "bò sữa", "-",
      "Đ",
    ]
    let text =
      "kiểm "
      + (0..<30).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
    let hit = try #require(
      Samples.snapshot([Samples.organisation("a", "X", text)])
        .search(SearchQuery(text: "kiểm")).hits.first)
    #expect(hit.highlights.map(\.text) == [text])
  }

  /// Lists of every density, with distances of one byte and of two.
  @Test(arguments: [1, 2, 3, 50, 127, 128, 129, 300])
  func everyRecordOfAWordIsFound(_ step: Int) {
    let snapshot = Self.numbered
    let expected = stride(from: 0, to: 400, by: step).map(Self.id)
    #expect(snapshot.search(SearchQuery(text: "bước\(step)", limit: 400)).ids.sorted() == expected)
  }

  private static let numbered = Samples.snapshot(
    (0..<400).map { number in
      let steps = [1, 2, 3, 50, 127, 128, 129, 300].filter { number % $0 == 0 }
      return Samples.organisation(
        id(number), "Số", steps.map { "bước\($0)" }.joined(separator: " "))
    })

  private static func id(_ number: Int) -> String { "n\(1000 + number)" }

  @Test func manySingleChangesLeaveFewParts() {
    var random = Seeded(seed: 5)
    let firms = MadeUp.firms(120, seed: 2)
    var snapshot = Samples.snapshot(firms)
    var current = firms
    for step in 0..<600 {
      let number = Int.random(in: 0..<firms.count, using: &random)
      let other = firms[(number + step) % firms.count].profile
      current[number] = Samples.organisation("m\(number)", other)
      snapshot = snapshot.applying([.organisation(current[number])])
      #expect(snapshot.partCount <= 12)
    }
    #expect(SnapshotTests.answers(snapshot) == SnapshotTests.answers(Samples.snapshot(current)))
  }

  @Test func whatIsLeftOfManyIsAsIfItHadBeenAlone() {
    let firms = MadeUp.firms(300, seed: 3)
    let left = Array(firms[200...])
    var snapshot = Samples.snapshot(firms)
    for firm in firms[..<200] { snapshot = snapshot.applying([.remove(id: firm.id.text)]) }
    #expect(snapshot.organisationCount == 100)
    #expect(SnapshotTests.answers(snapshot) == SnapshotTests.answers(Samples.snapshot(left)))
  }

  /// Large batches are cut and the pieces indexed side by side.
  @Test(arguments: [1, 7, 40, 119, 120, 65_536])
  func inWhatPortionsABatchIsIndexedDoesNotMatter(_ portion: Int) {
    let firms = MadeUp.firms(120, seed: 2) + Samples.firms
    let empty = Snapshot(lexicon: Samples.lexicon, weights: .standard, portion: portion)
    let snapshot = empty.applying(firms.map { .organisation($0) })
    #expect(snapshot.organisationCount == firms.count)
    #expect(SnapshotTests.answers(snapshot) == SnapshotTests.answers(Samples.snapshot(firms)))
  }
}
