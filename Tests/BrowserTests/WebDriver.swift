import Domain
import HTTP

/// A session of the W3C WebDriver protocol with chromedriver on this machine.
struct WebDriver: Sendable {
  /// What the browser refused, in its own words.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  /// Something on the page, by the browser's own name for it.
  struct Element: Sendable {
    fileprivate let id: String
    /// The key under which the protocol names elements.
    fileprivate static let key = "element-6066-11e4-a52e-4f735466cecf"
  }

  private let client: TestClient
  private let session: String

  /// Opens a session, and with it a browser.
  init(port: UInt16, capabilities: JSON) throws {
    // A browser on a loaded machine may take long over a page.
    client = TestClient(port: port, seconds: 120)
    let made = try Self.call(
      client, .POST, "/session", ["capabilities": ["alwaysMatch": capabilities]])
    guard let id = made["sessionId"]?.text else { throw Refusal(description: made.compact) }
    session = "/session/" + id
  }

  @discardableResult
  private static func call(
    _ client: TestClient, _ method: HTTP.Method, _ path: String, _ body: JSON?
  ) throws -> JSON {
    let answer = try client.send(
      method, path, headers: [("Content-Type", "application/json; charset=utf-8")],
      body: body.map { Array($0.compact.utf8) } ?? [])
    let value = (try? JSONParser.parse(answer.body, memberLimit: 1_000_000))?["value"] ?? .null
    guard answer.status == 200 else {
      throw Refusal(
        description: "\(method.name) \(path): \(value["error"]?.text ?? "\(answer.status)"), "
          + String((value["message"]?.text ?? answer.text).prefix(400)))
    }
    return value
  }

  @discardableResult
  private func post(_ path: String, _ body: JSON = [:]) throws -> JSON {
    try Self.call(client, .POST, session + path, body)
  }

  private func get(_ path: String) throws -> JSON {
    try Self.call(client, .GET, session + path, nil)
  }

  /// Closes the browser.
  func quit() throws { _ = try Self.call(client, .DELETE, session, nil) }

  /// Opens an address and waits until the page is there.
  func open(_ address: String) throws { try post("/url", ["url": .string(address)]) }

  /// The address of the page.
  func address() throws -> String { try get("/url").text ?? "" }

  /// Runs a script in the page and waits for what it returns, promises included.
  @discardableResult
  func run(_ script: String, _ arguments: [JSON] = []) throws -> JSON {
    try post("/execute/sync", ["script": .string(script), "args": .array(arguments)])
  }

  /// A command of Chromium's own protocol.
  @discardableResult
  func command(_ name: String, _ parameters: JSON = [:]) throws -> JSON {
    try post("/goog/cdp/execute", ["cmd": .string(name), "params": parameters])
  }

  /// What the console has said since it was last asked.
  func console() throws -> [JSON] {
    try post("/se/log", ["type": "browser"]).elements ?? []
  }

  /// Everything that an XPath expression finds.
  func elements(_ path: String) throws -> [Element] {
    try (post("/elements", ["using": "xpath", "value": .string(path)]).elements ?? [])
      .compactMap { $0[Element.key]?.text.map(Element.init) }
  }

  /// The first that people see of what an XPath expression finds.
  func firstSeen(_ path: String) throws -> Element? {
    let found = try run(
      """
      const found = document.evaluate(arguments[0], document, null, 7, null);
      for (let place = 0; place < found.snapshotLength; place++) {
        const element = found.snapshotItem(place);
        if (element.checkVisibility({ visibilityProperty: true })
          && element.getClientRects().length > 0) return element;
      }
      return null;
      """, [.string(path)])
    return found[Element.key]?.text.map(Element.init)
  }

  /// What stands in one of its attributes.
  func attribute(_ name: String, of element: Element) throws -> String {
    try get("/element/\(element.id)/attribute/\(name)").text ?? ""
  }

  /// Clicks on it, having brought it into view.
  func click(_ element: Element) throws { try post("/element/\(element.id)/click") }

  /// Takes out what stands in a field.
  func clear(_ element: Element) throws { try post("/element/\(element.id)/clear") }

  /// Puts a value into a field at once.
  func set(_ value: String, in element: Element) throws {
    try run(
      """
      arguments[0].value = arguments[1];
      arguments[0].dispatchEvent(new Event("input", { bubbles: true }));
      """, [[Element.key: .string(element.id)], .string(value)])
  }

  /// Types into a field.
  func type(_ text: String, into element: Element) throws {
    try post("/element/\(element.id)/value", ["text": .string(text)])
  }

  /// Presses keys one after another, wherever the focus is.
  func press(_ keys: [String]) throws {
    let actions = keys.flatMap { key -> [JSON] in
      [
        ["type": "keyDown", "value": .string(key)], ["type": "keyUp", "value": .string(key)],
      ]
    }
    try post(
      "/actions",
      ["actions": [["type": "key", "id": "keyboard", "actions": .array(actions)]]])
  }

  /// The value of a cookie that the page's server gets.
  func cookie(_ name: String) -> String? {
    (try? get("/cookie/" + name))?["value"]?.text
  }

  /// A picture of what is seen of the page, as PNG in Base64.
  func picture() throws -> String { try get("/screenshot").text ?? "" }
}
