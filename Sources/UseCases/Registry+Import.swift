package import Domain
import Storage

/// How a file is imported.
package struct ImportOptions: Sendable {
  /// The state that every record is to have, whatever the file says.
  package var status: String?
  /// Finds out what would happen and writes nothing.
  package var dryRun = false
  /// Leaves faulty records out instead of refusing the file.
  package var continuing = false

  /// One transaction, all or nothing.
  package init() {}
}

/// What came of an import.
package struct ImportReport: Sendable, Equatable {
  /// A record that was not taken, and why.
  package struct Rejection: Sendable, Equatable {
    /// Its number among the records, from 0.
    package let index: Int
    /// Where it stands in the file.
    package let position: String
    /// Its identifier, name or title, as far as it can be told.
    package let name: String
    /// Why.
    package let error: DomainError
  }

  /// Records that are new.
  package var created = 0
  /// Records that differed.
  package var updated = 0
  /// Records that were as the file has them.
  package var unchanged = 0
  /// Records that were not taken.
  package var rejected: [Rejection] = []
  /// What was understood differently from how it was written.
  package var notes: [(position: String, note: Note)] = []
  /// Whether anything was written.
  package var committed = false

  package static func == (left: Self, right: Self) -> Bool {
    left.created == right.created && left.updated == right.updated
      && left.unchanged == right.unchanged && left.rejected == right.rejected
      && left.committed == right.committed && left.notes.map(\.note) == right.notes.map(\.note)
  }
}

extension Registry {
  /// Records that one transaction takes when faulty ones are left out; what it has committed
  /// stays, whatever happens afterwards.
  private static let batch = 1000

  /// Takes records of a file into the register.
  ///
  /// An import is an administrator's act: new organisations are verified and new problems
  /// published, unless the record or the options say otherwise. A record's `id` finds it again:
  /// the same file changes nothing, a corrected one only what differs.
  package func importRecords(
    _ items: [ImportItem], options: ImportOptions, by actor: Actor,
    progress: @escaping @Sendable (_ done: Int) -> Void = { _ in }
  ) throws(DomainError) -> ImportReport {
    guard actor.role == .admin else { throw .forbidden(action: "import", needs: ["admin"]) }
    let now = clock()
    let size = options.continuing ? Self.batch : max(items.count, 1)
    var report = ImportReport()
    for start in stride(from: 0, to: items.count, by: size) {
      let range = start..<min(start + size, items.count)
      let sofar = report
      report = try store.attempt { db throws(DomainError) in
        var report = sofar
        for index in range {
          do throws(DomainError) {
            try self.take(items[index], options, &db, actor, now, &report)
          } catch {
            // Only what is wrong with the record itself rejects it; a full disk ends the import.
            switch error {
            case .unavailable, .internalFault: throw error
            default: break
            }
            report.rejected.append(
              ImportReport.Rejection(
                index: index, position: items[index].position,
                name: Self.name(of: items[index]), error: error))
          }
          progress(index + 1)
        }
        let keep = !options.dryRun && (options.continuing || report.rejected.isEmpty)
        report.committed = keep
        return (report, keep)
      }
    }
    if report.committed { index.followIfLoaded() }
    return report
  }

  /// The state that the options or else the record ask for; nil where neither does.
  private static func state<State: Code>(
    _ options: ImportOptions, _ envelope: ImportEnvelope, _ states: State.Type
  ) throws(DomainError) -> State? {
    guard let text = options.status ?? envelope.status else { return nil }
    guard let state = State(rawValue: text) else {
      throw .invalid([
        Fault(
          "/status", .notAccepted, found: text,
          accepted: State.accepted.joined(separator: ", "))
      ])
    }
    return state
  }

  private static func name(of item: ImportItem) -> String {
    guard case .success(let json) = item.content else { return "" }
    for member in ["id", "name", "title"] {
      if let text = json[member]?.text { return String(text.prefix(80)) }
    }
    return ""
  }

  private func take(
    _ item: ImportItem, _ options: ImportOptions, _ db: inout Database, _ actor: Actor,
    _ now: Instant, _ report: inout ImportReport
  ) throws(DomainError) {
    let json: JSON
    switch item.content {
    case .success(let content): json = content
    case .failure(let error): throw error
    }
    let (record, notes) = try ImportRecord.read(json, places: places)
    switch record {
    case .organisation(let profile, let envelope):
      try take(profile, envelope, options, &db, actor, now, &report)
    case .problem(let statement, let envelope):
      try take(statement, envelope, options, &db, actor, now, &report)
    }
    report.notes += notes.map { (item.position, $0) }
  }

  private func take(
    _ profile: OrganisationProfile, _ envelope: ImportEnvelope, _ options: ImportOptions,
    _ db: inout Database, _ actor: Actor, _ now: Instant, _ report: inout ImportReport
  ) throws(DomainError) {
    let asked = try Self.state(options, envelope, Organisation.Status.self)
    var before: Organisation?
    if let id = envelope.id {
      before = try db.organisation(ID(id), places: places)
      if before == nil { before = try db.organisation(externalID: id, places: places) }
    }
    guard let before else {
      let record = Organisation(
        id: newID(), externalID: envelope.id, status: asked ?? .verified, createdAt: now,
        updatedAt: now, profile: profile)
      try insert(record, &db, actor, now)
      report.created += 1
      return
    }
    var after = before
    after.profile = profile
    after.status = asked ?? before.status
    guard after != before else {
      report.unchanged += 1
      return
    }
    try replace(before, with: &after, "import", &db, actor, now)
    report.updated += 1
  }

  private func take(
    _ statement: ProblemStatement, _ envelope: ImportEnvelope, _ options: ImportOptions,
    _ db: inout Database, _ actor: Actor, _ now: Instant, _ report: inout ImportReport
  ) throws(DomainError) {
    let asked = try Self.state(options, envelope, Problem.Status.self)
    var before: Problem?
    if let id = envelope.id {
      before = try db.problem(ID(id), places: places)
      if before == nil { before = try db.problem(externalID: id, places: places) }
    }
    if before == nil, let code = envelope.code {
      if let holder = try db.problem(code: code, places: places) {
        throw .conflict(field: "code", value: code, holder: holder.id.text)
      }
    }
    guard let before else {
      var record = Problem(
        id: newID(), externalID: envelope.id, code: envelope.code, status: asked ?? .published,
        createdAt: now, updatedAt: now, statement: statement)
      if record.status != .draft, record.status != .submitted { try publish(&record, &db, now) }
      try insert(record, &db, actor, now)
      report.created += 1
      return
    }
    if let code = envelope.code, let held = before.code, code != held {
      throw .invalid([Fault("/code", .readOnly, found: code, accepted: held)])
    }
    var after = before
    after.statement = statement
    after.status = asked ?? before.status
    guard after != before else {
      report.unchanged += 1
      return
    }
    if after.status != .draft, after.status != .submitted { try publish(&after, &db, now) }
    try replace(before, with: &after, "import", &db, actor, now)
    report.updated += 1
  }
}
