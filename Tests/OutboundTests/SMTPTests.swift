import Glibc
import Outbound
import Testing

/// Messages to a real mail server.
@Suite struct SMTPTests {
  private static let text = "Subject: x\r\n\r\n.dòng\r\n..\r\nhết\r\n"

  private func envelope(_ message: String = SMTPTests.text) -> Envelope {
    Envelope(
      sender: "no-reply@example.vn", recipient: "an@example.vn", message: Array(message.utf8))
  }

  /// What came of sending, in a word and the details.
  private func failure(_ server: SMTP) -> HandOverFailure? {
    do {
      try server.send(envelope())
      return nil
    } catch { return error }
  }

  @Test func whatIsSentArrivesByteForByte() throws {
    let server = try MailServer()
    let smtp = SMTP(url: "smtp://127.0.0.1:\(server.port)", security: .none)
    let long = "Subject: y\r\n\r\n" + String(repeating: "Đắk Lắk ", count: 9) + "\r\n"
    let many = long + String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 20_000)
    for message in [Self.text, long, many] { try smtp.send(envelope(message)) }
    #expect(
      server.taken == [Self.text, long, many].map { "no-reply@example.vn an@example.vn\n" + $0 })
  }

  @Test func withoutEncryptionNothingIsSentWhereItIsRequired() throws {
    let server = try MailServer()
    let failure = failure(SMTP(url: "smtp://127.0.0.1:\(server.port)", security: .required))
    #expect(failure?.isPermanent == false)
    #expect(server.taken.isEmpty)
  }

  @Test(arguments: ["starttls", "smtps"]) func certificatesAreVerified(_ mode: String) throws {
    let server = try MailServer(mode)
    let scheme = mode == "smtps" ? "smtps" : "smtp"
    let url = "\(scheme)://localhost:\(server.port)"
    #expect(failure(SMTP(url: url, security: .required))?.isPermanent == false)
    #expect(server.taken.isEmpty)
    #expect(
      failure(SMTP(url: url, security: .required, authorities: server.authority)) == nil)
    #expect(server.taken.count == 1)
  }

  @Test func whoLogsInMayAndOthersMayNot() throws {
    let server = try MailServer("auth")
    func attempt(_ credentials: (String, String)?) -> HandOverFailure? {
      failure(
        SMTP(
          url: "smtp://localhost:\(server.port)", security: .required, credentials: credentials,
          authorities: server.authority))
    }
    #expect(attempt(nil)?.isPermanent == false)
    #expect(attempt(("registry", "wrong"))?.isPermanent == false)
    #expect(server.taken.isEmpty)
    #expect(attempt(("registry", "mật khẩu")) == nil)
    #expect(server.taken.count == 1)
  }

  @Test(arguments: [
    ("550 5.1.1 no such user", true), ("553 no", true), ("450 4.2.1 try later", false),
    ("451 greylisted", false),
  ]) func aRecipientRefusedForGoodIsToldFromOneRefusedForNow(
    _ reply: String, _ isPermanent: Bool
  ) throws {
    let server = try MailServer(reply: reply)
    let failure = failure(SMTP(url: "smtp://127.0.0.1:\(server.port)", security: .none))
    #expect(failure?.isPermanent == isPermanent)
    #expect(failure?.detail.contains("SMTP \(reply.prefix(3))") == true, "\(failure as Any)")
  }

  @Test func aServerThatIsNotThereIsTriedAgain() throws {
    let port = try MailServer().port
    #expect(
      failure(SMTP(url: "smtp://127.0.0.1:\(port)", security: .none))?.isPermanent == false)
  }

  @Test func aServerThatSaysNothingIsLeft() throws {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, size) == 0 && listen(socket, 1) == 0
          && getsockname(socket, $0, &size) == 0
      }
    }
    try #require(bound)
    let port = UInt16(bigEndian: address.sin_port)
    let failure = failure(SMTP(url: "smtp://127.0.0.1:\(port)", security: .none, seconds: 1))
    #expect(failure?.isPermanent == false)
  }
}
