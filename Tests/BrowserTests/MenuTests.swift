import Domain
import Testing

extension Browsing.Looking {
  /// The menus: at hand where there is room, folded where they would fill the screen.
  @Suite struct MenuTests {
    private let walks: Walks

    init() throws { walks = try Walks.shared() }

    private static let summary = "document.querySelector('header > details > summary')"
    /// How far down the heading begins, and whether the menus and what folds them are seen.
    private static let measured = """
      const seen = (element) => element.checkVisibility({ contentVisibilityAuto: true })
        && element.getBoundingClientRect().height > 0;
      return [Math.round(document.querySelector("h1").getBoundingClientRect().bottom),
        [...document.querySelectorAll("header nav a")].some(seen),
        seen(document.querySelector("header > details > summary"))];
      """

    @Test(arguments: ["startup", "fund", "incubator", "reviewer", "dost", "admin"])
    func theHeadingStandsOnTheFirstScreen(_ name: String) throws {
      let client = try #require(walks.register.people[name])
      let visitor = try Visitor(
        walks.register.site, Setting(language: .vi, runsScripts: true, width: 360))
      try visitor.comeBack(client.person, to: "/")
      for path in ["/", "/problems", "/account"] {
        try visitor.open(path)
        try visitor.look(width: 360)
        let narrow = try #require(try visitor.web.run(Self.measured).elements)
        #expect((narrow[0].wholeNumber ?? 999) < 400, "\(name) \(path)")
        #expect(narrow.dropFirst() == [false, true], "\(name) \(path)")
        try visitor.look(width: 1280)
        let wide = try #require(try visitor.web.run(Self.measured).elements)
        #expect(wide.dropFirst() == [true, false], "\(name) \(path)")
      }
    }

    @Test func theMenusUnfoldByKeyboardAndLeadOn() throws {
      let client = try #require(walks.register.people["dost"])
      let visitor = try Visitor(
        walks.register.site, Setting(language: .en, runsScripts: true, width: 360))
      try visitor.comeBack(client.person, to: "/")
      try visitor.open("/language?to=en&back=/")
      try visitor.look(width: 360)
      try visitor.open("/desk")
      try visitor.web.run("\(Self.summary).focus()")
      try visitor.web.press([Keyboard.enter])
      #expect(try visitor.web.run("return document.querySelector('header > details').open") == true)
      try visitor.web.press([Keyboard.tab])
      #expect(
        try visitor.web.run("return document.activeElement.getAttribute('href')") == "/problems")
      try visitor.follow(saying: "nav.queue", to: "/desk/queue")
    }
  }
}
