import Domain
import HTTP
import Testing
import UseCases

/// What a menu says is what the page calls itself.
@Suite struct MenuWordsTests {
  /// Pages that bear the name of what they show.
  private static let named: Set<String> = ["/my/organisation", "/desk/reports"]

  private func check(_ browser: PageBrowser, from start: String) throws {
    var browser = browser
    try browser.open(start)
    let menus = browser.page.text.matches(of: /<nav[^>]*>(.*?)<\/nav>/).map { String($0.1) }
    let items = Dictionary(
      menus.flatMap { $0.matches(of: /<a href="(\/[a-z\/]*)"[^>]*>([^<]+)<\/a>/) }
        .map { (String($0.1), String($0.2)) }, uniquingKeysWith: { first, _ in first })
    #expect(items.count > 7, "\(menus)")
    for (path, words) in items where !Self.named.contains(path) {
      try browser.open(path)
      #expect(
        browser.heading.lowercased().contains(words.lowercased()),
        "\(path): \(words), \(browser.heading)")
    }
  }

  @Test(arguments: Language.allCases) func officesFindWhatTheirMenuNames(_ language: Language)
    throws
  {
    let service = try Scene().service
    for (role, start) in [(Role.dost, "/desk"), (.admin, "/desk"), (.reviewer, "/reviews")] {
      try check(
        PageBrowser(service, as: "\(role.rawValue)@example.vn", role: role, language), from: start)
    }
  }

  @Test(arguments: Language.allCases) func membersFindWhatTheirMenuNames(_ language: Language)
    throws
  {
    let scene = try MeetingScene()
    for (place, id) in [scene.startup, scene.fund, scene.incubator].enumerated() {
      try check(
        PageBrowser(
          scene.service, owning: id, as: "chu\(place)@example.vn", language), from: "/my")
    }
  }
}
