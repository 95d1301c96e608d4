/// That somebody says an organisation of the register is theirs.
///
/// DOST decides; until then whoever claims sees nothing but what everybody sees.
package struct Claim: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Claim>
  /// What is claimed.
  package var organisation: ID<Organisation>
  /// By whom.
  package let account: ID<Account>
  /// On what grounds, in their own words.
  package let grounds: String
  /// A paper that bears them out.
  package let file: ID<StoredFile>?
  /// Where it stands.
  package var status: Status
  /// Why it was refused.
  package var statusReason: String?
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was made.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// The states of a claim.
  package enum Status: String, Code {
    case open, accepted, refused, withdrawn
    package static let list = "claim_states"
  }

  /// What can be done to a claim.
  package enum Event: String, Code {
    case accept, refuse, withdraw
    package static let list = "claim_events"
  }

  /// Puts a record together.
  package init(
    id: ID<Claim>, organisation: ID<Organisation>, account: ID<Account>, grounds: String,
    file: ID<StoredFile>? = nil, status: Status = .open, statusReason: String? = nil,
    version: Int = 1, createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.organisation = organisation
    self.account = account
    self.grounds = grounds
    self.file = file
    self.status = status
    self.statusReason = statusReason
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// The life of a claim, as data; its owner is the person who made it.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "claim",
    transitions: [
      Transition(.open, .accept, .accepted, by: [.dost, .admin]),
      Transition(.open, .refuse, .refused, by: [.dost, .admin], needsReason: true),
      Transition(.open, .withdraw, .withdrawn, by: [.owner]),
    ])

  /// What somebody claims.
  package struct Input: Sendable, Equatable {
    /// On what grounds.
    package let grounds: String
    /// A paper that bears them out.
    package let file: ID<StoredFile>?

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (grounds, file): (String?, String?)
      if var reader = ObjectReader(json, log: log) {
        grounds = reader.text("grounds", most: 5000)
        file = reader.line("file", most: 100)
        reader.require("grounds", grounds != nil)
        reader.finish(readOnly: [
          "id", "organisation", "account", "status", "status_reason", "version", "created_at",
          "updated_at",
        ])
      }
      try log.check()
      self.grounds = grounds ?? ""
      self.file = file.map { ID($0) }
    }
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("organisation", .string(organisation.text)),
      ("account", .string(account.text)), ("grounds", .string(grounds)),
    ]
    members.add("file", file?.text)
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}

extension Actor {
  /// The capacities in which they may take steps with a claim.
  package func parties(towards claim: Claim) -> Set<Party> {
    var parties = parties(towards: nil)
    if account == claim.account { parties.insert(.owner) }
    return parties
  }
}

extension Visibility {
  /// Whether an actor may know of a claim.
  package static func sees(_ actor: Actor, _ claim: Claim) -> Bool {
    var onlookers = actor.onlookers(towards: nil)
    if actor.account == claim.account { onlookers.insert(.person) }
    return shows(.claim, to: onlookers)
  }
}
