import FoundationEssentials
import Glibc
import Outbound
import Testing

/// Messages to a command as `sendmail` is, and to a real one.
@Suite struct SendmailCommandTests {
  private static let text = "Subject: x\r\n\r\n.\r\nhết\r\n"
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-sendmail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func command(_ body: String, seconds: Int = 20) throws -> SendmailCommand {
    let script = folder.appending(path: "send")
    try Data("#!/bin/sh\nD='\(folder.path())'\n\(body)\n".utf8).write(to: script)
    _ = unsafe chmod(script.path(), 0o755)
    // Through the shell, since another test may start a program while the script is still open.
    return SendmailCommand(words: ["/bin/sh", script.path(), "own word"], seconds: seconds)
  }

  private func send(_ command: SendmailCommand, to recipient: String = "an@example.vn")
    -> HandOverFailure?
  {
    do {
      try command.send(
        Envelope(
          sender: "no-reply@example.vn", recipient: recipient, message: Array(Self.text.utf8)))
      return nil
    } catch { return error }
  }

  private func read(_ name: String) -> String {
    let data = try? Data(contentsOf: folder.appending(path: name))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  @Test func itGetsTheMessageTheWordsAndNothingElse() throws {
    let command = try command(
      #"cat > "$D/message"; printf '%s\n' "$@" > "$D/words""#)
    #expect(send(command, to: "$(touch x);an@example.vn") == nil)
    #expect(read("message") == Self.text.replacing("\r\n", with: "\n"))
    #expect(
      read("words") == "own word\n-i\n-f\nno-reply@example.vn\n--\n$(touch x);an@example.vn\n")
  }

  @Test(
    arguments: [
      (67, true), (68, true), (65, true), (75, false), (1, false), (78, false),
    ] as [(Int32, Bool)]) func itsExitCodeSaysWhatCameOfIt(_ code: Int32, _ isPermanent: Bool)
    throws
  {
    let failure = send(try command("echo 'một\nhai' >&2; exit \(code)"))
    #expect(failure?.isPermanent == isPermanent)
    #expect(failure?.detail.contains("exit code \(code) một hai") == true, "\(failure as Any)")
  }

  @Test func oneThatDoesNotReadIsNoTrouble() throws {
    #expect(send(try command("exit 0")) == nil)
  }

  @Test func oneThatHangsIsEndedWithAllItStarted() throws {
    // On a busy machine it may take a while until it has started anything.
    for seconds in [1, 4, 16, 64] where read("pid").isEmpty {
      let failure = send(
        try command(#"sleep 1000 & echo $! > "$D/pid"; wait"#, seconds: seconds))
      #expect(failure?.isPermanent == false)
    }
    let child = try #require(pid_t(read("pid").filter(\.isNumber)))
    // The signal has been sent, but whoever adopts the orphan has to notice its end.
    var isGone = false
    for _ in 0..<500 where !isGone {
      let state =
        (try? Data(contentsOf: URL(filePath: "/proc/\(child)/stat")))
        .map { String(decoding: $0, as: UTF8.self) } ?? ""
      isGone = state.isEmpty || state.contains(") Z ")
      if !isGone { usleep(10_000) }
    }
    #expect(isGone)
  }

  @Test func oneThatIsNotThereIsTold() {
    let failure = send(SendmailCommand(words: ["/nowhere/sendmail"]))
    #expect(failure?.isPermanent == false)
    #expect(failure?.detail.contains("/nowhere/sendmail") == true)
  }

  @Test func msmtpTakesIt() throws {
    let server = try MailServer()
    let configuration = folder.appending(path: "msmtprc")
    try Data("account default\nhost 127.0.0.1\nport \(server.port)\n".utf8).write(to: configuration)
    _ = unsafe chmod(configuration.path(), 0o600)
    let command = SendmailCommand(words: ["/usr/bin/msmtp", "-C", configuration.path()])
    #expect(send(command) == nil)
    let taken = try #require(server.taken.first)
    #expect(taken.hasPrefix("no-reply@example.vn an@example.vn\n"))
    #expect(taken.hasSuffix(Self.text))
  }
}
