/// One intake of an incubator's programme.
package struct Cohort: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<Cohort>
  /// Whose it is.
  package let incubator: ID<Organisation>
  /// Which of the incubator's programmes.
  package let programme: String
  /// Where it stands.
  package var status: Status
  /// Why it was cancelled.
  package var statusReason: String?
  /// What is announced of it.
  package var terms: Terms
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was created.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant

  /// The states of a cohort; whether it takes applications follows from the clock.
  package enum Status: String, Code {
    case draft, announced, running, finished, cancelled
    package static let list = "cohort_states"
  }

  /// What can be done to a cohort.
  package enum Event: String, Code {
    case announce, start, finish, cancel
    package static let list = "cohort_events"
  }

  /// Whether applications are taken.
  package enum Intake: String, Code {
    case upcoming, open, closed
    package static let list = "cohort_intakes"
  }

  /// What is announced of a cohort.
  package struct Terms: Sendable, Equatable {
    /// What it is called.
    package var name: String
    /// From when on applications are taken.
    package var opens: Instant
    /// Until when; that moment included.
    package var closes: Instant
    /// How many startups there is room for.
    package var capacity: Int

    /// Puts the terms together.
    package init(name: String, opens: Instant, closes: Instant, capacity: Int) {
      self.name = name
      self.opens = opens
      self.closes = closes
      self.capacity = capacity
    }
  }

  /// Puts a record together.
  package init(
    id: ID<Cohort>, incubator: ID<Organisation>, programme: String, status: Status = .draft,
    statusReason: String? = nil, terms: Terms, version: Int = 1, createdAt: Instant,
    updatedAt: Instant
  ) {
    self.id = id
    self.incubator = incubator
    self.programme = programme
    self.status = status
    self.statusReason = statusReason
    self.terms = terms
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// Whether applications are taken at a moment; nil where the cohort is not announced.
  package func intake(at now: Instant) -> Intake? {
    guard status == .announced else { return nil }
    if now < terms.opens { return .upcoming }
    return terms.closes < now ? .closed : .open
  }

  /// The life of a cohort, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "cohort",
    transitions: [
      Transition(.draft, .announce, .announced, by: [.owner, .dost, .admin]),
      Transition(.announced, .start, .running, by: [.owner, .dost, .admin]),
      Transition(.running, .finish, .finished, by: [.owner, .dost, .admin]),
      Transition(.draft, .cancel, .cancelled, by: [.owner, .dost, .admin], needsReason: true),
      Transition(.announced, .cancel, .cancelled, by: [.owner, .dost, .admin], needsReason: true),
      Transition(.running, .cancel, .cancelled, by: [.owner, .dost, .admin], needsReason: true),
    ])
}

extension Cohort.Terms {
  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "status", "status_reason", "intake", "applications", "version", "created_at",
    "updated_at",
  ]

  /// Reads the terms, collecting every fault.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func read(
    _ json: JSON, ignoring ignored: Set<String> = []
  ) throws(DomainError) -> Cohort.Terms {
    let log = FaultLog()
    var (name, opens, closes, capacity): (String?, Instant?, Instant?, Int?)
    if var reader = ObjectReader(json, log: log) {
      name = reader.line("name", most: TextLimit.name)
      opens = reader.instant("opens")
      closes = reader.instant("closes")
      capacity = reader.integer("capacity", in: 1...10_000)
      reader.require("name", name != nil)
      reader.require("opens", opens != nil)
      reader.require("closes", closes != nil)
      reader.require("capacity", capacity != nil)
      if let opens, let closes, closes < opens {
        log.add(
          Fault("/closes", .outOfRange, found: closes.description, accepted: "≥ \(opens)"))
      }
      reader.finish(readOnly: readOnly, ignored: ignored)
    }
    try log.check()
    guard let name, let opens, let closes, let capacity else {
      throw .invalid([Fault("", .missing)])
    }
    return Cohort.Terms(name: name, opens: opens, closes: closes, capacity: capacity)
  }

  /// The members in the order in which people read them.
  package var members: [(String, JSON)] {
    [
      ("name", .string(name)), ("opens", .string(opens.description)),
      ("closes", .string(closes.description)), ("capacity", JSON(capacity)),
    ]
  }
}

extension Cohort {
  /// The record as it stands in the API at a moment; `counts` are applications by state, where
  /// they may be seen.
  package func json(at now: Instant, counts: [Application.Status: Int]? = nil) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("incubator", .string(incubator.text)),
      ("programme", .string(programme)),
    ]
    members += terms.members
    members.append(("status", .string(status.rawValue)))
    members.add("status_reason", statusReason)
    members.add("intake", intake(at: now)?.rawValue)
    if let counts {
      let known = Application.Status.allCases.compactMap { status in
        counts[status].map { (status.rawValue, JSON($0)) }
      }
      members.append(("applications", .object(JSONObject(known))))
    }
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    return .object(JSONObject(members))
  }
}
