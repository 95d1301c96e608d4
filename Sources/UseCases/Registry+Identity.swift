package import Domain
import Storage

/// The numbers of persons behind organisations, and what an input may say of itself.
extension Registry {
  /// Prepares a profile that somebody has written: what the register vouches for stays as officers
  /// left it, a number of a person that is known already is known again, and papers are there.
  /// - Throws: `.invalid` with every fault
  func settle(
    _ profile: inout OrganisationProfile, of id: ID<Organisation>, before: Organisation?,
    _ db: inout Database, _ actor: Actor
  ) throws(DomainError) {
    var faults = profile.contradictions
    let held = before?.profile
    for place in profile.legal.indices {
      let known = held?.recognises(profile.legal[place]) ?? false
      if profile.legal[place].isRecognised, !known {
        faults.append(Fault("/legal/\(place)/recognised", .readOnly, found: "true"))
      }
      profile.legal[place].isRecognised = known
    }
    if profile.taxCodeOverride != held?.taxCodeOverride, !actor.isOfficer,
      profile.taxCodeOverride != nil
    {
      faults.append(Fault("/tax_code_override", .officerOnly, accepted: "dost"))
    }
    // Where the check digit is right there is nothing to override.
    if profile.taxCode.flatMap({ try? TaxCode($0) }) != nil || profile.taxCode == nil {
      profile.taxCodeOverride = nil
    }
    try recognise(&profile, of: before, &db)
    if let number = profile.personalID, number.digits == nil, number != held?.personalID {
      faults.append(
        Fault("/personal_id", .badFormat, found: number.mask, accepted: "066090000001"))
    }
    for (place, evidence) in profile.legal.enumerated() {
      guard let file = evidence.file, !(held?.legal.contains { $0.file == file } ?? false) else {
        continue
      }
      if !(try db.mayBeEvidence(file, of: id, handedInBy: actor)) {
        faults.append(Fault("/legal/\(place)/file", .notFound, found: file.text))
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// Leaves a person's number out of a profile that repeats the one which is kept already.
  func recognise(
    _ profile: inout OrganisationProfile, of before: Organisation?, _ db: inout Database
  ) throws(DomainError) {
    guard let before, let digits = profile.personalID?.digits,
      profile.personalID?.mask == before.profile.personalID?.mask,
      try personalID(of: before.id, &db) == digits
    else { return }
    profile.personalID = before.profile.personalID
  }

  /// Refuses a mask where there is no number behind it.
  func requireNumber(in profile: OrganisationProfile) throws(DomainError) {
    if let number = profile.personalID, number.digits == nil {
      throw .invalid([
        Fault("/personal_id", .badFormat, found: number.mask, accepted: "066090000001")
      ])
    }
  }

  /// Encrypts a person's number that is new, and leaves its mask.
  /// - Returns: how it is kept; nil where there is no new number
  func seal(
    _ profile: inout OrganisationProfile, of id: ID<Organisation>
  ) throws(DomainError) -> SealedIdentity? {
    guard let number = profile.personalID, let digits = number.digits else { return nil }
    let identity = SealedIdentity(
      box: try vault.seal(Array(digits.utf8), for: "personal-id:\(id)"),
      digest: try digest(ofNumber: digits))
    profile.personalID = number.masked
    return identity
  }

  private func digest(ofNumber digits: String) throws(DomainError) -> [UInt8] {
    try vault.digest(Array(digits.utf8), for: "personal-id")
  }

  /// Makes the digests that older releases did not keep.
  func digestNumbers() throws(DomainError) {
    guard vault.isOpen else { return }
    while true {
      let count = try store.write { db throws(DomainError) in
        let found = try db.undigestedIdentities(limit: 200)
        for (id, box) in found {
          let digits = String(
            decoding: try self.vault.open(box, for: "personal-id:\(id)"), as: UTF8.self)
          try db.set(
            SealedIdentity(box: box, digest: try self.digest(ofNumber: digits)), of: id)
        }
        return found.count
      }
      if count < 200 { return }
    }
  }

  /// The verified organisations, suspended ones included, behind which the person of a record
  /// stands already, where that becomes of weight: it is to be verified, or its number is new.
  ///
  /// A person may found one household business only, but an angel, a mistake of old, or a business
  /// that is being handed over are possible, so that an officer may say why it is taken.
  /// - Throws: `.conflict` where there are any and no `reason` is given
  func refuseSharedNumber(
    of record: Organisation, before: Organisation?, reason: String?, by actor: Actor,
    _ db: inout Database
  ) throws(DomainError) -> [ID<Organisation>] {
    let standing: [Organisation.Status] = [.verified, .suspended]
    guard standing.contains(record.status), let number = record.profile.personalID else {
      return []
    }
    let digest: [UInt8]?
    if let digits = number.digits {
      digest = try self.digest(ofNumber: digits)
    } else {
      guard !(before.map { standing.contains($0.status) } ?? false) else { return [] }
      digest = try db.identityDigest(of: record.id)
    }
    guard let digest else { return [] }
    let ids = try db.organisations(withIdentity: digest).filter { $0 != record.id }
    let others = try db.organisations(ids, places: places)
      .filter { standing.contains($0.status) }.map(\.id).sorted()
    if let first = others.first, reason?.trimmed.isEmpty ?? true {
      throw .conflict(
        field: "personal_id", value: number.mask,
        holder: Visibility.sees(actor, .organisationIdentity, of: first) ? first.text : nil)
    }
    return others
  }

  /// The whole number of the person behind an organisation.
  func personalID(
    of id: ID<Organisation>, _ db: inout Database
  ) throws(DomainError) -> String? {
    guard let box = try db.sealedIdentity(of: id) else { return nil }
    return String(decoding: try vault.open(box, for: "personal-id:\(id)"), as: UTF8.self)
  }

  /// What the audit log keeps of a new number: the digest of its box, from which nothing can be
  /// guessed.
  ///
  /// `others` are the organisations of the same person that an officer has taken it beside.
  func payload(
    _ payload: JSON, identity: SealedIdentity?, others: [ID<Organisation>] = []
  ) -> JSON {
    var members: [(String, JSON)] = []
    if let identity {
      members.append(
        ("personal_id_sealed_digest", .string(Hexadecimal.text(store.digest(identity.box)))))
    }
    if !others.isEmpty {
      members.append(("personal_id_shared_with", .array(others.map { .string($0.text) })))
    }
    return members.isEmpty ? payload : payload.merging(.object(JSONObject(members)))
  }

  /// Hangs the papers of legal classes on the record, and takes off those that are gone.
  func bindEvidence(
    of after: Organisation, before: Organisation?, _ db: inout Database
  ) throws(DomainError) {
    let use = FileUse(.organisation, after.id.text)
    let (old, new) = (before?.papers ?? [], after.papers)
    for file in new.subtracting(old).sorted() {
      // A file of another register, as an import may name it, is not here.
      if try db.file(file) != nil { try db.take(file, for: after.id, use) }
    }
    for file in old.subtracting(new).sorted() { try db.endUse(file, by: use) }
  }

  /// An organisation with what only those close to it may see: the whole number of the person
  /// behind it.
  package func organisationInFull(
    _ name: String, by actor: Actor
  ) throws(DomainError) -> (record: Organisation, json: JSON) {
    let record = try organisation(name, by: actor)
    guard record.profile.personalID != nil,
      Visibility.sees(actor, .organisationIdentity, of: record.id)
    else { return (record, record.json) }
    let number = try store.read { db throws(DomainError) in
      try self.personalID(of: record.id, &db)
    }
    if !actor.belongs(to: record.id) {
      note(actor, at: .organisationIdentity, of: record.id.text, owner: record.id)
    }
    return (record, record.json.merging(["personal_id": JSON(number)]))
  }
}

extension OrganisationProfile {
  /// Whether an officer has seen this evidence.
  func recognises(_ evidence: LegalStatus) -> Bool {
    legal.contains { $0.isRecognised && $0.isSameEvidence(as: evidence) }
  }
}

extension Organisation {
  /// The papers behind its legal classes, those included that wait for DOST.
  fileprivate var papers: Set<ID<StoredFile>> {
    let waiting = registration.pending?.changes["legal"]?.elements ?? []
    return Set(profile.legal.compactMap(\.file))
      .union(waiting.compactMap { $0["file"]?.text.map { ID($0) } })
  }
}

extension Database {
  /// Whether a file can stand for a legal class: it is the organisation's own, or was handed in by
  /// the actor, and hangs on no proposal, where it is sealed.
  fileprivate mutating func mayBeEvidence(
    _ file: ID<StoredFile>, of organisation: ID<Organisation>, handedInBy actor: Actor
  ) throws(DomainError) -> Bool {
    guard let found = try self.file(file) else { return false }
    let isOwn = found.organisation == organisation
    let isActors = found.organisation == nil && (found.by == actor.name || actor.isOfficer)
    guard isOwn || isActors else { return false }
    return try !uses(of: file).contains { $0.aggregate == .proposal }
  }
}
