import Domain
import FoundationEssentials
import Processes

/// axe-core in the browser: it stands in every page that is opened until it is removed.
struct Axe {
  private static let tags: JSON = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice",
  ]

  private let web: WebDriver
  private let script: JSON

  /// Puts it in.
  /// - Throws: where `./dev test` has not fetched it, or the browser refuses.
  init(_ web: WebDriver) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: ".build/axe/axe.min.js")
    guard let data = try? Data(contentsOf: file) else {
      throw Executable.Failure(description: "no \(file.path()): ./dev test fetches it")
    }
    let put = try web.command(
      "Page.addScriptToEvaluateOnNewDocument",
      ["source": .string(String(decoding: data, as: UTF8.self))])
    self.web = web
    script = put["identifier"] ?? .null
  }

  /// Takes it out.
  func remove() {
    _ = try? web.command("Page.removeScriptToEvaluateOnNewDocument", ["identifier": script])
  }

  /// What breaks a rule on the page, each with the first places; of one rule only, where it is
  /// named.
  func violations(of rule: String? = nil) throws -> [String] {
    let only: JSON =
      rule.map { ["type": "rule", "values": [.string($0)]] }
      ?? ["type": "tag", "values": Self.tags]
    let found = try web.run(
      """
      return axe.run({ runOnly: arguments[0], resultTypes: ["violations"] }).then((result) =>
        result.violations.map((violation) => violation.id + ": " + violation.help + " at "
          + violation.nodes.slice(0, 3).map((node) => node.target.join(" ") + " ("
            + (node.any[0] || node.all[0] || node.none[0] || {}).message + ")").join("; ")));
      """, [only])
    return (found.elements ?? []).compactMap(\.text)
  }
}
