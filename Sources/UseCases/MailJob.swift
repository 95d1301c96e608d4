package import Domain

/// A delivery that was claimed, with all that its message needs.
package struct MailJob: Sendable {
  /// The delivery.
  package let delivery: Delivery
  /// Where to.
  package let address: String
  /// What its person is called; nil where no account says it.
  package let name: String?
  /// The language it is written in.
  package let language: Language
  /// What it tells, in order; never empty.
  package let notices: [Notice]
  /// By which its person can end such mail; nil where they cannot.
  package let unsubscribe: Unsubscribe?

  /// A link's text, and what it ends.
  package struct Unsubscribe: Sendable, Equatable {
    /// The text that the link ends with.
    package let token: String
    /// The topic; nil for all that can be chosen.
    package let topic: NoticeTopic?

    /// A link's text, and what it ends.
    package init(token: String, topic: NoticeTopic?) {
      self.token = token
      self.topic = topic
    }
  }

  /// Puts together what a message needs.
  package init(
    delivery: Delivery, address: String, name: String?, language: Language, notices: [Notice],
    unsubscribe: Unsubscribe?
  ) {
    self.delivery = delivery
    self.address = address
    self.name = name
    self.language = language
    self.notices = notices
    self.unsubscribe = unsubscribe
  }
}

/// What came of handing a message over.
package enum HandOver: Sendable, Equatable {
  /// The mail server or command has taken it.
  case taken
  /// It has not; `isPermanent` where trying again cannot help.
  case refused(String, isPermanent: Bool)
}
