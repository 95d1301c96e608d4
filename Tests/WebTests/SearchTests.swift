import Assets
import Domain
import HTTP
import Testing
import UseCases

/// The search box over the demo ecosystem.
@Suite struct SearchTests {
  private static let demo = Result { try filled() }

  private static func filled() throws -> Service {
    let service = try Service()
    for asset in Asset.all(in: "fixtures/demo") {
      let records = try #require(try JSONParser.parse(asset.bytes).elements)
      let report = try service.registry.importRecords(
        records.enumerated().map { ImportItem(position: "\($0)", content: .success($1)) },
        options: ImportOptions(), by: .commandLine)
      try #require(report.rejected == [])
    }
    try service.registry.follow()
    return service
  }

  private func hits(_ reply: Reply) -> [JSON] { reply.json["hits"]?.elements ?? [] }

  private func total(_ reply: Reply) -> Int64 { reply.json["total"]?.wholeNumber ?? -1 }

  /// Everything that a query finds.
  private func found(_ query: String) throws -> Set<String> {
    let service = try Self.demo.get()
    var ids: Set<String> = []
    var cursor = ""
    while true {
      let reply = try service.get("/api/v1/search?limit=100&\(query)\(cursor)")
      #expect(reply.status == 200)
      ids.formUnion(hits(reply).compactMap { $0["id"]?.text })
      guard let next = reply.json["next_cursor"]?.text else { return ids }
      cursor = "&cursor=" + next
    }
  }

  /// The verified demo firms whose own texts speak of a thing by its Vietnamese name.
  private func firms(speakingOf word: String) throws -> Set<String> {
    let service = try Self.demo.get()
    var ids: Set<String> = []
    var target: String? = "/api/v1/organisations?limit=100"
    while let next = target {
      let reply = try service.get(next)
      for item in reply.items {
        let texts = ["name", "description", "products", "past_projects"].map {
          item[$0]?.compact ?? ""
        }
        if texts.joined(separator: " ").lowercased().contains(word), let id = item["id"]?.text {
          ids.insert(id)
        }
      }
      target = reply.json["next_cursor"]?.text.map {
        "/api/v1/organisations?limit=100&cursor=" + $0
      }
    }
    return ids
  }

  @Test(arguments: ["ca phe", "cà phê", "CÀ PHÊ", "Cà Phê", "coffee", "ca\u{300} phe\u{302}"])
  func coffeeIsFoundHoweverItIsWritten(_ words: String) throws {
    let expected = try firms(speakingOf: "cà phê")
    #expect(expected.count > 10)
    let query = "type=organisation&q=" + PercentEncoding.encode(words)
    let found = try found(query)
    #expect(expected.subtracting(found) == [])
  }

  @Test func milkIsNotButterAndCattleAreNotAvocados() throws {
    let avocado = try firms(speakingOf: "quả bơ").union(firms(speakingOf: "trái bơ"))
    let cattle = try firms(speakingOf: "bò")
    let found = try found("type=organisation&q=" + PercentEncoding.encode("bò sữa"))
    #expect(!found.isEmpty)
    #expect(found.intersection(avocado.subtracting(cattle)) == [])
    let cows = try self.found("type=organisation&q=" + PercentEncoding.encode("bò"))
    let butter = try self.found("type=organisation&q=" + PercentEncoding.encode("bơ"))
    #expect(!butter.isEmpty)
    #expect(cows != butter)
  }

  @Test func anEmptyQueryListsEverything() throws {
    let service = try Self.demo.get()
    let all = try service.get("/api/v1/search")
    #expect(try service.get("/api/v1/search?q=").json["total"] == all.json["total"])
    #expect(try service.get("/api/v1/search?q=%20").json["total"] == all.json["total"])
    let organisations = try service.get("/api/v1/organisations?limit=1").json["total"]
    let listed = try service.get("/api/v1/search?type=organisation&limit=1")
    #expect(listed.json["total"] == organisations)
    #expect(hits(listed).first?["highlights"] == [])
    #expect(try Int64(found("type=organisation").count) == total(listed))
  }

  @Test(arguments: ["", "q=ca+phe", "q=ca+phe&type=organisation", "q=truy+xuat&type=problem"])
  func facetsCountWhatTheFilterWouldFind(_ query: String) throws {
    let service = try Self.demo.get()
    let whole = try service.get("/api/v1/search?limit=1&\(query)")
    let parameters = [
      "types": "type", "kinds": "kind", "fields": "field", "technologies": "technology",
      "provinces": "province", "stages": "stage", "statuses": "status",
    ]
    let types = whole.json["facets"]?["types"]?.elements ?? []
    #expect(types.compactMap { $0["count"]?.wholeNumber }.reduce(0, +) == total(whole))
    for (facet, parameter) in parameters {
      if query.contains("type="), facet == "types" { continue }
      for entry in whole.json["facets"]?[facet]?.elements ?? [] {
        let code = entry["code"]?.text ?? "?"
        let narrowed = try service.get("/api/v1/search?limit=1&\(query)&\(parameter)=\(code)")
        #expect(narrowed.json["total"] == entry["count"], "\(facet) \(code)")
      }
    }
  }

  @Test func filtersNarrowTogether() throws {
    let one = try found("field=agriculture&kind=startup")
    let two = try found("field=agriculture&kind=startup&province=66")
    let either = try found("field=agriculture,health&kind=startup")
    #expect(two.isStrictSubset(of: one))
    #expect(one.isSubset(of: either))
    let byName = try found(
      "field=agriculture&kind=startup&province=" + PercentEncoding.encode("Phú Yên"))
    #expect(byName == two)
  }

  @Test func highlightsMarkTheWords() throws {
    let service = try Self.demo.get()
    let cases = [
      ("cà phê", ["cà phê"]), ("ca phe", ["cà phê"]), ("truy xuất", ["truy xuất", "truy vết"]),
    ]
    for (words, accepted) in cases {
      let reply = try service.get(
        "/api/v1/search?type=organisation&q=" + PercentEncoding.encode(words))
      #expect(!hits(reply).isEmpty)
      var plain = 0
      for hit in hits(reply) {
        let highlights = hit["highlights"]?.elements ?? []
        #expect(!highlights.isEmpty, "\(hit["name"]?.text ?? "")")
        for highlight in highlights {
          let scalars = Array((highlight["text"]?.text ?? "").unicodeScalars)
          var end: Int64 = 0
          for range in highlight["ranges"]?.elements ?? [] {
            let bounds = (range.elements ?? []).compactMap(\.wholeNumber)
            try #require(bounds.count == 2)
            #expect(bounds[0] >= end && bounds[0] < bounds[1] && bounds[1] <= scalars.count)
            end = bounds[1]
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[Int(bounds[0])..<Int(bounds[1])])
            let marked = String(view)
            #expect(marked.first?.isLetter == true && marked.last?.isWhitespace == false)
            if accepted.contains(where: marked.lowercased().contains) { plain += 1 }
          }
        }
      }
      #expect(plain > 2, "\(words)")
    }
  }

  @Test func wordsThatNobodyUsesFindNothing() throws {
    let reply = try Self.demo.get().get("/api/v1/search?q=qqxxzzvv")
    #expect(total(reply) == 0)
    #expect(hits(reply) == [])
    #expect(reply.json["next_cursor"] == .null)
  }
}
