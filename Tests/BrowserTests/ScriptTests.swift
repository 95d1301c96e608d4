import Domain
import HTTP
import Testing

extension Browsing.Looking {
  /// What the script of the pages spares people: a reload, a loss, an uncertain wait.
  @Suite struct ScriptTests {
    private let walks: Walks

    init() throws { walks = try Walks.shared() }

    private func visitor(_ name: String?) throws -> Visitor {
      let visitor = try Visitor(
        walks.register.site, Setting(language: .vi, runsScripts: true, width: 1280))
      if let client = name.flatMap({ walks.register.people[$0] }) {
        try visitor.comeBack(client.person, to: "/")
      }
      return visitor
    }

    @Test func theSearchBoxOffersWhatItFindsWhileOneTypes() throws {
      let visitor = try visitor(nil)
      try visitor.open("/")
      let box = try #require(try visitor.web.firstSeen("//header//input[@name='q']"))
      try visitor.web.type("sâu bệnh cà", into: box)
      let first = "//header//ul[@class='suggestions']//a"
      try Wait.until("something is offered") { try visitor.web.firstSeen(first) != nil }
      let offered = try visitor.web.run(
        "return [...document.querySelectorAll('.suggestions a')].map((a) => a.textContent)")
      #expect(offered.elements?.contains { $0.text?.contains("sâu bệnh") == true } == true)
      try visitor.web.press([Keyboard.down])
      #expect(
        try visitor.web.run("return document.activeElement.closest('.suggestions') !== null")
          == true)
      try visitor.web.press([Keyboard.escape])
      #expect(try visitor.web.firstSeen(first) == nil)
      #expect(try visitor.web.run("return document.activeElement.name") == "q")
    }

    @Test func aTickNarrowsTheListWithoutAReload() throws {
      let visitor = try visitor(nil)
      try visitor.open("/problems")
      try visitor.web.run("window.stays = true")
      let count = "return document.querySelector('#results .count').textContent"
      let all = try visitor.web.run(count)
      let tick = """
        const box = document.querySelector("input[name=field][value=agriculture]");
        for (let part = box; part; part = part.parentElement) if ("open" in part) part.open = true;
        box.click();
        """
      try visitor.web.run(tick)
      try Wait.until("the list is narrowed down") { try visitor.web.run(count) != all }
      #expect(try visitor.web.run("return window.stays === true") == true)
      #expect(try visitor.path().contains("field=agriculture"))
      // Each facet counts what the others leave; the list counts what all of them leave.
      let counted = try visitor.web.run(
        """
        const box = document.querySelector("input[name=field][value=agriculture]");
        return [box.parentElement.querySelector(".number").textContent,
          document.querySelector("#results .count").textContent];
        """)
      let numbers = counted.elements?.compactMap { $0.text?.firstMatch(of: /\d+/)?.output } ?? []
      #expect(numbers.count == 2 && numbers.first == numbers.last, "\(counted)")
    }

    @Test func leavingWithWordsUnsavedIsAskedAbout() throws {
      let visitor = try visitor("dost")
      try visitor.open("/desk/problems/new")
      let asked = """
        const event = new Event("beforeunload", { cancelable: true });
        window.dispatchEvent(event);
        return event.defaultPrevented;
        """
      #expect(try visitor.web.run(asked) == false)
      try visitor.fill("title", "Một bài toán chưa lưu")
      #expect(try visitor.web.run(asked) == true)
      try visitor.web.run(
        """
        const form = document.querySelector("form[data-keep]");
        form.addEventListener("submit", (event) => event.preventDefault());
        form.requestSubmit();
        """)
      #expect(try visitor.web.run(asked) == false)
    }

    @Test func anUploadShowsHowFarItIs() throws {
      let visitor = try visitor("firm")
      let page = try #require(
        try walks.walk("firm").stops.first {
          $0.pattern == "/my/proposals/{id}" && $0.answer.text.contains("data-upload")
        })
      try visitor.open(page.path)
      let begun = try visitor.web.run(
        """
        const form = document.querySelector("form[data-upload]");
        const bytes = "%PDF-1.7\\n1 0 obj\\n<< /Type /Catalog >>\\nendobj\\n" + "%x\\n".repeat(300000)
          + "startxref\\n9\\n%%EOF\\n";
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], "phu-luc.pdf", { type: "application/pdf" }));
        form.querySelector("input[type=file]").files = chosen.files;
        const bar = form.querySelector("progress");
        const before = bar.hidden;
        form.querySelector("button").click();
        return [before, bar.hidden, form.querySelector("button").disabled];
        """)
      #expect(begun == [true, false, true])
      try visitor.arrives(at: page.path)
      try visitor.sees(try visitor.say("done.file_added"))
      try visitor.sees("phu-luc.pdf")
    }
  }
}
