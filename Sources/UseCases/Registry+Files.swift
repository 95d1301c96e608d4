package import Domain
import Storage

/// Looks at the bytes of a file that somebody hands in.
///
/// - Returns: whether they are harmless
/// - Throws: `.unavailable` where looking fails; the file is then not taken
package typealias FileScan = @Sendable (_ bytes: [UInt8]) throws(DomainError) -> Bool

extension Registry {
  /// Takes a file: checks what it is, encrypts it under a key of its own and keeps it.
  ///
  /// A file belongs to the organisation of the member who hands it in, or to DOST. An
  /// organisation's is seen by itself alone until it hangs on a record, which then says who else
  /// sees it. Its content
  /// must bear out the media type that it was declared to have.
  /// - Returns: the file as it is kept.
  /// - Throws: `.invalid` with what is wrong with name, type, size or content; `.unavailable` where
  ///   it cannot be scanned or stored
  package func addFile(
    _ bytes: [UInt8], name: String, declared: String, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> StoredFile {
    let owner = try Self.ownerOfFiles(actor)
    let type = try Self.inspect(bytes, name: name, declared: declared)
    if let scan, !(try scan(bytes)) {
      throw .invalid([Fault("/content", .refusedByScan, found: name)])
    }
    let (now, id) = (clock(), newID() as ID<StoredFile>)
    let safeName = FileName.safe(name, for: type)
    let contentDigest = store.digest(bytes)
    let package = try vault.pack(bytes, name: safeName, digest: contentDigest, id: id)
    let record = StoredFile(
      id: id, name: safeName, mediaType: type.rawValue, size: bytes.count,
      digest: store.digest(package.blob), organisation: owner, by: actor.name, at: now)
    // The blob comes first: a crash here leaves a blob without a record, which is swept away.
    try store.blobs.write(package.blob, digest: record.digest)
    let kept = try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.sealedFile(ID(id))
    } make: { db throws(DomainError) in
      try self.requireRoom(for: bytes.count, of: owner, actor, &db)
      try db.insert(record, key: package.key, details: package.details)
      try self.audit(
        &db, actor, "create", .file, id: id.text, version: 1, at: now,
        payload: ["blob": .string(Hexadecimal.text(record.digest))])
      let made = SealedFile(
        file: record, key: package.key, details: package.details, problem: nil)
      return (made, id.text)
    }
    return try store.read { db throws(DomainError) in try self.vault.unseal(kept, &db) }
  }

  /// The record of a file, if the actor may know of it.
  package func file(_ id: ID<StoredFile>, by actor: Actor) throws(DomainError) -> StoredFile {
    try store.read { db throws(DomainError) in
      let sealed = try self.visibleFile(id, to: actor, &db)
      return try self.shown(try self.vault.unseal(sealed, &db), to: actor, &db)
    }
  }

  /// The record and the content of a file, if the actor may know of it.
  /// - Throws: `.internalFault` where the blob is lost or is not what was stored
  package func content(
    of id: ID<StoredFile>, by actor: Actor
  ) throws(DomainError) -> (file: StoredFile, bytes: [UInt8]) {
    let found = try store.read { db throws(DomainError) in
      let sealed = try self.visibleFile(id, to: actor, &db)
      guard let blob = try self.store.blobs.read(sealed.file.digest),
        let bytes = try self.vault.unpack(blob, of: sealed, &db)
      else { throw .internalFault("file \(id): its blob is missing or altered") }
      let file = try self.vault.unseal(sealed, &db)
      return (shown: try self.shown(file, to: actor, &db), bytes: bytes, owner: file.organisation)
    }
    if let owner = found.owner, !actor.belongs(to: owner), actor.role != nil {
      note(actor, at: .file, of: id.text, owner: owner)
    }
    return (found.shown, found.bytes)
  }

  /// The record of a file with its name, for use cases that have decided who sees it.
  func describe(_ id: ID<StoredFile>, _ db: inout Database) throws(DomainError) -> StoredFile? {
    guard let sealed = try db.sealedFile(id) else { return nil }
    return try vault.unseal(sealed, &db)
  }

  func visibleFile(
    _ id: ID<StoredFile>, to actor: Actor, _ db: inout Database
  ) throws(DomainError) -> SealedFile {
    guard let found = try db.sealedFile(id), !found.key.isEmpty,
      try isSeen(found.file, by: actor, &db)
    else { throw .notFound(aggregate: "file", id: id.text) }
    return found
  }

  /// A file as it is shown: to reviewers who are not to know who proposes, without its name and
  /// whose it is.
  private func shown(
    _ file: StoredFile, to actor: Actor, _ db: inout Database
  ) throws(DomainError) -> StoredFile {
    guard actor.role == .reviewer,
      let use = try db.uses(of: file.id).first(where: { $0.aggregate == .proposal }),
      let proposal = try db.proposal(ID(use.record)),
      let review = try material(of: proposal, for: actor, &db),
      try plan(of: review, &db).isBlindToSolver
    else { return file }
    return StoredFile(
      id: file.id, name: FileName.blind(file.name), mediaType: file.mediaType, size: file.size,
      digest: file.digest, organisation: nil, by: "", at: file.at)
  }

  /// What hangs on a proposal is seen by those who see the proposal, by those who review it, and by
  /// nobody else; what hangs on an engagement by those who see that.
  private func isSeen(
    _ file: StoredFile, by actor: Actor, _ db: inout Database
  ) throws(DomainError) -> Bool {
    let uses = try db.uses(of: file.id)
    // What hangs on nothing yet may be meant for a proposal.
    if actor.isStandIn, uses.isEmpty, file.by != actor.name { return false }
    if let use = uses.first(where: { $0.aggregate == .proposal }) {
      guard let proposal = try db.proposal(ID(use.record)) else { return false }
      if Visibility.sees(try reader(actor, of: proposal, &db), proposal) { return true }
      return try material(of: proposal, for: actor, &db) != nil
    }
    if let use = uses.first(where: { $0.aggregate == .engagement }) {
      guard let engagement = try db.engagement(ID(use.record)) else { return false }
      return Visibility.sees(actor, engagement)
    }
    var isPublic = try db.isOfIssuedDocument(file.id)
    for use in uses where use.aggregate == .problem {
      guard let problem = try db.problem(ID(use.record), places: places) else { continue }
      isPublic = isPublic || Visibility.sees(.anonymous, problem)
    }
    return Visibility.sees(
      actor, file, onRecord: !uses.isEmpty || isPublic, onPublicRecord: isPublic,
      handedInTo: try db.incubators(thatGot: file.id))
  }

  /// Whose files somebody hands in; nil for DOST's.
  private static func ownerOfFiles(_ actor: Actor) throws(DomainError) -> ID<Organisation>? {
    guard actor.role != nil || actor.account != nil else { throw .unauthenticated }
    if actor.isOfficer { return nil }
    // A person who belongs nowhere hands in papers for a claim, or for what they are to register.
    if actor.role == nil, actor.account != nil { return nil }
    guard actor.role == .member, let own = actor.organisation, actor.membership != .viewer else {
      throw .forbidden(action: "file.create", needs: ["owner", "dost", "admin"])
    }
    return own
  }

  private static func inspect(
    _ bytes: [UInt8], name: String, declared: String
  ) throws(DomainError) -> FileType {
    let accepted = FileType.allCases.map(\.rawValue).joined(separator: ", ")
    guard !bytes.isEmpty else { throw .invalid([Fault("/content", .missing)]) }
    guard bytes.count <= StoredFile.mostBytes else {
      throw .invalid([
        Fault(
          "/content", .tooLong, found: String(bytes.count), accepted: String(StoredFile.mostBytes))
      ])
    }
    let type: FileType
    do { type = try FileType.recognise(bytes, unpackingBy: .forFiles) } catch {
      switch error {
      case .unknown:
        throw .invalid([Fault("/content", .notAccepted, found: declared, accepted: accepted)])
      case .active(let part):
        throw .invalid([Fault("/content", .activeContent, found: part)])
      case .closed(let found, let accepted):
        throw .invalid([Fault("/content", .closedContent, found: found, accepted: accepted)])
      }
    }
    var faults: [Fault] = []
    if declared != type.rawValue {
      faults.append(
        Fault("/Content-Type", .notAccepted, found: declared, accepted: type.rawValue))
    }
    if name.trimmed.isEmpty {
      faults.append(Fault("/name", .missing))
    } else if name.utf8.count > 1000 {
      faults.append(Fault("/name", .tooLong, found: name, accepted: "1000"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    return type
  }

  private func requireRoom(
    for count: Int, of owner: ID<Organisation>?, _ actor: Actor, _ db: inout Database
  ) throws(DomainError) {
    let (used, most): (Int, Int)
    if let owner {
      (used, most) = (try db.bytesOfFiles(of: owner), StoredFile.mostBytesOfOrganisation)
    } else if !actor.isOfficer {
      (used, most) = (try db.bytesOfFiles(by: actor.name), StoredFile.mostBytesOfPerson)
    } else {
      return
    }
    guard used + count <= most else {
      throw .invalid([
        Fault("/content", .tooMany, found: String(used + count), accepted: String(most))
      ])
    }
  }
}
