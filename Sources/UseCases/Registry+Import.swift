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
  /// The identifiers met so far: the second record of one would silently undo the first.
  var seen: Set<String> = []

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
  /// the same file changes nothing, a corrected one only what differs. A record that somebody with
  /// a tie to it would change is refused as that change by hand would be.
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
    let whole = item.isPartial ? try completed(json, &db) : json
    let (record, notes) = try ImportRecord.read(whole, places: places)
    try refusePersonalNumbers(in: json)
    let isRepeat = record.envelope.id.map { !report.seen.insert($0).inserted } ?? false
    switch record {
    case .organisation(let profile, let envelope):
      try take(profile, envelope, isRepeat, options, &db, actor, now, &report)
    case .problem(let statement, let envelope):
      try take(
        statement, envelope, isRepeat, item.position, options, &db, actor, now, &report)
    }
    report.notes += notes.map { (item.position, $0) }
  }

  /// A spreadsheet's record with what the register already has of it in the other columns.
  private func completed(_ json: JSON, _ db: inout Database) throws(DomainError) -> JSON {
    guard case .object(let object) = json, let id = object["id"]?.text?.trimmed else { return json }
    let row = JSON.object(ImportRecord.nest(object))
    var known: [(String, JSON)]?
    if object.says("title") || !object.says("name") {
      known = try existingProblem(id, id, &db)?.statement.members
    }
    if known == nil { known = try existingOrganisation(id, id, &db)?.profile.members }
    return known.map { JSON.object(JSONObject($0)).merging(row) } ?? row
  }

  private func existingOrganisation(
    _ id: String, _ externalID: String?, _ db: inout Database
  ) throws(DomainError) -> Organisation? {
    if let found = try db.organisation(ID(id), places: places) { return found }
    return try db.organisation(externalID: externalID ?? id, places: places)
  }

  private func existingProblem(
    _ id: String, _ externalID: String?, _ db: inout Database
  ) throws(DomainError) -> Problem? {
    if let found = try db.problem(ID(id), places: places) { return found }
    return try db.problem(externalID: externalID ?? id, places: places)
  }

  private func take(
    _ profile: OrganisationProfile, _ envelope: ImportEnvelope, _ isRepeat: Bool,
    _ options: ImportOptions, _ db: inout Database, _ actor: Actor, _ now: Instant,
    _ report: inout ImportReport
  ) throws(DomainError) {
    let asked = try Self.state(options, envelope, Organisation.Status.self)
    let before =
      if let id = envelope.id { try existingOrganisation(id, envelope.externalID, &db) } else {
        nil as Organisation?
      }
    guard let before else {
      if !profile.contradictions.isEmpty { throw .invalid(profile.contradictions) }
      try requireNumber(in: profile)
      var record = Organisation(
        id: newID(), externalID: envelope.externalID, status: asked ?? .verified, createdAt: now,
        updatedAt: now, profile: profile)
      try insert(&record, &db, actor, now)
      report.created += 1
      return
    }
    var after = before
    after.profile = profile
    try recognise(&after.profile, of: before, &db)
    // An old file must not lift a suspension; `--status`, which somebody types, may.
    let isFixed = before.status == .suspended || before.status == .withdrawn
    after.status = isFixed && options.status == nil ? before.status : asked ?? before.status
    guard after != before else {
      report.unchanged += 1
      return
    }
    if isRepeat { throw .invalid([Fault("/id", .repeated, found: envelope.id)]) }
    try requireImpartial(actor, "organisation.import", registering: before.id, &db)
    if !after.profile.contradictions.isEmpty { throw .invalid(after.profile.contradictions) }
    try replace(before, with: &after, "import", &db, actor, now)
    report.updated += 1
  }

  private func take(
    _ statement: ProblemStatement, _ envelope: ImportEnvelope, _ isRepeat: Bool,
    _ position: String, _ options: ImportOptions, _ db: inout Database, _ actor: Actor,
    _ now: Instant,
    _ report: inout ImportReport
  ) throws(DomainError) {
    var statement = statement
    try db.settleOwner(of: &statement, actor, places)
    let asked = try Self.state(options, envelope, Problem.Status.self)
    let before =
      if let id = envelope.id { try existingProblem(id, envelope.externalID, &db) } else {
        nil as Problem?
      }
    if before == nil, let code = envelope.code {
      if let holder = try db.problem(code: code, places: places) {
        throw .conflict(field: "code", value: code, holder: holder.id.text)
      }
    }
    guard let before else {
      var record = Problem(
        id: newID(), externalID: envelope.externalID, code: envelope.code,
        status: asked ?? .published,
        createdAt: now, updatedAt: now, statement: statement)
      if record.status != .draft, record.status != .submitted { try publish(&record, &db, now) }
      if record.status == .published, let deadline = statement.deadline, deadline <= now {
        report.notes.append(
          (
            position,
            Note(
              path: "/deadline", key: "deadline_passed", found: deadline.textInVietnam, became: "")
          ))
      }
      try insert(record, &db, actor, now)
      try recordPublication(of: record, &db, now)
      report.created += 1
      return
    }
    if let code = envelope.code, let held = before.code, code != held {
      throw .invalid([Fault("/code", .readOnly, found: code, accepted: held)])
    }
    var after = before
    after.statement = statement
    // Once published, a problem moves by its own steps alone: a file that opened it again after
    // proposals were read would break their seal.
    if before.publishedAt == nil {
      after.status = asked ?? before.status
    } else if let status = options.status, status != before.status.rawValue {
      throw .invalid([
        Fault("/status", .readOnly, found: status, accepted: before.status.rawValue)
      ])
    }
    try before.allowAmending(to: statement, at: now)
    guard after != before else {
      report.unchanged += 1
      return
    }
    if isRepeat { throw .invalid([Fault("/id", .repeated, found: envelope.id)]) }
    try requireImpartial(actor, "problem.import", over: before.id, &db)
    if after.status != .draft, after.status != .submitted { try publish(&after, &db, now) }
    try replace(before, with: &after, "import", &db, actor, now)
    if before.publishedAt == nil {
      try recordPublication(of: after, &db, now)
    } else if after.statement != before.statement {
      try recordAmendment(of: before, to: after, Amendment(), &db, actor, now)
    }
    report.updated += 1
  }
}
