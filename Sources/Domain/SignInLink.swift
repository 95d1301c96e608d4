/// A secret of limited life that somebody is sent by e-mail, and that works once.
package struct SignInLink: Sendable, Equatable {
  /// Whose account.
  package let account: ID<Account>
  /// What it is for.
  package let purpose: Purpose
  /// When it ends.
  package let expiresAt: Instant

  /// What links are for.
  package enum Purpose: String, Sendable, CaseIterable {
    /// To show that an address is one's own.
    case confirm
    /// To set another password.
    case reset
    /// To set the first password of an account that an administrator made.
    case welcome

    /// How long one lives, in seconds.
    package var lifetime: Int64 {
      switch self {
      case .confirm: 24 * 3600
      case .reset: 3600
      case .welcome: 7 * 24 * 3600
      }
    }
  }

  /// Puts a record together.
  package init(account: ID<Account>, purpose: Purpose, expiresAt: Instant) {
    self.account = account
    self.purpose = purpose
    self.expiresAt = expiresAt
  }
}
