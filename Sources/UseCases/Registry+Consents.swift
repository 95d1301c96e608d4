package import Domain
import Storage

/// A purpose as a person finds it.
package struct ConsentView: Sendable {
  /// The wording that is in force.
  package let text: ConsentText
  /// The person's last decision; nil where they have made none.
  package let last: Consent?

  /// Whether consent holds: it was given to the wording that is in force.
  package var isGiven: Bool { last?.isGiven == true && last?.version == text.version }

  /// The purpose as it stands in the API.
  package var json: JSON {
    [
      "purpose": .string(text.purpose.rawValue), "version": .string(text.version),
      "text": ["vi": .string(text.text.vi), "en": .string(text.text.en)],
      "given": .bool(isGiven), "last": last?.json ?? .null,
    ]
  }
}

extension Registry {
  /// Every purpose with the person's decision on it; what they never decided is not given.
  package func consents(by actor: Actor) throws(DomainError) -> [ConsentView] {
    let account = try actor.ownAccount()
    let day = clock().dayInVietnam
    return try store.read { db throws(DomainError) in
      var views: [ConsentView] = []
      for purpose in ConsentPurpose.allCases {
        guard let text = self.consentTexts.text(for: purpose, on: day) else { continue }
        views.append(ConsentView(text: text, last: try db.consent(of: account, to: purpose)))
      }
      return views
    }
  }

  /// Gives or withdraws a consent; the same again changes nothing.
  /// - Throws: `.invalid` where somebody agrees to a wording that is not in force.
  package func decide(_ json: JSON, by actor: Actor) throws(DomainError) -> ConsentView {
    let account = try actor.ownAccount()
    let decision = try Consent.Decision(json)
    let now = clock()
    return try commit { db throws(DomainError) in
      try self.decide(
        decision.purpose, decision.isGiven, version: decision.version, of: account, &db, actor,
        now)
    }
  }

  /// Writes a decision down, if it changes anything.
  @discardableResult
  func decide(
    _ purpose: ConsentPurpose, _ isGiven: Bool, version: String? = nil, of account: ID<Account>,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) -> ConsentView {
    guard let text = consentTexts.text(for: purpose, on: now.dayInVietnam) else {
      throw .invalid([Fault("/purpose", .notAccepted, found: purpose.rawValue)])
    }
    if let version, isGiven, version != text.version {
      throw .invalid([
        Fault("/version", .notAccepted, found: version, accepted: text.version)
      ])
    }
    let before = ConsentView(text: text, last: try db.consent(of: account, to: purpose))
    guard before.isGiven != isGiven || (before.last?.isGiven ?? false) != isGiven else {
      return before
    }
    let consent = Consent(
      account: account, purpose: purpose, version: text.version, isGiven: isGiven, at: now)
    try db.insert(consent)
    try audit(
      &db, actor, isGiven ? "give" : "withdraw", .consent, id: account.text, version: 1, at: now,
      payload: ["after": consent.json])
    return ConsentView(text: text, last: consent)
  }

  /// Whether mail of that kind may go to somebody: it asks for no consent, or has it.
  func agrees(
    _ account: ID<Account>, toMailOf kind: Notice.Kind, _ db: inout Database
  ) throws(DomainError) -> Bool {
    guard let purpose = kind.purpose else { return true }
    guard let text = consentTexts.text(for: purpose, on: clock().dayInVietnam) else {
      return false
    }
    return ConsentView(text: text, last: try db.consent(of: account, to: purpose)).isGiven
  }
}
