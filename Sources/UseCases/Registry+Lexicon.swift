package import Domain
import Matching
import Storage

/// The concepts that come with the program are the ground; a register adds to them. One
/// identifier is one concept: what is added under that of a shipped one adds to it, and what is
/// shipped cannot be taken out.
extension Registry {
  /// A concept as it counts in this register.
  package func concept(_ id: String) throws(DomainError) -> ConceptRecord {
    let shipped = try shippedLexicon
    return try store.read { db throws(DomainError) in try db.concept(id, shipped) }
  }

  /// Adds a concept, or forms and links to a present one; what that one has already is left out.
  /// - Returns: the concept as it is now.
  /// - Throws: `.unauthenticated`, `.forbidden`, `.invalid` with every fault: a form that means
  ///   another concept, a cycle, too many levels, unknown links, limits.
  package func addConcept(
    _ json: JSON, by actor: Actor, key: IdempotencyKey? = nil
  ) throws(DomainError) -> ConceptRecord {
    try requireOfficer(actor, "lexicon.add")
    let (input, ownFaults) = ConceptEntry.examine(json)
    guard case .object = json else { throw .invalid(ownFaults) }
    try refusePersonalNumbers(in: input)
    let (now, shipped) = (clock(), try shippedLexicon)
    return try commitOnce(key, now: now) { db, id throws(DomainError) in
      try db.concept(id, shipped)
    } make: { db throws(DomainError) in
      let stored = try db.lexiconAddition(input.id)
      let wanted = try self.joined(input, to: stored?.entry)
      try self.refuseFaults(
        of: input, storing: wanted, &db,
        besides: ownFaults + [Self.codeFault(input, stored?.entry)].compactMap { $0 })
      if wanted != stored?.entry, !wanted.isEmpty {
        try self.put(wanted, over: stored, "add", &db, actor, now)
      }
      return (try db.concept(input.id, shipped), input.id)
    }
  }

  /// Changes what was added to a concept by a JSON merge patch (RFC 7396) on the whole concept.
  /// - Throws: `.stale` where it is no longer at `version`; `.versionRequired` without one;
  ///   `.invalid` also where the patch leaves out what is shipped.
  package func updateConcept(
    _ id: String, patch: JSON, expecting version: Int?, by actor: Actor
  ) throws(DomainError) -> ConceptRecord {
    try requireOfficer(actor, "lexicon.update")
    try patch.refuse(members: ConceptEntry.readOnly)
    try refusePersonalNumbers(in: patch)
    let (now, shipped) = (clock(), try shippedLexicon)
    return try commit { db throws(DomainError) in
      let before = try db.concept(id, shipped)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      let input = try ConceptEntry.read(before.entry.json.merging(patch, keepingNull: true))
      var wanted = input
      if let own = shipped.concept(id)?.entry {
        let gone = own.without(input)
        let faults =
          [
            ("/vi", gone.vi), ("/en", gone.en), ("/broader", gone.broader),
            ("/related", gone.related), ("/code", gone.code.map { [$0] } ?? []),
          ].flatMap { path, texts in texts.map { Fault(path, .shipped, found: $0) } }
        guard faults.isEmpty else { throw .invalid(faults) }
        wanted = input.without(own)
      }
      let stored = before.addition?.entry ?? ConceptEntry(id: id)
      guard wanted != stored else { return before }
      guard !wanted.isEmpty else {
        throw .invalid([Fault("", .missing, accepted: "vi, en, broader, related")])
      }
      try self.refuseFaults(of: input, storing: wanted, &db)
      try self.put(wanted, over: before.addition, "update", &db, actor, now)
      return try db.concept(id, shipped)
    }
  }

  /// Takes out what was added under an identifier; a shipped concept is then as it came.
  /// - Throws: `.notFound`, `.stale`, `.versionRequired`; `.invalid` where nothing was added to a
  ///   shipped concept, or where other additions name this one.
  package func removeConcept(
    _ id: String, expecting version: Int?, by actor: Actor
  ) throws(DomainError) {
    try requireOfficer(actor, "lexicon.remove")
    let (now, shipped) = (clock(), try shippedLexicon)
    try commit { db throws(DomainError) in
      let before = try db.concept(id, shipped)
      guard let version else { throw .versionRequired(current: before.version) }
      guard version == before.version else { throw .stale(current: before.version) }
      guard let addition = before.addition else {
        throw .invalid([Fault("", .shipped, found: id)])
      }
      if before.origin == .added {
        let users = try db.lexiconAdditions().map(\.entry).filter {
          $0.id != id && ($0.broader + $0.related).contains(id)
        }
        guard users.isEmpty else {
          let names = users.map(\.id).joined(separator: ", ")
          throw .invalid([Fault("", .inUse, found: names)])
        }
      }
      try db.deleteLexiconAddition(id)
      try self.audit(
        &db, actor, "remove", .lexicon, id: id, version: before.version + 1, at: now,
        payload: ["before": addition.entry.json])
    }
  }

  /// What is to be stored where a line is added to what is stored and shipped.
  func joined(
    _ input: ConceptEntry, to stored: ConceptEntry?
  ) throws(DomainError) -> ConceptEntry {
    let added = try shippedLexicon.concept(input.id).map { input.without($0.entry) } ?? input
    return stored?.joined(with: added) ?? added
  }

  /// What is wrong where a line would change the code that was added to a concept.
  static func codeFault(_ input: ConceptEntry, _ stored: ConceptEntry?) -> Fault? {
    guard let code = input.code, let held = stored?.code, code != held else { return nil }
    return Fault("/code", .readOnly, found: code, accepted: held)
  }

  /// Refuses a person's identification number in forms and identifier, which everybody reads.
  func refusePersonalNumbers(in concept: ConceptEntry) throws(DomainError) {
    try refusePersonalNumbers(in: concept.json)
    try refusePersonalNumbers(in: concept.id.replacing("_", with: " "), at: "id")
  }

  func requireOfficer(_ actor: Actor, _ action: String) throws(DomainError) {
    guard actor.isKnown else { throw .unauthenticated }
    guard actor.isOfficer else { throw .forbidden(action: action, needs: ["dost", "admin"]) }
  }

  /// Refuses what would not fit the lexicon, with pointers into the lists that were written,
  /// together with what else is wrong with it.
  private func refuseFaults(
    of input: ConceptEntry, storing wanted: ConceptEntry, _ db: inout Database,
    besides known: [Fault] = []
  ) throws(DomainError) {
    let others = try db.lexiconAdditions().map(\.entry).filter { $0.id != wanted.id }
    let misfits = LexiconDraft(try shippedLexicon, with: others + [wanted]).faults(of: input)
    var faults =
      known + misfits.filter { misfit in !known.contains { $0.path == misfit.path } }
    if others.count >= ConceptEntry.additionLimit {
      faults.append(
        Fault(
          "/id", .tooMany, found: String(others.count + 1),
          accepted: "≤ \(ConceptEntry.additionLimit)"))
    }
    guard faults.isEmpty else { throw .invalid(faults) }
  }

  /// Stores the next version of what is added under an identifier, with its audit entry.
  func put(
    _ wanted: ConceptEntry, over stored: LexiconAddition?, _ action: String, _ db: inout Database,
    _ actor: Actor, _ now: Instant
  ) throws(DomainError) {
    var before = try shippedLexicon.concept(wanted.id) == nil ? 0 : 1
    if let stored {
      before = stored.version
    } else if let last = try db.lexiconVersion(wanted.id) {
      before = last
    }
    let version = before + 1
    let addition = LexiconAddition(
      entry: wanted, version: version, createdAt: stored?.createdAt ?? now, updatedAt: now)
    if stored == nil { try db.insert(addition) } else { try db.update(addition) }
    let payload: JSON =
      stored.map { .difference(from: $0.entry.json, to: wanted.json) } ?? ["after": wanted.json]
    try audit(
      &db, actor, action, .lexicon, id: wanted.id, version: version, at: now, payload: payload)
  }
}

extension Database {
  /// A concept as it counts, of the program, of the register or of both.
  mutating func concept(_ id: String, _ shipped: Lexicon) throws(DomainError) -> ConceptRecord {
    let addition = try lexiconAddition(id)
    let version = addition == nil ? try lexiconVersion(id) ?? 1 : 1
    guard
      let record = ConceptRecord(
        shipped: shipped.concept(id)?.entry, addition: addition, version: version)
    else { throw .notFound(aggregate: "lexicon", id: id) }
    return record
  }
}
