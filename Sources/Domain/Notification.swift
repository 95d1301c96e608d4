/// That one person was told of something; it stands in their list in the service.
package struct Notification: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Notification>
  /// Whom it tells.
  package let account: ID<Account>
  /// When it was told.
  package let at: Instant
  /// When they marked it as read.
  package var readAt: Instant?
  /// What it tells.
  package let notice: Notice

  /// Puts a record together.
  package init(
    id: ID<Notification>, account: ID<Account>, at: Instant, readAt: Instant? = nil, notice: Notice
  ) {
    self.id = id
    self.account = account
    self.at = at
    self.readAt = readAt
    self.notice = notice
  }
}
