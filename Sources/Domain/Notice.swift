/// Something that somebody is to be told of, written in the transaction that makes it true.
///
/// It waits in the outbox until the people behind its audience have been told, in the service and
/// by e-mail as each of them chose.
package struct Notice: Sendable, Equatable {
  /// What it tells.
  package let kind: Kind
  /// Whom.
  package let audience: Audience
  /// The record it is about.
  package let about: Subject
  /// What its sentences have places for: `notice.KIND.subject` and `.body` of `Locale/`.
  ///
  /// Nothing sealed or private to others may stand here, since it leaves the house by e-mail.
  package let values: [String: String]

  /// What can be told; each has its sentences under `notice.KIND.` in `Locale/`.
  package enum Kind: String, Code {
    /// A notice to somebody that their e-mail and what they chose work.
    case test
    /// A partner is asked to confirm its part in a proposal, or asked again after a change.
    case partnerAsked = "partner_asked"
    /// A partner has confirmed its part in a proposal.
    case partnerConfirmed = "partner_confirmed"
    /// A partner has refused its part in a proposal, or withdrawn it.
    case partnerRefused = "partner_refused"
    /// A proposal was submitted; its receipt can be fetched.
    case proposalSubmitted = "proposal_submitted"
    /// A proposal was opened with all others for its problem.
    case proposalOpened = "proposal_opened"
    package static let list = "notice_kinds"
  }

  /// Whom a notice is for.
  package enum Audience: Sendable, Hashable {
    /// One person.
    case account(ID<Account>)
    /// The owners and editors of an organisation.
    case organisation(ID<Organisation>)
    /// DOST.
    case officers
    /// Somebody who has no account yet, or whose address is still to be confirmed.
    case address(String, Language)
  }

  /// The record that a notice is about.
  package struct Subject: Sendable, Hashable {
    /// Its kind.
    package let aggregate: Aggregate
    /// Its identifier.
    package let id: String

    /// A record by kind and identifier.
    package init(_ aggregate: Aggregate, _ id: String) {
      self.aggregate = aggregate
      self.id = id
    }
  }

  /// Puts a notice together.
  package init(
    _ kind: Kind, to audience: Audience, about: Subject, _ values: [String: String] = [:]
  ) {
    self.kind = kind
    self.audience = audience
    self.about = about
    self.values = values
  }
}
