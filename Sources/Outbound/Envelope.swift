/// A message as it is handed over: from whom, to whom, and its bytes with CRLF at each line's end.
package struct Envelope: Sendable {
  /// The address that bounces go to.
  package let sender: String
  /// The address it goes to.
  package let recipient: String
  /// The message (RFC 5322).
  package let message: [UInt8]

  /// A message with its envelope.
  package init(sender: String, recipient: String, message: [UInt8]) {
    self.sender = sender
    self.recipient = recipient
    self.message = message
  }
}

/// Why a message was not taken.
package struct HandOverFailure: Error, Sendable, Equatable {
  /// What happened, for the log and administrators.
  package let detail: String
  /// Whether trying again cannot help, since the recipient or the message was refused for good.
  package let isPermanent: Bool

  init(_ detail: String, isPermanent: Bool = false) {
    self.detail = detail
    self.isPermanent = isPermanent
  }
}
