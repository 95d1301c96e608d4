import Domain
import Matching
import Testing

struct SearchTests {
  private let snapshot = Samples.snapshot(
    Samples.firms,
    [
      Samples.problem("p1", Samples.coffeeProblem),
      Samples.problem("p2", Samples.statement("Chữa cháy rừng"), status: .solved),
    ])

  private func find(_ text: String, _ change: (inout SearchQuery) -> Void = { _ in })
    -> SearchResults
  {
    var query = SearchQuery(text: text, limit: 50)
    change(&query)
    return snapshot.search(query)
  }

  @Test(arguments: ["cà phê", "ca phe", "CÀ PHÊ", "coffee", "Coffee"])
  func coffeeInEverySpelling(_ text: String) {
    #expect(Set(find(text).ids) == ["f01", "f02", "f03", "p1"])
  }

  @Test func cowIsNotAvocado() {
    #expect(find("bò sữa").ids == ["f04"])
    #expect(find("bơ").ids == ["f05"])
    #expect(Set(find("bo").ids) == ["f04", "f05"])
  }

  @Test func everyWordMustBeMet() {
    #expect(Set(find("cà phê hợp tác xã").ids) == ["f03"])
    #expect(find("cà phê rừng").total == 0)
  }

  @Test func theNameComesFirst() {
    let both = Samples.snapshot([
      Samples.organisation("a", "Rừng Xanh", "Đồ gỗ"),
      Samples.organisation("b", "Xanh", "Trồng rừng, giữ rừng, rừng và rừng"),
    ])
    #expect(both.search(SearchQuery(text: "rừng")).ids == ["a", "b"])
  }

  @Test(arguments: [
    ("truy xu", "f01"), ("tracea", "f02"), ("traceabilty", "f02"), ("exporetrs", "f02"),
    ("giang truc tuyen", "f07"),
  ])
  func unfinishedAndMistypedWords(_ text: String, _ id: String) {
    #expect(find(text).ids.contains(id))
  }

  /// What is meant, and how it may be typed: with slips and half the marks.
  @Test(arguments: [
    ("coffee", ["cofee", "cofffee", "cà phe", "cà phế", "ca phê"]),
    ("truy xuất nguồn gốc", ["truy xuất nguồn gôc", "truy xuât nguồn goc", "tracability"]),
    ("bò sữa", ["bò sưa", "bò sủa"]),
    ("Đắk Lắk", ["Đăk Lăk", "Dak Lak", "dak lak", "Daklak", "ĐắkLắk", "Đắk Lak"]),
  ])
  func anotherSpellingFindsTheSame(_ meant: String, _ typed: [String]) {
    let places = Samples.snapshot(
      Samples.firms + [
        Samples.organisation("l1", "Sở Công Thương", "tỉnh Đắk Lắk"),
        Samples.organisation("l2", "Dak Lak Robotics", "Robots"),
        Samples.organisation("l3", "Mật ong", "ong Đăk Lăk"),
      ])
    let wanted = Set(places.search(SearchQuery(text: meant)).ids)
    #expect(!wanted.isEmpty)
    for text in typed {
      #expect(Set(places.search(SearchQuery(text: text)).ids) == wanted, "\(text)")
    }
  }

  /// A word that the lexicon has is no slip for another one, though no record has it.
  @Test func aKnownWordIsNotReadAsAnother() {
    let trees = Samples.snapshot([Samples.organisation("a", "Vườn bơ", "Bơ sáp")])
    #expect(trees.search(SearchQuery(text: "bò")).total == 0)
    #expect(trees.search(SearchQuery(text: "bò sữa")).total == 0)
    #expect(trees.search(SearchQuery(text: "bợ")).ids == ["a"])
  }

  @Test func aSlipIsForgivenOnlyWhereNothingIsExact() {
    let both = Samples.snapshot([
      Samples.organisation("a", "Sensorix", "sensor"), Samples.organisation("b", "X", "censor"),
    ])
    #expect(both.search(SearchQuery(text: "sensor")).ids == ["a"])
    #expect(Set(both.search(SearchQuery(text: "zensor")).ids) == ["a", "b"])
    #expect(find("bx").total == 0)
  }

  @Test func filtersNarrow() {
    #expect(find("") { $0.types = [.problem] }.ids == ["p1", "p2"])
    #expect(
      find("") {
        $0.fields = [.agriculture]; $0.types = [.organisation]
      }.ids == ["f01", "f02"])
    #expect(find("cà phê") { $0.provinces = ["66"] }.ids.sorted() == ["f01", "p1"])
    #expect(find("") { $0.technologies = [.blockchain, .uav] }.ids == ["f02"])
    #expect(find("") { $0.statuses = ["solved"] }.ids == ["p2"])
    #expect(find("") { $0.kinds = [.university] }.total == 0)
  }

  @Test func facetsCountEverythingFound() throws {
    let results = find("") { $0.limit = 1 }
    #expect(results.total == 9)
    func counts(_ name: String) throws -> [String: Int] {
      let facet = try #require(results.facets.first { $0.name == name })
      return Dictionary(uniqueKeysWithValues: facet.counts.map { ($0.code, $0.count) })
    }
    #expect(try counts("types") == ["organisation": 7, "problem": 2])
    #expect(try counts("kinds") == ["technology_firm": 7])
    #expect(try counts("fields") == ["agriculture": 3])
    #expect(try counts("provinces") == ["66": 2, "79": 1])
    #expect(try counts("statuses") == ["verified": 7, "published": 1, "solved": 1])
    #expect(results.facets.map(\.name).contains("stages"))
  }

  @Test(
    arguments: [SearchOrder.relevance, .newest, .name, .deadline(at: Instant(seconds: 0))],
    ["", "cà phê", "phần mềm"])
  func pagesJoinToTheWholeList(_ order: SearchOrder, _ text: String) throws {
    for size in 1...4 { try pagesJoin(order, text, size) }
  }

  private func pagesJoin(_ order: SearchOrder, _ text: String, _ size: Int) throws {
    let whole = find(text) { $0.order = order }
    var ids: [String] = []
    var cursor: SearchCursor?
    repeat {
      let page = find(text) {
        $0.order = order
        $0.limit = size
        $0.after = cursor
      }
      ids += page.ids
      #expect(page.total == whole.total)
      #expect(page.hits.count <= size)
      if let next = page.next { #expect(SearchCursor(text: next.text) == next) }
      cursor = page.next
    } while cursor != nil && ids.count < 100
    #expect(ids == whole.ids)
  }

  @Test(arguments: [
    "", "1", "x:organisation:a", "1:firm:a", "1:organisation:", "-1:problem:a", "1.:problem:a",
    "1.x:problem:a",
  ])
  func foreignCursorsAreRefused(_ text: String) {
    #expect(SearchCursor(text: text) == nil)
  }

  @Test(arguments: ["!!!", "và của", "🌱", "\u{0}!", String(repeating: "a ", count: 2000)])
  func oddQueriesAreAnswered(_ text: String) {
    #expect(find(text).total == 0)
  }

  /// As white space does, what nobody can see asks for nothing, and finds everything.
  @Test(arguments: ["\u{0}", " \u{200B}", "\u{2060}\u{FEFF}"])
  func whatNobodyCanSeeAsksForNothing(_ text: String) {
    #expect(find(text).total == find(" ").total && find(" ").total > 0)
  }
}
