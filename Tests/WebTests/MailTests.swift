import Domain
import FoundationEssentials
import Testing
import UseCases
import Web

/// What messages look like on the wire, read back by a reader of the rules (RFC 5322, 2045, 2047).
@Suite struct MailTests {
  private let sender = Mailbox("Sở KH&CN Đắk Lắk <no-reply@dmst.example.vn>")

  private func message(
    subject: String = "x", body: String = "y", name: String? = nil,
    unsubscribe: String? = nil
  ) throws -> MailMessage {
    MailMessage(
      sender: try #require(sender),
      recipient: try #require(Mailbox(name: name, address: "an@example.vn")), subject: subject,
      body: body, identity: "4k2m9x7qp0v3w8tz", date: Service.start, language: .vi,
      unsubscribe: unsubscribe)
  }

  @Test(
    arguments: [
      ("an@example.vn", nil, "an@example.vn"), (" an@example.vn ", nil, "an@example.vn"),
      ("An <an@example.vn>", "An", "an@example.vn"), ("<an@example.vn>", nil, "an@example.vn"),
      ("Sở KH&CN <a.b+c@x-y.vn>", "Sở KH&CN", "a.b+c@x-y.vn"),
    ] as [(String, String?, String)]) func aMailboxIsRead(
      _ text: String, _ name: String?, _ address: String
    ) throws
  {
    let mailbox = try #require(Mailbox(text))
    #expect(mailbox.name == name && mailbox.address == address)
  }

  @Test(arguments: [
    "", "an", "@example.vn", "an@", "an@@example.vn", "an@b@c", "a n@example.vn",
    "an@example.vn\r\nBcc: x@y.vn", "an@exam ple.vn", "an@example.vn>", "\"an\"@example.vn",
    "an@[127.0.0.1]", "-an@example.vn", "an@.vn", "an@vn.", "ân@example.vn", "an,b@example.vn",
    String(repeating: "a", count: 65) + "@example.vn",
  ]) func whatIsNoAddressIsNone(_ text: String) {
    #expect(Mailbox(address: text) == nil)
  }

  @Test(arguments: [
    "Bài toán mới: giám sát vườn cà phê", "plain", "", "=?UTF-8?B?eA==?=", "a\r\nBcc: x@y.vn",
    "a\u{0}b\u{7F}c\u{2028}d", String(repeating: "Đắk Lắk ", count: 60),
    String(repeating: "long ASCII words, ", count: 30), "👩🏽‍🌾 nông dân", "a\"b\\c(d)<e>",
  ]) func aSubjectComesBackAsItWasAndIsOneField(_ subject: String) throws {
    let mail = try ReadMail(message(subject: subject, name: subject).bytes)
    let clean = subject.unicodeScalars.map {
      $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x2028 ? " " : String($0)
    }.joined().split(separator: " ").joined(separator: " ")
    #expect(mail["Subject"] == clean)
    #expect(
      mail["To"] == (clean.isEmpty ? "" : clean + " ")
        + (clean.isEmpty ? "an@example.vn" : "<an@example.vn>"))
    #expect(mail.names == Self.fields)
    #expect(mail.longestLine <= 76)
  }

  private static let fields = [
    "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Language", "Auto-Submitted",
  ]

  @Test(arguments: [
    "một\nhai\r\nba", "", ".\n..\n", String(repeating: "cà phê ", count: 2000),
    "\r\n\r\nSubject: giả",
  ]) func aBodyComesBackWithItsLines(_ body: String) throws {
    let mail = try ReadMail(message(body: body).bytes)
    #expect(
      mail.body == body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"))
    #expect(mail.names == Self.fields && mail.longestLine <= 78)
  }

  @Test func theFieldsSayWhatTheyMust() throws {
    let url = "https://dmst.example.vn/unsubscribe?token=a.b.c"
    let made = try message(unsubscribe: url)
    let mail = try ReadMail(made.bytes)
    #expect(mail.names == Self.fields + ["List-Unsubscribe", "List-Unsubscribe-Post"])
    #expect(mail["Date"] == "Mon, 01 Jun 2026 07:00:00 +0700")
    #expect(mail["From"] == "Sở KH&CN Đắk Lắk <no-reply@dmst.example.vn>")
    #expect(mail["Message-ID"] == "<4k2m9x7qp0v3w8tz@dmst.example.vn>")
    #expect(mail["Auto-Submitted"] == "auto-generated")
    #expect(mail["List-Unsubscribe"] == "<\(url)>")
    #expect(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
    #expect(try made.bytes == message(unsubscribe: url).bytes)
  }

  private func job(
    _ notices: [Notice], choice: MailChoice = .atOnce, language: Language = .vi,
    unsubscribe: MailJob.Unsubscribe? = nil
  ) -> MailJob {
    MailJob(
      delivery: Delivery(
        id: ID("d1"), account: ID("a"), choice: choice, at: Service.start, due: Service.start),
      address: "an@example.vn", name: "An", language: language, notices: notices,
      unsubscribe: unsubscribe)
  }

  private func writer(_ site: String? = "https://dmst.example.vn/") throws -> NoticeWriter {
    NoticeWriter(messages: try Messages(), codes: try ReferenceData.bakedIn.get().codes, site: site)
  }

  private func notice(_ aggregate: Aggregate, _ id: String, _ title: String = "Tưới") -> Notice {
    Notice(
      .test, to: .officers, about: Notice.Subject(aggregate, id), ["title": title])
  }

  @Test func aNoticeIsWrittenInTheLanguageOfItsReader() throws {
    let (writer, sender) = (try writer(), try #require(sender))
    let vi = try #require(writer.message(job([notice(.problem, "p1")]), from: sender))
    #expect(vi.subject == "Thử thông báo")
    #expect(vi.body.contains("https://dmst.example.vn/problems/p1"))
    let en = try #require(
      writer.message(job([notice(.problem, "p1")], language: .en), from: sender))
    #expect(en.subject == "Test notice" && en.language == .en)
    #expect(!vi.body.contains("{") && !en.body.contains("{"))
    #expect(vi.unsubscribe == nil)
  }

  @Test func aDigestGroupsByRecordInOrder() throws {
    let sender = try #require(sender)
    let notices = [
      notice(.problem, "p1", "Tưới\r\n# giả"), notice(.proposal, "o1"), notice(.problem, "p1"),
    ]
    let message = try #require(
      try writer().message(
        job(
          notices, choice: .daily,
          unsubscribe: MailJob.Unsubscribe(token: "a.all.ff", topic: nil)),
        from: sender))
    #expect(message.subject == "3 thông báo mới")
    let headings = message.body.split(separator: "\n").filter { $0.hasPrefix("# ") }
    #expect(headings == ["# bài toán: Tưới # giả", "# đề xuất: Tưới"])
    #expect(message.body.split(separator: "\n").count { $0.hasPrefix("- ") } == 3)
    #expect(message.unsubscribe == "https://dmst.example.vn/unsubscribe?token=a.all.ff")
    #expect(message.body.contains("/unsubscribe?token=a.all.ff"))
  }

  @Test func withoutAnAddressOfTheSiteThereAreNoLinks() throws {
    let sender = try #require(sender)
    let message = try #require(
      try writer(nil).message(
        job(
          [notice(.problem, "p1")],
          unsubscribe: MailJob.Unsubscribe(token: "a.all.ff", topic: nil)),
        from: sender))
    #expect(message.unsubscribe == nil && !message.body.contains("http"))
  }

  @Test func recordsWithoutAPageAndStrangeIdentifiersHaveNoLink() throws {
    let writer = try writer()
    #expect(writer.link(Notice.Subject(.account, "a")) == nil)
    #expect(writer.link(Notice.Subject(.problem, "../x?y")) == nil)
  }

  @Test func anAddressThatIsNoneGetsNoMessage() throws {
    let sender = try #require(sender)
    let job = MailJob(
      delivery: Delivery(
        id: ID("d1"), account: nil, address: "x", choice: .atOnce, at: Service.start,
        due: Service.start),
      address: "an@example.vn\r\nRCPT TO:<b@example.vn>", name: nil, language: .vi,
      notices: [notice(.problem, "p1")], unsubscribe: nil)
    let written = try writer().message(job, from: sender)
    #expect(written == nil)
  }
}

/// A message taken apart again.
private struct ReadMail {
  private(set) var fields: [(name: String, value: String)] = []
  let body: String
  let longestLine: Int

  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    try #require(text.utf8.allSatisfy { $0 < 0x80 })
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    try #require(!lines.contains { $0.utf8.contains(0x0A) || $0.utf8.contains(0x0D) })
    // An address cannot be broken over lines.
    longestLine = lines.filter { !$0.hasPrefix("List-Unsubscribe") }.map(\.utf8.count).max() ?? 0
    let end = try #require(lines.firstIndex(of: ""))
    for line in lines[..<end] {
      if line.hasPrefix(" ") {
        fields[fields.count - 1].value += String(line)
      } else {
        let colon = try #require(line.firstIndex(of: ":"))
        fields.append((String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...])))
      }
    }
    let data = try #require(Data(base64Encoded: lines[(end + 1)...].joined()))
    body = String(decoding: data, as: UTF8.self)
  }

  var names: [String] { fields.map(\.name) }

  /// A field with its encoded words decoded; white space between two of them does not count.
  subscript(_ name: String) -> String? {
    guard let value = fields.first(where: { $0.name == name })?.value else { return nil }
    var result = ""
    var wasEncoded = false
    for word in value.split(separator: " ", omittingEmptySubsequences: false) {
      let encoded =
        word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=")
        ? Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) : nil
      if word.isEmpty { continue }
      if !result.isEmpty, !(wasEncoded && encoded != nil) { result += " " }
      result += encoded.map { String(decoding: $0, as: UTF8.self) } ?? String(word)
      wasEncoded = encoded != nil
    }
    return result
  }
}
