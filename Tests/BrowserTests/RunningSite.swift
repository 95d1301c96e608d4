import Domain
import FoundationEssentials
import Glibc
import HTTP
import Processes
import Testing

/// A register of its own, empty at first, served by the real executable. Mail goes into files.
final class RunningSite: Sendable {
  private let folder: Folder
  private let service: Child
  /// The command line, beside the service.
  let innoreg: Executable
  /// Where it listens.
  let port: UInt16

  /// Starts it, after what `prepare` does on the command line.
  /// - Throws: what keeps it from starting.
  init(prepare: (Executable) throws -> Void = { _ in }) throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    let made = try innoreg.run("init")
    try #require(made.code == 0, "\(made)")
    try prepare(innoreg)
    let command = folder.path("sendmail")
    let script = "#!/bin/sh\ncat > '\(command).'$$ && mv '\(command).'$$ '\(command).'$$.mail\n"
    try folder.write(script, to: "sendmail")
    _ = unsafe chmod(command, 0o755)
    let child = try innoreg.start([
      "serve", "--port", "0", "--sendmail", command, "--mail-from", "Sở KH&CN <dost@example.vn>",
      "--public-url", Self.publicAddress,
    ])
    service = child
    port = try Wait.value("the service listens", else: { child.errors }) {
      child.errors.firstMatch(of: /listening on http:\/\/[0-9.]+:(\d+)/).flatMap {
        UInt16($0.1)
      }
    }
  }

  deinit {
    service.signal(SIGTERM)
    _ = try? service.wait()
  }

  /// How the service calls itself in mail; links are opened where it listens.
  private static let publicAddress = "https://dmst.example.vn"

  /// What a path is called in the browser.
  func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// A client without a browser.
  var client: TestClient { TestClient(port: port, seconds: 60) }

  /// Makes an account as an operator does.
  /// - Returns: the secret with which its person sets the first password.
  func secret(of email: String, role: Role?, language: Language = .vi) throws -> String {
    let words =
      [
        "account", "add", email, "--name", "Tài khoản ví dụ", "--mail-language", language.rawValue,
        "--json",
      ]
      + (role.map { ["--role", $0.rawValue] } ?? [])
    let ended = try innoreg.start(words).wait()
    let made = try? JSONParser.parse(ended.output)
    return try #require(made?["secret"]?.text, "\(ended)")
  }

  /// The messages that have left so far.
  private func messages() throws -> [(to: String, body: String)] {
    try folder.names.filter { $0.hasSuffix(".mail") }.sorted().map { name in
      let text = try folder.text(name).replacing("\r\n", with: "\n")
      let to = text.split(separator: "\n").first { $0.hasPrefix("To: ") }?.dropFirst(4) ?? ""
      let encoded = text.firstRange(of: "\n\n").map { String(text[$0.upperBound...]) } ?? ""
      let data = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) ?? Data()
      return (String(to), String(decoding: data, as: UTF8.self))
    }
  }

  /// The first path below `start` that a message to somebody links to.
  func mailedLink(to email: String, _ start: String) throws -> String {
    try Wait.value("mail with \(start) for \(email)") {
      for message in try messages() where message.to.contains(email) {
        guard let link = message.body.firstRange(of: Self.publicAddress + start) else { continue }
        let rest = message.body[link.lowerBound...].dropFirst(Self.publicAddress.utf8.count)
        return String(rest.prefix { !$0.isWhitespace })
      }
      return nil
    }
  }

  /// Waits for a message to somebody that says something.
  func awaitMail(to email: String, saying words: String) throws {
    try Wait.until("\(email) is told of \(words)", else: { "\((try? messages()) ?? [])" }) {
      try messages().contains { $0.to.contains(email) && $0.body.contains(words) }
    }
  }
}
