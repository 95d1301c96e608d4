extension DataRequest {
  /// A request as somebody sends it.
  package struct Draft: Sendable, Equatable {
    /// What is asked for.
    package let kind: Kind
    /// What they say.
    package let details: String?
    /// Which consent is withdrawn.
    package let purpose: ConsentPurpose?
    /// Whose data it is about, where an officer enters what came on paper.
    package let account: ID<Account>?
    /// Who asks, where it came on paper.
    package let applicant: String?
    /// When it came in, where an officer enters it later.
    package let receivedAt: Instant?

    /// Reads a request; what only officers say is refused for others.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON, byOfficer: Bool) throws(DomainError) {
      let log = FaultLog()
      var (kind, details): (Kind?, String?)
      var (purpose, account, applicant): (ConsentPurpose?, ID<Account>?, String?)
      var receivedAt: Instant?
      if var reader = ObjectReader(json, log: log) {
        kind = reader.code("kind", Kind.self)
        details = reader.text("details", most: 5000)
        purpose = reader.code("purpose", ConsentPurpose.self)
        reader.require("kind", kind != nil)
        if kind == .withdraw { reader.require("purpose", purpose != nil) }
        if kind == .correct || kind == .object { reader.require("details", details != nil) }
        if purpose != nil, let kind, kind != .withdraw {
          log.add(Fault("/purpose", .notForKind, found: kind.rawValue, accepted: "withdraw"))
        }
        if byOfficer {
          account = reader.line("account", most: 60).map { ID($0) }
          applicant = reader.text("applicant", most: 1000)
          receivedAt = reader.instant("received_at")
          if account == nil { reader.require("applicant", applicant != nil) }
        }
        reader.finish(readOnly: DataRequest.readOnly)
      }
      try log.check()
      guard let kind else { throw .invalid([Fault("/kind", .missing)]) }
      self.kind = kind
      self.details = details
      self.purpose = purpose
      self.account = account
      self.applicant = applicant
      self.receivedAt = receivedAt
    }
  }

  /// Members that others than whoever asks decide.
  package static let readOnly: Set<String> = [
    "id", "number", "status", "status_reason", "reply", "reply_due_at", "act_due_at", "due_at",
    "extended_because", "replied_at", "ended_at", "overdue", "version", "created_at",
    "updated_at", "received_at", "account", "applicant",
  ]

  /// What is answered to whoever asks.
  /// - Throws: `DomainError.invalid` with all faults.
  package static func reply(_ json: JSON, isOwed: Bool) throws(DomainError) -> String? {
    let log = FaultLog()
    var reply: String?
    if var reader = ObjectReader(json, log: log) {
      reply = reader.text("reply", most: 5000)
      if isOwed { reader.require("reply", reply != nil) }
      reader.finish()
    }
    try log.check()
    return reply
  }

  /// The record as it stands in the audit log.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("number", .string(number)), ("kind", .string(kind.rawValue)),
      ("status", .string(status.rawValue)),
    ]
    members.add("status_reason", statusReason)
    members.add("account", account?.text)
    members.add("applicant", applicant)
    members.add("details", details)
    members.add("purpose", purpose?.rawValue)
    members.add("reply", reply)
    members += [
      ("received_at", .string(receivedAt.description)),
      ("reply_due_at", .string(replyDueAt.description)),
      ("act_due_at", .string(actDueAt.description)),
    ]
    members.add("extended_because", extendedBecause)
    members.add("replied_at", repliedAt?.description)
    members.add("ended_at", endedAt?.description)
    members += [
      ("version", JSON(version)), ("created_at", .string(createdAt.description)),
      ("updated_at", .string(updatedAt.description)),
    ]
    return .object(JSONObject(members))
  }

  /// The record as it stands in the API, with how it stands against the clock.
  package func json(at now: Instant) -> JSON {
    json.merging([
      "due_at": JSON(dueAt?.description), "overdue": .bool(isOverdue(at: now)),
      "due_in_vietnam": JSON(dueAt?.deadlineTextInVietnam),
    ])
  }
}
