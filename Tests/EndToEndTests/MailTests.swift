import Domain
import FoundationEssentials
import Glibc
import Processes
import Testing

/// Mail of the real executable, killed at each point of a message's way.
@Suite(.serialized) struct MailTests {
  private let folder: Folder
  private let innoreg: Executable

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
    try #require(try innoreg.run("init").code == 0)
  }

  /// A command that keeps each message in a file of its own, after what `first` does at the first
  /// call only.
  private func command(before: String = "", after: String = "") throws -> String {
    let path = folder.path("sendmail")
    try folder.write(
      """
      #!/bin/sh
      D='\(folder.path(""))'
      if mkdir "$D/called" 2>/dev/null; then FIRST=1; fi
      if [ "$FIRST" ]; then :; \(before)
      fi
      env > "$D/environment"
      cat > "$D/$$.part" && mv "$D/$$.part" "$D/$$.mail"
      if [ "$FIRST" ]; then :; \(after)
      fi
      exit 0
      """, to: "sendmail")
    _ = unsafe chmod(path, 0o755)
    return path
  }

  private func serve(_ command: String) throws -> Child {
    let child = try innoreg.start(
      [
        "serve", "--port", "0", "--sendmail", command, "--mail-from", "Sở KH&CN <dost@example.vn>",
        "--public-url", "https://dmst.example.vn", "--mail-timeout", "1",
      ], variables: ["INNOREG_SMTP_PASSWORD=not-for-commands"])
    for _ in 0..<2000 where !child.errors.contains("listening on") { usleep(10_000) }
    try #require(child.errors.contains("listening on"), "\(child.errors)")
    return child
  }

  /// The addresses and identities of the messages that the command got.
  private func messages() throws -> [(to: String, identity: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(""))
      .filter { $0.hasSuffix(".mail") }.map { name in
        let text = String(
          decoding: try Data(contentsOf: URL(filePath: folder.path(name))), as: UTF8.self)
        func field(_ name: String) -> String {
          text.split(separator: "\n").first { $0.hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.utf8.count + 2)) } ?? ""
        }
        return (field("To"), field("Message-ID"), text)
      }
  }

  private func states() throws -> [String] {
    try innoreg.json("notice", "list", "--all")["items"]?.elements?.compactMap {
      $0["state"]?.text
    } ?? []
  }

  private func waitUntilSent() throws {
    for _ in 0..<200 {
      if try states().allSatisfy({ $0 == "sent" }) { return }
      usleep(100_000)
    }
    Issue.record("not sent: \(try states())")
  }

  @Test func aTestMessageArrives() throws {
    let child = try serve(try command())
    let test = try innoreg.json("notice", "test", "an@example.vn", "--wait", "60")
    #expect(test["state"] == "sent" && test["address"] == "a…@example.vn")
    let all = try messages()
    #expect(all.map(\.to) == ["an@example.vn"])
    #expect(all.first?.text.contains("Auto-Submitted: auto-generated") == true)
    let environment = try folder.text("environment")
    #expect(environment.contains("PATH=") && !environment.contains("not-for-commands"))
    child.signal(SIGTERM)
    #expect(try child.wait().code == 0)
    #expect(try innoreg.run("check").code == 0)
  }

  /// Killed before the command has read anything: handed over once, later.
  /// Killed after it has taken the message, before that is recorded: twice, as the same message.
  @Test(arguments: [
    ("kill -9 $PPID; exit 0", "", 1), ("", "kill -9 $PPID", 2),
  ]) func aMessageUnderWayAtACrashIsHandedOverAgain(
    _ before: String, _ after: String, _ copies: Int
  ) throws {
    let command = try command(before: before, after: after)
    let child = try serve(command)
    #expect(try innoreg.run("notice", "test", "an@example.vn").code == 0)
    #expect(try child.wait().code == -SIGKILL)
    #expect(try states() == ["sending"])
    let next = try serve(command)
    try waitUntilSent()
    next.signal(SIGTERM)
    #expect(try next.wait().code == 0)
    let all = try messages()
    #expect(all.count == copies)
    #expect(Set(all.map(\.identity)).count == 1 && Set(all.map(\.text)).count == 1)
    #expect(try innoreg.json("notice", "list")["items"]?.elements?.first?["attempts"] == 2)
  }

  @Test func whateverTheMomentEachIsSentAndNoneIsTwo() throws {
    let command = try command()
    let addresses = (0..<8).map { "an\($0)@example.vn" }
    for (number, address) in addresses.enumerated() {
      let child = number.isMultiple(of: 2) ? try serve(command) : nil
      #expect(try innoreg.run("notice", "test", address).code == 0)
      if let child {
        usleep(.random(in: 0..<400_000))
        child.signal(SIGKILL)
        _ = try child.wait()
      }
    }
    let last = try serve(command)
    try waitUntilSent()
    last.signal(SIGTERM)
    #expect(try last.wait().code == 0)
    let all = try messages()
    #expect(Set(all.map(\.to)) == Set(addresses))
    #expect(Set(all.map { $0.to + $0.identity }).count == addresses.count)
    #expect(try innoreg.run("check").code == 0)
  }

  @Test func withoutAWayOutMailWaitsAndThatIsSaidOnce() throws {
    let child = try innoreg.start(["serve", "--port", "0"])
    for _ in 0..<2000 where !child.errors.contains("listening on") { usleep(10_000) }
    #expect(try innoreg.run("notice", "test", "an@example.vn", "--wait", "1").code == 75)
    child.signal(SIGTERM)
    let ended = try child.wait()
    #expect(ended.errors.matches(of: /mail waits until/).count == 1)
    #expect(try states() == ["waiting"])
  }

  @Test func whatIsRefusedForGoodIsListed() throws {
    let child = try serve(try command(before: "echo 'no such user' >&2; exit 67"))
    let test = try innoreg.json("notice", "test", "an@example.vn", "--wait", "60")
    #expect(test["state"] == "failed")
    let failed = try innoreg.json("notice", "list", "--failed")
    #expect(failed["total"] == 1)
    #expect(failed["items"]?.elements?.first?["error"]?.text?.contains("no such user") == true)
    let id = failed["items"]?.elements?.first?["id"]?.text ?? ""
    #expect(try innoreg.run("notice", "retry", id).code == 65)
    #expect(!child.errors.contains("an@example.vn") && !child.errors.contains("no such user"))
    child.signal(SIGTERM)
    #expect(try child.wait().code == 0)
  }

  @Test(
    arguments: [
      (["--smtp-url", "http://x"], 64), (["--smtp-url", "smtp://u:p@x"], 64),
      (["--sendmail", "sendmail"], 64), (["--smtp-url", "smtp://127.0.0.1:25"], 64),
      (["--smtp-url", "smtp://x", "--sendmail", "/bin/true"], 64),
      (["--sendmail", "/bin/true", "--mail-from", "x", "--public-url", "https://x.vn"], 64),
      (["--sendmail", "/bin/true", "--mail-from", "a@x.vn", "--public-url", "x.vn"], 64),
    ] as [([String], Int32)]) func aWrongConfigurationIsRefusedAtTheStart(
      _ flags: [String], _ code: Int32
    ) throws
  {
    #expect(try innoreg.start(["serve", "--port", "0"] + flags).wait().code == code)
  }
}
