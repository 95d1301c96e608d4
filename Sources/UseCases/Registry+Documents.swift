package import Domain
import Storage

extension Registry {
  /// Writes down an issuing document as a draft.
  /// - Throws: `.conflict` where the issuer's number is taken in that year.
  package func createDocument(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> IssuingDocument {
    try Self.requireOfficer(actor, "document.create")
    let particulars = try IssuingDocument.Particulars.read(json)
    try refusePersonalNumbers(in: json)
    let (now, id) = (clock(), newID() as ID<IssuingDocument>)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.document(ID(id))
    } make: { db throws(DomainError) in
      let document = IssuingDocument(
        id: id, status: .draft, createdAt: now, updatedAt: now, particulars: particulars)
      try db.requireFree(document)
      try db.requireFile(particulars.file)
      try db.insert(document)
      try self.audit(
        &db, actor, "create", .document, id: id.text, version: 1, at: now,
        payload: ["after": document.json])
      return (document, id.text)
    }
  }

  /// A document, if the actor may know of it.
  package func document(_ id: ID<IssuingDocument>, by actor: Actor) throws(DomainError)
    -> IssuingDocument
  {
    try store.read { db throws(DomainError) in try db.visibleDocument(id, to: actor) }
  }

  /// A page of the documents that the actor may know of, the newest first.
  package func documents(
    kinds: [IssuingDocument.Kind] = [], statuses: [IssuingDocument.Status] = [],
    page: PageRequest, by actor: Actor
  ) throws(DomainError) -> Page<IssuingDocument> {
    try store.read { db throws(DomainError) in
      var filter = DocumentFilter()
      filter.kinds = kinds
      filter.statuses = statuses
      filter.showsDrafts = Visibility.shows(.document, to: actor.onlookers(towards: nil))
      return try db.documents(filter, page)
    }
  }

  /// Changes a document by a JSON merge patch; once issued, not what tells it from others.
  package func updateDocument(
    _ id: ID<IssuingDocument>, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> IssuingDocument {
    guard actor.isKnown else { throw .unauthenticated }
    try patch.refuse(members: IssuingDocument.Particulars.readOnly)
    try refusePersonalNumbers(in: patch)
    let now = clock()
    return try commit { db throws(DomainError) in
      let before = try db.visibleDocument(id, to: actor)
      try Self.requireOfficer(actor, "document.update")
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let merged = JSON.object(JSONObject(before.particulars.members))
        .merging(patch, keepingNull: true)
      var after = before
      after.particulars = try .read(merged)
      guard after != before else { return before }
      try before.allowChanging(to: after.particulars)
      try db.requireFree(after)
      try db.requireFile(after.particulars.file)
      try self.replace(before, with: &after, "update", &db, actor, now)
      return after
    }
  }

  /// Says that a document is issued; from then on it is public and can be acted under.
  package func issueDocument(
    _ id: ID<IssuingDocument>, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> IssuingDocument {
    try moveDocument(id, .issue, version, actor, key) { after, _, now throws(DomainError) in
      let today = now.dayInVietnam
      guard after.particulars.date <= today else {
        throw .invalid([
          Fault("/date", .outOfRange, found: after.particulars.date, accepted: "≤ \(today)")
        ])
      }
    }
  }

  /// Says that another issued document, the body's `by`, takes the place of this one.
  package func supersedeDocument(
    _ id: ID<IssuingDocument>, _ json: JSON, expecting version: Int? = nil, by actor: Actor,
    key: IdempotencyKey? = nil
  ) throws(DomainError) -> IssuingDocument {
    let log = FaultLog()
    var successor: String?
    if var reader = ObjectReader(json, log: log) {
      successor = reader.line("by", most: 100)
      reader.require("by", successor != nil)
      reader.finish()
    }
    try log.check()
    let name = successor
    return try moveDocument(id, .supersede, version, actor, key) {
      after, db, _ throws(DomainError) in
      guard name != id.text, let other = try db.citedDocument(name, actor, at: "/by") else {
        throw .invalid([Fault("/by", .notFound, found: name)])
      }
      after.supersededBy = other.id
    }
  }

  private func moveDocument(
    _ id: ID<IssuingDocument>, _ event: IssuingDocument.Event, _ version: Int?, _ actor: Actor,
    _ key: IdempotencyKey?,
    _ change:
      @escaping @Sendable (inout IssuingDocument, inout Database, Instant)
      throws(DomainError) -> Void
  ) throws(DomainError) -> IssuingDocument {
    guard actor.isKnown else { throw .unauthenticated }
    let now = clock()
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.document(ID(id))
    } make: { db throws(DomainError) in
      let before = try db.visibleDocument(id, to: actor)
      var after = before
      after.status = try IssuingDocument.lifecycle.target(
        of: event, from: before.status, as: actor.parties(towards: nil), reason: nil)
      if let version, version != before.version { throw .stale(current: before.version) }
      try change(&after, &db, now)
      try self.replace(before, with: &after, event.rawValue, &db, actor, now)
      return (after, id.text)
    }
  }

  private func replace(
    _ before: IssuingDocument, with after: inout IssuingDocument, _ action: String,
    _ db: inout Database, _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    after.version = before.version + 1
    after.updatedAt = now
    try db.update(after)
    try audit(
      &db, actor, action, .document, id: after.id.text, version: after.version, at: now,
      payload: .difference(from: before.json, to: after.json))
  }

  /// A page of what was done by a document, the newest first.
  package func acts(
    by id: ID<IssuingDocument>, page: PageRequest, for actor: Actor
  ) throws(DomainError) -> Page<ProblemAct> {
    try store.read { db throws(DomainError) in
      try db.acts(by: try db.visibleDocument(id, to: actor).id, page)
    }
  }

  /// Refuses what is never anybody's but officers', whatever the record.
  /// - Throws: `.unauthenticated`, `.forbidden`
  package static func requireOfficer(_ actor: Actor, _ action: String) throws(DomainError) {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.isOfficer else { throw .forbidden(action: action, needs: ["dost", "admin"]) }
  }
}

extension IssuingDocument {
  /// What others have cited stays what it is.
  fileprivate func allowChanging(to new: Particulars) throws(DomainError) {
    guard status != .draft else { return }
    let fixed: [(String, String, String)] = [
      ("number", particulars.number, new.number),
      ("kind", particulars.kind.rawValue, new.kind.rawValue),
      ("date", particulars.date, new.date), ("issuer", particulars.issuer, new.issuer),
    ]
    let faults = fixed.filter { $0.1 != $0.2 }.map { Fault("/" + $0.0, .readOnly, found: $0.2) }
    guard faults.isEmpty else { throw .invalid(faults) }
  }
}

extension Database {
  /// Finds a document that the actor may know of.
  mutating func visibleDocument(_ id: ID<IssuingDocument>, to actor: Actor) throws(DomainError)
    -> IssuingDocument
  {
    guard let found = try document(id), Visibility.sees(actor, found) else {
      throw .notFound(aggregate: "document", id: id.text)
    }
    return found
  }

  /// The document under which something is done; nil where none is named.
  /// - Throws: `.invalid` where there is none of that name, `.refused` where it is not in force.
  mutating func citedDocument(
    _ name: String?, _ actor: Actor, at path: String = "/document"
  ) throws(DomainError) -> IssuingDocument? {
    guard let name else { return nil }
    guard let found = try document(ID(name)),
      actor == .clock || Visibility.sees(actor, found)
    else { throw .invalid([Fault(path, .notFound, found: name)]) }
    guard found.status == .issued else {
      throw .refused(
        TransitionRefusal(
          aggregate: "document", event: "cite", state: found.status.rawValue,
          allowedFrom: ["issued"], allowedBy: ["dost", "admin"]))
    }
    return found
  }

  fileprivate mutating func requireFree(_ document: IssuingDocument) throws(DomainError) {
    if let held = try self.document(like: document.particulars), held != document.id {
      throw .conflict(
        field: "number", value: document.particulars.number, holder: held.text)
    }
  }

  /// A document's paper is an officer's file, not one that some organisation has handed in.
  fileprivate mutating func requireFile(_ id: ID<StoredFile>?) throws(DomainError) {
    guard let id else { return }
    // What somebody has handed in for a record of their own does not become public by this.
    guard let file = try file(id), file.organisation == nil, try uses(of: id).isEmpty else {
      throw .invalid([Fault("/file", .notFound, found: id.text)])
    }
  }
}
