import Domain
import HTTP
import Testing

extension Browsing.Looking {
  /// What no page may let happen, whoever opens it.
  @Suite struct SafetyTests {
    private let walks: Walks

    init() throws { walks = try Walks.shared() }

    @Test func everyPageOfTheTableIsReachedBySomebody() {
      let reached = Set(walks.walks.flatMap { $0.walk.stops.filter(\.isPage).map(\.pattern) })
      #expect(PageTable.pages.count > 60)
      #expect(PageTable.pages.subtracting(reached).sorted() == [])
    }

    @Test func nothingBreaksAndNothingIsHeavy() {
      for (name, walk) in walks.walks {
        for stop in walk.stops {
          let answer = stop.answer
          #expect([200, 303, 403, 404].contains(answer.status), "\(name) \(stop)")
          #expect(answer.headers["X-Content-Type-Options"] == "nosniff", "\(name) \(stop)")
          guard stop.isPage else { continue }
          #expect(answer.body.count < 60_000, "\(name) \(stop): \(answer.body.count) bytes")
          let policy = answer.headers["Content-Security-Policy"] ?? ""
          #expect(policy.contains("default-src"), "\(name) \(stop)")
          #expect(!policy.contains("unsafe"), "\(name) \(stop): \(policy)")
          #expect(!answer.text.contains(/<[^>]* (style|on[a-z]+)=/), "\(name) \(stop)")
          #expect(!answer.text.contains(/<script(?! src="\/)/), "\(name) \(stop)")
        }
      }
    }

    /// What a page hands out as a file is kept as one, under a name that no system stumbles over.
    @Test func filesHaveSafeNamesAndTypes() throws {
      let files = walks.walks.flatMap { $0.walk.stops }.filter {
        $0.answer.status == 200 && !$0.isPage && !$0.pattern.hasPrefix("/static/")
          && $0.pattern != "/search/suggestions"
      }
      #expect(files.contains { $0.pattern == "/statistics/{file}" })
      #expect(files.contains { $0.pattern == "/my/files/{id}" })
      for file in files {
        let type = file.answer.headers["Content-Type"] ?? ""
        #expect(
          ["text/csv", "application/json", "application/pdf", "text/plain", "text/calendar"]
            .contains { type.hasPrefix($0) }, "\(file): \(type)")
        let disposition = file.answer.headers["Content-Disposition"] ?? ""
        #expect(
          disposition.contains(/^attachment; filename="[A-Za-z0-9._ -]+"/),
          "\(file): \(disposition)")
      }
    }

    /// Without the page's own token nothing is taken, nor with another's.
    @Test func everyFormBearsATokenAndAForgedOneIsRefused() throws {
      var count = 0
      for (name, walk) in walks.walks {
        let cookie = walks.register.people[name]?.cookie
        var tried: Set<String> = []
        for stop in walk.stops where stop.isPage {
          for form in stop.forms where tried.insert(Self.kind(form.action)).inserted {
            #expect(form.token?.isEmpty == false, "\(name) \(stop): \(form.action)")
            for body in ["", "form_token=" + String(repeating: "0", count: 43)] {
              let answer = try walks.register.site.client.send(
                .POST, form.action,
                headers: [
                  ("Content-Type", "application/x-www-form-urlencoded"),
                  ("Host", "127.0.0.1:\(walks.register.site.port)"),
                ] + (cookie.map { [("Cookie", $0)] } ?? []), body: Array(body.utf8))
              #expect(answer.status == 403, "\(name) \(form.action): \(answer.status)")
              count += 1
            }
          }
        }
      }
      #expect(count > 100)
    }

    /// A form's address without what names one record.
    private static func kind(_ action: String) -> String {
      action.split(separator: "/").map { part in
        part.contains(where: \.isNumber) ? "…" : String(part)
      }.joined(separator: "/")
    }

    @Test(arguments: [
      ("//example.com", "/my"), ("https://example.com/", "/my"), ("/\\example.com", "/my"),
      ("javascript:alert(1)", "/my"), ("\\\\example.com", "/my"), (" //example.com", "/my"),
      ("/%2F/example.com", "/%2F/example.com"),
    ]) func nobodyIsLedElsewhere(_ target: String, _ landing: String) throws {
      let site = walks.register.site
      let visitor = try Visitor(site, Setting(language: .vi, runsScripts: true, width: 1280))
      let person = try #require(walks.register.people["person"]).person
      let encoded = Query([("next", target)]).encoded
      try visitor.open("/login?" + encoded)
      try visitor.fill("email", person.email)
      try visitor.fill("password", Person.password)
      try visitor.press(saying: "login.button", to: landing)
      try visitor.open("/language?to=en&" + Query([("back", target)]).encoded)
      #expect(try visitor.web.address().hasPrefix(site.address("/")))
    }
  }
}
