/// How somebody wants to be told by e-mail; the list in the service has everything at once.
package enum MailChoice: String, Code {
  /// A message for each notice.
  case atOnce = "at_once"
  /// One message a day, at 7:00 in Vietnam.
  case daily
  /// One message a week, on Mondays at 7:00 in Vietnam.
  case weekly
  /// No mail.
  case none
  package static let list = "mail_choices"

  /// Whether several notices share a message.
  package var isDigest: Bool { self == .daily || self == .weekly }

  private static let day: Int64 = 86_400
  /// 1970-01-05, a Monday.
  private static let monday: Int64 = 4 * day

  /// When a notice of that moment is due; nil for no mail. 7:00 in Vietnam is midnight UTC, all
  /// year.
  package func due(after now: Instant) -> Instant? {
    switch self {
    case .none: nil
    case .atOnce: now
    case .daily: Self.next(after: now, every: Self.day, from: 0)
    case .weekly: Self.next(after: now, every: 7 * Self.day, from: Self.monday)
    }
  }

  private static func next(
    after now: Instant, every period: Int64, from origin: Int64
  ) -> Instant {
    let since = now.seconds - origin
    let past = since - (since % period + period) % period
    return Instant(seconds: origin + past + period)
  }
}
