import Domain
import HTTP
import Processes
import Testing
import Web

/// A person at a browser: reads what is shown, follows links, fills in forms and presses buttons,
/// all by the words that stand on them.
struct Visitor {
  private static let messages = Result { try Messages() }

  /// The browser.
  let web: WebDriver
  /// What they visit.
  let site: RunningSite
  /// How they look at it.
  let setting: Setting

  /// Somebody who comes for the first time, or is still there from before.
  init(_ site: RunningSite, _ setting: Setting, arrives: Bool = true) throws {
    web = try Chromium.running().web
    self.site = site
    self.setting = setting
    if arrives { try arrive() }
  }

  /// Comes with a browser that remembers nothing, as on another day at another machine.
  func arrive() throws {
    try web.open("about:blank")
    try web.command("Network.clearBrowserCookies")
    try web.command("Network.enable")
    try web.command(
      "Network.setExtraHTTPHeaders",
      ["headers": ["Accept-Language": .string(setting.language.rawValue)]])
    try web.command("Emulation.setScriptExecutionDisabled", ["value": .bool(!setting.runsScripts)])
    try look(width: setting.width)
  }

  /// Takes a window of another size, and light or dark colours.
  func look(width: Int, height: Int = 900, isDark: Bool = false) throws {
    try web.command(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .integer(Int64(width)), "height": .integer(Int64(height)),
        "deviceScaleFactor": 1, "mobile": false,
      ])
    try web.command(
      "Emulation.setEmulatedMedia",
      [
        "features": [
          ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"],
          ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
      ])
  }

  /// A sentence in the visitor's language.
  func say(_ key: String, _ values: [String: String] = [:]) throws -> String {
    let text = try Self.messages.get()(key, setting.language, values)
    try #require(text != key, "no sentence \(key)")
    return text
  }

  /// Types an address.
  func open(_ path: String) throws { try web.open(site.address(path)) }

  /// The path and query of the page.
  func path() throws -> String {
    String(try web.address().dropFirst(site.address("").utf8.count))
  }

  /// The words that are seen on the page.
  func text() throws -> String {
    try web.run("return document.body.innerText").text ?? ""
  }

  /// Whether words are seen on the page, once they are there.
  func sees(_ words: String, at location: SourceLocation = #_sourceLocation) throws {
    do {
      try Wait.until("one sees “\(words)”", else: told) { try text().contains(words) }
    } catch { Issue.record("\(error)", sourceLocation: location) }
  }

  /// Where somebody is and what they see, for whoever reads why a test failed.
  private func told() -> String {
    "\((try? path()) ?? "?")\n\(String(((try? text()) ?? "?").prefix(3000)))"
  }

  /// Waits for the page to which a step leads; its path begins so.
  func arrives(at start: String) throws {
    try Wait.until("the page is \(start)", else: told) { try path().hasPrefix(start) }
  }

  private static func quoted(_ text: String) -> String {
    text.contains("\"") ? "'\(text)'" : "\"\(text)\""
  }

  /// Clicks on the first that is seen of what an expression finds; again where a script has
  /// replaced it meanwhile.
  private func click(_ path: String) throws {
    try Wait.until("one can click \(path)", else: told) {
      guard let element = try web.firstSeen(path) else { return false }
      try web.click(element)
      return true
    }
  }

  /// The first that is seen of what an expression finds.
  private func seen(_ path: String) throws -> WebDriver.Element {
    try Wait.value("there is \(path)", else: told) { try web.firstSeen(path) }
  }

  /// Follows the link with those words; on a narrow screen it may stand in the folded menus.
  func follow(_ words: String, to start: String) throws {
    let link = "//a[normalize-space(.)=\(Self.quoted(words))]"
    try Wait.until("one can follow \(words)", else: told) {
      if let element = try web.firstSeen(link) {
        try web.click(element)
        return true
      }
      if try !web.elements("//header" + link).isEmpty,
        let menus = try web.firstSeen("//header/details[not(@open)]/summary")
      {
        try web.click(menus)
      }
      return false
    }
    try arrives(at: start)
  }

  /// Follows the link with the words of a sentence.
  func follow(saying key: String, to start: String) throws {
    try follow(try say(key), to: start)
  }

  /// Follows the first link to a path.
  func followLink(to start: String) throws {
    try click("//main//a[starts-with(@href,\(Self.quoted(start)))]")
    try arrives(at: start)
  }

  /// Types into the field of that name; what stood in it goes.
  func fill(_ member: String, _ text: String) throws {
    let field = try seen("//main//*[self::input or self::textarea][@name=\(Self.quoted(member))]")
    try web.clear(field)
    try web.type(text, into: field)
  }

  /// Chooses from the list of that name.
  func choose(_ member: String, _ code: String) throws {
    let name = Self.quoted(member)
    let path = "//main//select[@name=\(name)]/option[@value=\(Self.quoted(code))]"
    let option = try Wait.value("there is \(path)", else: told) { try web.elements(path).first }
    try web.click(option)
  }

  /// Ticks a box of that name.
  func tick(_ member: String, _ code: String = "true") throws {
    try click(
      "//main//input[@type='checkbox'][@name=\(Self.quoted(member))][@value=\(Self.quoted(code))]")
  }

  /// Unfolds what stands behind those words.
  func unfold(_ words: String) throws {
    try click("//main//summary[normalize-space(.)=\(Self.quoted(words))]")
  }

  /// Presses the first button with those words, which leads to a page.
  func press(_ words: String, to start: String) throws {
    try click("//main//button[normalize-space(.)=\(Self.quoted(words))]")
    try arrives(at: start)
  }

  /// Presses the button with the words of a sentence.
  func press(saying key: String, to start: String) throws { try press(try say(key), to: start) }
}

extension Visitor {
  /// Puts a day or moment into a field as the browser's own calendar does; in which parts it is
  /// typed depends on the language of the browser.
  func pick(_ member: String, _ value: String) throws {
    try web.set(value, in: try seen("//main//input[@name=\(Self.quoted(member))]"))
  }

  /// Looks for words in the box that stands on every page.
  func search(_ words: String) throws {
    try web.type(words, into: try seen("//header//input[@name='q']"))
    try click("//header//form[@role='search']//button")
    try arrives(at: "/search?q=")
  }

  /// Where the first link below a path leads.
  func link(below start: String) throws -> String {
    let link = try seen("//main//a[starts-with(@href,\(Self.quoted(start)))]")
    return try web.attribute("href", of: link)
  }

  /// Presses the button of a step by what it does, having unfolded what must be said for it.
  func take(_ act: String, to start: String) throws {
    let form = "//main//form[.//input[@type='hidden'][@value=\(Self.quoted(act))]]"
    if let folded = try web.elements("\(form)/ancestor::details[not(@open)]/summary").first {
      try web.click(folded)
    }
    try click("\(form)//button")
    try arrives(at: start)
  }
}

/// A person with an account, and how they come and go.
struct Person {
  /// What everybody here types as their password.
  static let password = "một câu dài dễ nhớ"

  let email: String
}

extension Visitor {
  /// Makes an account through a door of the home page and the link that is mailed, which leads to
  /// where work begins.
  func register(_ person: Person, by door: String = "nav.register") throws {
    try arrive()
    try open("/")
    try follow(saying: door, to: "/register")
    try fill("name", "Tài khoản ví dụ")
    try fill("email", person.email)
    try fill("password", Person.password)
    try press(saying: "register.button", to: "/confirm?done=registered")
    try open(try site.mailedLink(to: person.email, "/confirm?token="))
    try fill("password", Person.password)
    try press(saying: "confirm.button", to: "/my?done=confirmed")
    try sees(try say("done.confirmed"))
  }

  /// Sets the first password of an account that the operator has made, and logs in.
  func begin(_ person: Person, with secret: String) throws {
    try arrive()
    try open("/reset?token=" + secret)
    try fill("password", Person.password)
    try press(saying: "reset.new.button", to: "/login?done=password_set")
    try logIn(person, to: "/desk")
  }

  /// Comes again and logs in.
  func comeBack(_ person: Person, to start: String) throws {
    try arrive()
    try open("/")
    try follow(saying: "nav.login", to: "/login")
    try logIn(person, to: start)
  }

  private func logIn(_ person: Person, to start: String) throws {
    try fill("email", person.email)
    try fill("password", Person.password)
    try press(saying: "login.button", to: start)
  }

  /// Registers an organisation of a kind in one form, with what `more` fills in beside its name,
  /// and hands it in.
  func registerOrganisation(
    _ kind: String, _ name: String, _ description: String, more: () throws -> Void = {}
  ) throws {
    try followLink(to: "/my/organisation/new")
    // Who came through the door of their kind is not asked for it again.
    if try !path().contains("kind=") { try followLink(to: "/my/organisation/new?kind=\(kind)") }
    try fill("name", name)
    try choose("province", "66")
    try fill("description", description)
    // What a fund is after stands in its mandate.
    if kind != "fund" { try tick("fields", "agriculture") }
    try more()
    try press(saying: "organisation.submit", to: "/my/organisation?done=handed_in")
    try sees(try say("done.handed_in"))
  }
}
