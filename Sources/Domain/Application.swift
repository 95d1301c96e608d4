/// A startup's application for a cohort of an incubator.
package struct Application: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Application>
  /// What for.
  package let cohort: ID<Cohort>
  /// Who applies.
  package let startup: ID<Organisation>
  /// Who decides.
  package let incubator: ID<Organisation>
  /// Where it stands.
  package var status: Status
  /// Why it was declined, or why the startup left.
  package var statusReason: String?
  /// What the startup says.
  package var content: Content
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was begun.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// When it was handed in.
  package var submittedAt: Instant?

  /// The states of an application.
  package enum Status: String, Code {
    case draft, submitted, withdrawn, shortlisted, accepted, declined, joined, graduated, left
    package static let list = "application_states"

    /// Those that take up a place.
    package static let housed: Set<Status> = [.accepted, .joined, .graduated]
  }

  /// What can be done to an application.
  package enum Event: String, Code {
    case submit, withdraw, shortlist, accept, decline, join, graduate, leave
    package static let list = "application_events"
  }

  /// What a startup says in its application.
  package struct Content: Sendable, Equatable {
    /// Its answers to what the incubator asks.
    package var answers: String?
    /// Files that it has handed in.
    package var files: [ID<StoredFile>] = []

    /// An empty draft.
    package init() {}
  }

  /// Puts a record together.
  package init(
    id: ID<Application>, cohort: ID<Cohort>, startup: ID<Organisation>,
    incubator: ID<Organisation>, status: Status = .draft, statusReason: String? = nil,
    content: Content, version: Int = 1, createdAt: Instant, updatedAt: Instant,
    submittedAt: Instant? = nil
  ) {
    self.id = id
    self.cohort = cohort
    self.startup = startup
    self.incubator = incubator
    self.status = status
    self.statusReason = statusReason
    self.content = content
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.submittedAt = submittedAt
  }

  /// The life of an application, as data: the startup is the requester, the incubator the
  /// recipient.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "application",
    transitions: [
      Transition(.draft, .submit, .submitted, by: [.requester]),
      Transition(.draft, .withdraw, .withdrawn, by: [.requester]),
      Transition(.submitted, .withdraw, .withdrawn, by: [.requester]),
      Transition(.shortlisted, .withdraw, .withdrawn, by: [.requester]),
      Transition(.accepted, .withdraw, .withdrawn, by: [.requester]),
      Transition(.submitted, .shortlist, .shortlisted, by: [.recipient]),
      Transition(.submitted, .accept, .accepted, by: [.recipient]),
      Transition(.shortlisted, .accept, .accepted, by: [.recipient]),
      Transition(.submitted, .decline, .declined, by: [.recipient], needsReason: true),
      Transition(.shortlisted, .decline, .declined, by: [.recipient], needsReason: true),
      Transition(.accepted, .join, .joined, by: [.requester, .recipient]),
      Transition(.joined, .graduate, .graduated, by: [.recipient]),
      Transition(.joined, .leave, .left, by: [.requester, .recipient], needsReason: true),
    ])
}

extension Application.Content {
  /// The most files of an application.
  package static let mostFiles = 10

  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "startup", "incubator", "status", "status_reason", "version", "created_at",
    "updated_at", "submitted_at",
  ]

  /// Reads what a startup says, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> Application.Content {
    let log = FaultLog()
    var content = Application.Content()
    if var reader = ObjectReader(json, log: log) {
      content.answers = reader.text("answers", most: TextLimit.text)
      content.files = reader.lines("files", most: mostFiles, length: 60).map { ID($0) }
      reader.finish(readOnly: readOnly, ignored: ignored)
    }
    try log.check()
    return content
  }

  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    var members: [(String, JSON)] = []
    members.add("answers", answers)
    members.add("files", files.map(\.text))
    return members
  }
}

extension Application {
  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("cohort", .string(cohort.text)),
      ("startup", .string(startup.text)), ("incubator", .string(incubator.text)),
    ]
    members += content.members
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.add("submitted_at", submittedAt?.description)
    return .object(JSONObject(members))
  }
}
