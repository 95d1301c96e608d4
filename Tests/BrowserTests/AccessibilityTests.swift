import Domain
import Testing

extension Browsing.Looking {
  /// That nobody is kept out: every page of the table, as everybody who can open it.
  @Suite struct AccessibilityTests {
    private let walks: Walks

    init() throws { walks = try Walks.shared() }

    /// Who looks, and in which language.
    private static let visits: [(String, Language)] = [
      ("anybody", .vi), ("anybody", .en), ("person", .vi), ("startup", .vi), ("firm", .en),
      ("fund", .en), ("incubator", .vi), ("reviewer", .en), ("recused", .vi), ("dost", .vi),
      ("admin", .en),
    ]

    /// axe-core finds nothing, in light and dark colours; nothing is cut off at 320 px; the
    /// console stays silent.
    ///
    /// A page of which others before have opened all that it is made of is not opened again.
    @Test(arguments: visits) func nothingStandsInAnybodysWay(
      _ name: String, _ language: Language
    ) throws {
      var seen: [String: Set<String>] = [:]
      for (other, _) in Self.visits.prefix(while: { $0 != (name, language) }) {
        for page in try walks.walk(other).pages {
          seen[page.pattern, default: []].formUnion(page.signature)
        }
      }
      let visitor = try visitor(name, language)
      let axe = try Axe(visitor.web)
      defer { axe.remove() }
      for page in try walks.walk(name).pages {
        let isKnown = page.signature.isSubset(of: seen[page.pattern] ?? [])
        guard !isKnown || (name, language) == ("anybody", .en) else { continue }
        try visitor.open(page.path)
        let place = "\(name), \(language.rawValue): \(page.path)"
        for violation in try axe.violations() { Issue.record("\(place): \(violation)") }
        try visitor.look(width: 1280, isDark: true)
        for violation in try axe.violations(of: "color-contrast") {
          Issue.record("\(place), dark: \(violation)")
        }
        try visitor.look(width: 320)
        for wide in try visitor.web.run(Self.tooWide).elements ?? [] {
          Issue.record("\(place): wider than 320 px: \(wide.text ?? "")")
        }
        try visitor.look(width: 1280)
        for line in try visitor.web.console() where line["level"] == "SEVERE" {
          Issue.record("\(place): \(line["message"]?.text ?? "")")
        }
      }
    }

    @Test func theChecksFindWhatTheyLookFor() throws {
      let visitor = try visitor("anybody", .en)
      let axe = try Axe(visitor.web)
      defer { axe.remove() }
      try visitor.open("/privacy")
      #expect(try axe.violations() == [] && Keyboard(visitor.web).faults() == [])
      try visitor.web.run(
        """
        const wrong = document.createElement("div");
        wrong.innerHTML = '<img src="/static/icon.svg"><button tabindex="-1">x</button>'
          + '<a href="/" id="plain">faint</a><p>' + "w".repeat(500) + "</p>";
        document.querySelector("main").append(wrong);
        document.getElementById("plain").style.cssText = "outline: none; color: #eee";
        wrong.lastChild.style.overflowWrap = "normal";
        console.error("heard");
        """)
      #expect(try axe.violations().contains { $0.hasPrefix("image-alt") })
      #expect(try axe.violations(of: "color-contrast").count == 1)
      let faults = try Keyboard(visitor.web).faults()
      #expect(faults.contains { $0.hasPrefix("not reached: <button") })
      #expect(faults.contains { $0.hasPrefix("does not show its focus: <a href") })
      #expect(try visitor.web.run(Self.tooWide).elements?.isEmpty == false)
      #expect(try visitor.web.console().contains { $0["level"] == "SEVERE" })
    }

    /// What sticks out, where the page can be scrolled sideways.
    private static let tooWide = """
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const out = [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > width + 1
          && !element.closest(".scroll") && !element.closest(".hidden"));
      // A word that does not break sticks out of its element, whose own box stays narrow.
      return out.length === 0 ? ["a word that does not break"]
        : out.slice(-3).map((element) => element.outerHTML.slice(0, 160));
      """

    private func visitor(_ name: String, _ language: Language) throws -> Visitor {
      let visitor = try Visitor(
        walks.register.site, Setting(language: language, runsScripts: true, width: 1280))
      if let client = walks.register.people[name] {
        try visitor.comeBack(client.person, to: "/")
      }
      try visitor.open("/language?to=\(language.rawValue)&back=/")
      return visitor
    }

    /// Each kind of page once, as the first who reaches it.
    private static let keyboardNames = [
      "anybody", "person", "startup", "firm", "fund", "incubator", "reviewer", "recused", "dost",
      "admin",
    ]

    @Test func everyControlIsReachedByKeyboardAndShowsThatItIs() throws {
      var seen: Set<String> = []
      for name in Self.keyboardNames {
        let visitor = try visitor(name, .vi)
        for page in try walks.walk(name).pages where seen.insert(page.pattern).inserted {
          try visitor.open(page.path)
          for fault in try Keyboard(visitor.web).faults() {
            Issue.record("\(name): \(page.path): \(fault)")
          }
        }
      }
      #expect(seen.isSuperset(of: PageTable.pages))
    }

    @Test(arguments: [Language.vi, .en]) func theFirstTabLeadsPastTheMenus(
      _ language: Language
    ) throws {
      let visitor = try visitor("startup", language)
      try visitor.open("/my/matches")
      try visitor.web.press([Keyboard.tab])
      let link = try visitor.web.run(
        """
        const link = document.activeElement, place = link.getBoundingClientRect();
        return [link.textContent, place.top >= 0 && place.left >= 0];
        """)
      #expect(link.elements == [.string(try visitor.say("page.skip")), true])
      try visitor.web.press([Keyboard.enter, Keyboard.tab])
      #expect(
        try visitor.web.run("return document.activeElement.closest('main') !== null") == true)
    }

    @Test(arguments: [Language.vi, .en]) func whatIsWrongIsToldFirstAndLeadsToItsField(
      _ language: Language
    ) throws {
      let visitor = try Visitor(
        walks.register.site, Setting(language: language, runsScripts: true, width: 1280))
      try visitor.open("/register")
      try visitor.fill("name", "Tài khoản ví dụ")
      try visitor.fill("email", "an@example.vn")
      try visitor.fill("password", "ngắn")
      try visitor.press(saying: "register.button", to: "/register")
      try visitor.sees(try visitor.say("form.faults", ["count": "1"]))
      #expect(try visitor.web.run("return document.activeElement.id") == "faults")
      try visitor.web.press([Keyboard.tab, Keyboard.enter])
      #expect(try visitor.web.run("return document.activeElement.name") == "password")
      let described = try visitor.web.run(
        """
        const field = document.activeElement;
        return [field.getAttribute("aria-invalid"), field.getAttribute("aria-describedby")
          .split(" ").every((id) => document.getElementById(id))];
        """)
      #expect(described.elements == ["true", true])
    }
  }
}
