extension Introduction {
  /// What somebody asks for.
  package struct Input: Sendable, Equatable {
    /// The organisation that is asked, as it was written.
    package let recipient: String
    /// Why.
    package let message: String

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (recipient, message): (String?, String?)
      if var reader = ObjectReader(json, log: log) {
        recipient = reader.line("to", most: 100)
        message = reader.text("message", most: 5000)
        reader.require("to", recipient != nil)
        reader.require("message", message != nil)
        reader.finish(readOnly: Introduction.readOnly)
      }
      try log.check()
      self.recipient = recipient ?? ""
      self.message = message ?? ""
    }
  }

  /// The answer of whoever is asked.
  package struct Answer: Sendable, Equatable {
    /// Why it is refused; nil where it is not.
    package let refusal: Refusal?
    /// What is said with it.
    package let note: String?

    /// Reads the answer; `takesRefusal` says whether a reason belongs to it.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON, takesRefusal: Bool) throws(DomainError) {
      let log = FaultLog()
      var (refusal, note): (Refusal?, String?)
      if var reader = ObjectReader(json, log: log) {
        if takesRefusal { refusal = reader.code("reason", Refusal.self) }
        note = reader.text("note", most: 5000)
        reader.finish()
      }
      try log.check()
      self.refusal = refusal
      self.note = note
    }
  }

  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = [
    "id", "from", "status", "reason", "note", "contacts", "outcomes", "version", "created_at",
    "updated_at", "expires_at",
  ]

  /// The record as it stands in the API at a moment; `contacts` are those of both sides, where
  /// they may be seen.
  package func json(
    at now: Instant, contacts: (requester: Contact, recipient: Contact)? = nil
  ) -> JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("from", .string(requester.text)),
      ("to", .string(recipient.text)), ("message", .string(message)),
      ("status", .string(status(at: now).rawValue)),
    ]
    members.add("reason", refusal?.rawValue)
    members.add("note", note)
    if let contacts {
      members.append(
        ("contacts", ["from": contacts.requester.json, "to": contacts.recipient.json]))
    }
    members.append(("outcomes", .array(outcomes.map(\.json))))
    members.append(("version", JSON(version)))
    members.append(("created_at", .string(createdAt.description)))
    members.append(("updated_at", .string(updatedAt.description)))
    members.append(("expires_at", .string(expiresAt.description)))
    return .object(JSONObject(members))
  }
}

extension Introduction.Outcome {
  /// What one side has to say.
  package struct Input: Sendable, Equatable {
    /// What came of it.
    package let kind: Kind
    /// A remark.
    package let note: String?

    /// Reads the input.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON) throws(DomainError) {
      let log = FaultLog()
      var (kind, note): (Kind?, String?)
      if var reader = ObjectReader(json, log: log) {
        kind = reader.code("kind", Kind.self)
        note = reader.text("note", most: 5000)
        reader.require("kind", kind != nil)
        reader.finish(readOnly: ["by", "at"])
      }
      try log.check()
      guard let kind else { throw .invalid([Fault("/kind", .missing)]) }
      self.kind = kind
      self.note = note
    }
  }

  var json: JSON {
    var members: [(String, JSON)] = [
      ("by", .string(by.text)), ("kind", .string(kind.rawValue)),
    ]
    members.add("note", note)
    members.append(("at", .string(at.description)))
    return .object(JSONObject(members))
  }
}
