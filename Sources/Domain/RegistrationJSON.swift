extension Organisation.Registration {
  /// What of it stands in the API.
  var shownMembers: [(String, JSON)] {
    var members: [(String, JSON)] = []
    if !reasons.isEmpty { members.append(("reasons", .array(reasons.map(\.json)))) }
    if let pending { members.append(("pending", pending.json)) }
    if let refusal { members.append(("revision_refused", refusal.json)) }
    members.add("verified_on", verifiedOn)
    members.add("confirmed_on", confirmedOn)
    members.add("merged_into", mergedInto?.text)
    return members
  }

  /// All of it, as it is stored.
  package var stored: JSON {
    var members = shownMembers
    members.add("submitted_at", submittedAt?.description)
    if let lookedVersion { members.append(("looked_version", JSON(lookedVersion))) }
    return .object(JSONObject(members))
  }

  /// Reads what was stored.
  /// - Throws: `DomainError.invalid` for what no release has stored.
  package static func stored(_ json: JSON) throws(DomainError) -> Self {
    let log = FaultLog()
    var registration = Self()
    if var reader = ObjectReader(json, log: log) {
      registration.submittedAt = reader.instant("submitted_at")
      registration.lookedVersion = reader.integer("looked_version", in: 1...Int.max)
      registration.verifiedOn = reader.day("verified_on")
      registration.confirmedOn = reader.day("confirmed_on")
      registration.reasons = FieldReason.read("reasons", &reader)
      registration.pending = reader.object("pending") { Organisation.Revision(&$0) } ?? nil
      registration.refusal = reader.object("revision_refused") { Organisation.Refusal(&$0) } ?? nil
      registration.mergedInto = reader.line("merged_into", most: 100).map { ID($0) }
      reader.finish()
    }
    try log.check()
    return registration
  }
}

extension Organisation.Revision {
  var json: JSON { ["changes": .object(changes), "since": .string(at.description)] }

  fileprivate init?(_ reader: inout ObjectReader) {
    guard case .object(let changes)? = reader.raw("changes"), let at = reader.instant("since")
    else {
      reader.require("changes", false)
      return nil
    }
    self.init(changes: changes, at: at)
  }
}

extension Organisation.Refusal {
  var json: JSON { ["reason": .string(reason), "at": .string(at.description)] }

  fileprivate init?(_ reader: inout ObjectReader) {
    guard let reason = reader.text("reason", most: 5000), let at = reader.instant("at") else {
      reader.require("reason", false)
      return nil
    }
    self.init(reason: reason, at: at)
  }
}

extension FieldReason {
  var json: JSON { ["pointer": .string(pointer), "reason": .string(reason)] }

  static func read(_ name: String, _ reader: inout ObjectReader) -> [FieldReason] {
    reader.elements(name, most: 50).compactMap { element, path in
      guard var part = ObjectReader(element, path: path, log: reader.log) else { return nil }
      let pointer = part.line("pointer", most: 200)
      let reason = part.text("reason", most: 2000)
      part.require("pointer", pointer != nil)
      part.require("reason", reason != nil)
      part.finish()
      guard let pointer, let reason else { return nil }
      let member = pointer.dropFirst().prefix { $0 != "/" }
      guard pointer.hasPrefix("/"), OrganisationProfile.written.contains(String(member)) else {
        part.log.add(
          Fault(
            path + "/pointer", .notAccepted, found: pointer,
            accepted: OrganisationProfile.written.map { "/" + $0 }.joined(separator: ", ")))
        return nil
      }
      return FieldReason(pointer: pointer, reason: reason)
    }
  }
}

extension Organisation {
  /// What an officer says when taking a step: a reason for the whole, and for single members.
  package struct StepReason: Sendable, Equatable {
    /// For the whole.
    package var reason: String?
    /// Member by member.
    package var reasons: [FieldReason] = []

    /// A reason for the whole, or none.
    package init(_ reason: String? = nil) { self.reason = reason }

    /// Reads the body of a step; only a return says something member by member.
    /// - Throws: `DomainError.invalid` with all faults.
    package init(_ json: JSON, takesReasons: Bool) throws(DomainError) {
      let log = FaultLog()
      if var reader = ObjectReader(json, log: log) {
        reason = reader.text("reason", most: 5000)
        if takesReasons { reasons = FieldReason.read("reasons", &reader) }
        reader.finish()
      }
      try log.check()
      if reason == nil, !reasons.isEmpty {
        reason = reasons.map { "\($0.pointer): \($0.reason)" }.joined(separator: "; ")
      }
    }
  }
}
