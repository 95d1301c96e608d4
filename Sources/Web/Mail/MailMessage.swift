private import FoundationEssentials

package import Domain

/// A message as it goes to a mail server: plain text, nothing that tells when it is read.
package struct MailMessage: Sendable {
  /// From whom.
  package let sender: Mailbox
  /// To whom.
  package let recipient: Mailbox
  /// What it is about.
  package let subject: String
  /// Its text.
  package let body: String
  /// What stays the same however often it is sent.
  package let identity: String
  /// When what it tells was due.
  package let date: Instant
  /// The language of its text.
  package let language: Language
  /// The address at which its person can end such mail with one click (RFC 8058).
  package let unsubscribe: String?

  /// Puts a message together.
  package init(
    sender: Mailbox, recipient: Mailbox, subject: String, body: String, identity: String,
    date: Instant, language: Language, unsubscribe: String? = nil
  ) {
    self.sender = sender
    self.recipient = recipient
    self.subject = subject
    self.body = body
    self.identity = identity
    self.date = date
    self.language = language
    self.unsubscribe = unsubscribe
  }

  /// The message (RFC 5322), its lines ended by CRLF: the same bytes each time.
  package var bytes: [UInt8] {
    var fields: [(String, String)] = [
      ("Date", HeaderText.date(date)),
      ("From", HeaderText.mailbox(sender)),
      ("To", HeaderText.mailbox(recipient)),
      ("Message-ID", "<\(identity)@\(sender.domain)>"),
      ("Subject", HeaderText.encoded(subject)),
      ("MIME-Version", "1.0"),
      ("Content-Type", "text/plain; charset=utf-8"),
      ("Content-Transfer-Encoding", "base64"),
      ("Content-Language", language.rawValue),
      ("Auto-Submitted", "auto-generated"),
    ]
    if let unsubscribe {
      fields.append(("List-Unsubscribe", "<\(unsubscribe)>"))
      fields.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    }
    let head = fields.map { "\($0): \($1)\r\n" }.joined()
    let text = body.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    let encoded = Data(text.utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    return Array("\(head)\r\n\(encoded)\r\n".utf8)
  }
}
