import Domain
import Glibc
import HTTP
import Processes
import Testing

/// A headless Chromium behind a chromedriver, both of Debian.
struct Chromium: Sendable {
  private static let driver = "/usr/bin/chromedriver"
  private static let program = "/usr/bin/chromium"

  private let folder: Folder
  private let process: Child
  /// The session.
  let web: WebDriver

  /// Starts both.
  /// - Throws: the reason where one of them does not start.
  init() throws {
    folder = try Folder()
    process = try Executable.start([Self.driver, "--port=0"], in: folder)
    do {
      let child = process
      let port = try Wait.value("chromedriver starts") {
        child.output.firstMatch(of: /on port (\d+)\./).flatMap { UInt16($0.1) }
      }
      web = try WebDriver(port: port, capabilities: Self.capabilities(folder))
    } catch {
      process.signal(SIGTERM)
      let ended = try process.wait()
      throw Executable.Failure(
        description: "Chromium does not start: \(error)\n\(ended.output)\(ended.errors)")
    }
  }

  private static func capabilities(_ folder: Folder) -> JSON {
    let arguments: [JSON] = [
      "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
      "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-extensions", "--force-color-profile=srgb",
      .string("--user-data-dir=" + folder.path("profile")),
      // Tests run as root in containers, where Chromium's own sandbox cannot be set up; it opens
      // nothing but what the test serves.
      "--no-sandbox",
    ]
    return [
      "browserName": "chrome", "unhandledPromptBehavior": "accept",
      "goog:chromeOptions": ["binary": .string(program), "args": .array(arguments)],
      "goog:loggingPrefs": ["browser": "ALL"],
      "timeouts": ["pageLoad": 120_000, "script": 120_000],
    ]
  }

  /// Ends both.
  func quit() {
    try? web.quit()
    process.signal(SIGTERM)
    _ = try? process.wait()
  }
}

/// Starts one browser for all the suites below the one that has this trait: starting takes longer
/// than most tests.
struct OneChromium: SuiteTrait, TestScoping {
  @TaskLocal fileprivate static var current: Chromium?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    let chromium = try Chromium()
    defer { chromium.quit() }
    try await Self.$current.withValue(chromium) { try await tests() }
  }
}

extension Chromium {
  /// The one that runs.
  static func running() throws -> Chromium {
    guard let chromium = OneChromium.current else {
      throw Executable.Failure(description: "no Chromium runs for this suite")
    }
    return chromium
  }
}

/// Everything that a person does in a browser, one after another in the same one.
@Suite(.serialized, OneChromium()) enum Browsing {}
