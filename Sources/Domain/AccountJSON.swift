extension Account {
  /// What may happen to an account.
  package enum Event: String, Code {
    case confirm, disable, enable, erase
    package static let list = "account_events"
  }

  /// Every allowed step.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "account",
    transitions: [
      Transition(.unconfirmed, .confirm, .active, by: [.owner]),
      Transition(.active, .disable, .disabled, by: [.admin], needsReason: true),
      Transition(.disabled, .enable, .active, by: [.admin]),
      Transition(.unconfirmed, .erase, .erased, by: [.admin, .clock]),
      Transition(.active, .erase, .erased, by: [.admin]),
      Transition(.disabled, .erase, .erased, by: [.admin]),
    ])

  /// What somebody sends to make an account.
  package struct Registration: Sendable {
    /// The address, in lower case.
    package let email: String
    /// The password as it was written, in NFC.
    package let password: String
    /// What they are called, at most 200 characters.
    package let name: String
    /// The language they want to be written to in.
    package let language: Language

    /// Reads what was sent; `common` are passwords that are refused.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON, common: Set<String>) throws(DomainError) {
      let log = FaultLog()
      var (email, password, name, language): (String?, String?, String?, Language?)
      if var reader = ObjectReader(json, log: log) {
        email = reader.email("email")
        password = reader.secret("password")
        name = reader.line("name", most: 200)
        language = reader.code("language", Language.self)
        for (member, isThere) in [
          ("email", email != nil), ("password", password != nil), ("name", name != nil),
        ] { reader.require(member, isThere) }
        if let password,
          let fault = Password.fault(
            password, at: "/password", common: common, context: [email, name].compactMap { $0 })
        {
          log.add(fault)
        }
        reader.finish()
      }
      try log.check()
      guard let email, let password, let name else { throw .invalid([Fault("", .missing)]) }
      (self.email, self.password, self.name) = (email, password, name)
      self.language = language ?? .vi
    }
  }

  /// What an administrator changes of an account.
  package struct Change: Sendable {
    /// The role to be; nil leaves it, `.some(nil)` takes it away.
    package let role: Role??
    /// The status to be.
    package let status: Status?
    /// Why, where somebody loses something.
    package let reason: String?

    /// Reads a merge patch.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var role: Role??
      var (status, reason): (Status?, String?)
      if var reader = ObjectReader(json, log: log) {
        if case .object(let object) = json, let written = object["role"] {
          let read = reader.code("role", Role.self)
          if read == .member {
            log.add(
              Fault("/role", .notAccepted, found: "member", accepted: "null, reviewer, dost, admin")
            )
          }
          if written == .null || read != nil { role = .some(read) }
        }
        status = reader.code("status", Status.self)
        if let status, status != .active, status != .disabled {
          log.add(
            Fault(
              "/status", .notAccepted, found: status.rawValue, accepted: "active, disabled"))
        }
        reason = reader.text("reason", most: 5000)
        reader.finish(readOnly: Account.readOnly)
      }
      try log.check()
      (self.role, self.status, self.reason) = (role, status, reason)
    }

    /// A change of the role alone.
    package init(role: Role?) { (self.role, status, reason) = (.some(role), nil, nil) }

    /// A change of the status alone.
    package init(status: Status, reason: String?) {
      (role, self.status, self.reason) = (nil, status, reason)
    }
  }

  /// Members that others than an administrator's change decide.
  package static let readOnly: Set<String> = [
    "id", "email", "name", "language", "second_factor", "memberships", "version", "created_at",
    "updated_at",
  ]

  /// The record as it stands in the API and in the audit log.
  package var json: JSON {
    [
      "id": .string(id.text), "email": .string(email), "name": .string(name),
      "language": .string(language.rawValue), "role": JSON(role?.rawValue),
      "status": .string(status.rawValue), "version": JSON(version),
      "created_at": .string(createdAt.description), "updated_at": .string(updatedAt.description),
    ]
  }
}

extension Membership {
  /// The record as it stands in its person's own view.
  package var json: JSON {
    [
      "organisation": .string(organisation.text), "role": .string(role.rawValue),
      "since": .string(since.description),
    ]
  }
}
