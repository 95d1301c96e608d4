/// The part of another organisation in a proposal, which it must confirm before the proposal can
/// be submitted.
package struct Partnership: Sendable, Equatable {
  /// The partner.
  package let organisation: ID<Organisation>
  /// What it has said.
  package var status: Status
  /// When it was asked last, or answered.
  package var at: Instant

  /// Where an organisation stands to a proposal that names it.
  package enum Status: String, Code {
    case asked, confirmed, refused
    package static let list = "partnership_states"
  }

  /// What a partner can do.
  package enum Event: String, Code {
    case confirm, refuse
    package static let list = "partnership_events"
  }

  /// Puts a record together.
  package init(organisation: ID<Organisation>, status: Status, at: Instant) {
    self.organisation = organisation
    self.status = status
    self.at = at
  }

  /// What a partner may say, as data; `owner` is the partner itself.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "partnership",
    transitions: [
      Transition(.asked, .confirm, .confirmed, by: [.owner]),
      Transition(.asked, .refuse, .refused, by: [.owner]),
      Transition(.confirmed, .refuse, .refused, by: [.owner]),
    ])

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "organisation": .string(organisation.text), "status": .string(status.rawValue),
      "at": .string(at.description),
    ]
  }

  /// The partnerships of an offer that was changed: whoever it names is asked anew, since what a
  /// partner confirmed is not what it says now; whoever it names no more has no part in it.
  package static func asked(
    _ partners: [ID<Organisation>], at now: Instant
  ) -> [Partnership] {
    partners.map { Partnership(organisation: $0, status: .asked, at: now) }
  }
}
