import Domain
import Matching
import Storage

/// A look at every record, one by one, so that one that cannot be read hides no other.
struct RecordSurvey: Sendable {
  /// How many were looked at; proposals that are still under seal are not counted.
  private(set) var examined = 0
  /// Those whose last version the change feed does not know.
  private(set) var unannounced: [String] = []
  /// Those that cannot be read, are gone, or are not what the audit log tells of them; and those
  /// that lists would filter by something else than they say.
  private(set) var untold: [String] = []
  /// How many organisations and problems an index must hold.
  private(set) var verifiedOrganisations = 0
  private(set) var publishedProblems = 0

  private static let page = 1000
  /// Kinds of records with columns by which lists filter, or that the index takes up; and those of
  /// which it is looked at whether they can be read.
  private static let looked: [Aggregate] = [
    .organisation, .problem, .outcome, .weights, .lexicon, .claim, .proposal, .account,
    .investment, .introduction, .cohort, .application, .mentorRequest, .document, .question,
    .review, .engagement, .dataRequest, .report,
  ]
  /// Acts on one record up to which its log is replayed.
  private static let longestLog = 10_000

  init(_ db: inout Database, places: Gazetteer) throws(DomainError) {
    let versions = try db.feedVersions()
    for aggregate in Self.looked {
      var last = ""
      while true {
        let ids = try db.identifiers(of: aggregate, after: last, limit: Self.page)
        for id in ids {
          let key = RecordKey(aggregate: aggregate, id: id)
          let isSealed = if aggregate == .proposal { try !db.isOpened(ID(id)) } else { false }
          if !isSealed { examined += 1 }
          do throws(DomainError) {
            if let version = try look(at: key, &db, places), versions[key] != version {
              unannounced.append(id)
            }
          } catch {
            guard case .internalFault(let detail) = error else { throw error }
            // What was added to the lexicon has a check of its own, which lists it.
            if aggregate != .lexicon { untold.append(detail) }
          }
        }
        guard let end = ids.last else { break }
        last = end
      }
    }
    // What settings should hold is looked at below, gone ones included.
    for key in versions.keys.sorted() where key.aggregate != .setting {
      if try db.holds(key) { continue }
      if key.aggregate == .lexicon, try replay(of: key, &db)?.isGone ?? true { continue }
      untold.append("\(key): ∅")
    }
    try lookAtSettings(&db)
  }

  /// The acts on a record, or nil where there are too many.
  private func replay(
    of key: RecordKey, _ db: inout Database
  ) throws(DomainError) -> AuditReplay? {
    let payloads = try db.auditPayloads(of: key.aggregate, id: key.id, limit: Self.longestLog)
    return payloads.count < Self.longestLog ? AuditReplay(payloads) : nil
  }

  /// Compares a record with its log; gives its version.
  private mutating func look(
    at key: RecordKey, _ db: inout Database, _ places: Gazetteer
  ) throws(DomainError) -> Int? {
    let replay = try replay(of: key, &db)
    switch key.aggregate {
    case .organisation:
      guard let record = try db.organisation(ID(key.id), places: places) else { return nil }
      if record.status == .verified { verifiedOrganisations += 1 }
      if let replay, !replay.tells(record, places: places) { untold.append(key.id) }
      if !(try db.isListed(record)) { untold.append("\(key): name_key, kind, … , tags") }
      return record.version
    case .problem:
      guard let record = try db.problem(ID(key.id), places: places) else { return nil }
      if record.publishedAt != nil { publishedProblems += 1 }
      if let replay, !replay.tells(record, places: places) { untold.append(key.id) }
      if !(try db.isListed(record)) { untold.append("\(key): title, field, … , tags") }
      return record.version
    case .outcome:
      guard let record = try db.outcome(ID(key.id)) else { return nil }
      if let replay, !replay.tells(record.json) { untold.append(key.description) }
      return 1
    case .weights:
      guard let stored = try db.weights(key.id) else { return nil }
      if let replay, !replay.tells(stored) { untold.append(key.description) }
      return 1
    case .lexicon:
      guard let addition = try db.lexiconAddition(key.id) else { return nil }
      if let replay, !replay.tells(addition.entry.json) { untold.append(key.description) }
      return addition.version
    default:
      try read(key, &db)
      return nil
    }
  }

  /// Reads a record that neither lists nor index look at by more than its row.
  /// - Throws: `.internalFault` where it cannot be read
  private func read(_ key: RecordKey, _ db: inout Database) throws(DomainError) {
    switch key.aggregate {
    case .claim: _ = try db.claim(ID(key.id))
    case .proposal: _ = try db.proposal(ID(key.id))
    case .account: _ = try db.account(ID(key.id))
    case .investment: _ = try db.investment(ID(key.id))
    case .introduction: _ = try db.introduction(ID(key.id))
    case .cohort: _ = try db.cohort(ID(key.id))
    case .application: _ = try db.application(ID(key.id))
    case .mentorRequest: _ = try db.mentorRequest(ID(key.id))
    case .document: _ = try db.document(ID(key.id))
    case .question: _ = try db.question(ID(key.id))
    case .review: _ = try db.review(ID(key.id))
    case .engagement: _ = try db.engagement(ID(key.id))
    case .dataRequest: _ = try db.dataRequest(ID(key.id))
    case .report: _ = try db.issuedReport(ID(key.id))
    default: break
    }
  }

  /// Settings are what the last act made them.
  private mutating func lookAtSettings(_ db: inout Database) throws(DomainError) {
    let prefix = RecordKey(aggregate: .setting, id: Registry.codePrefixSetting)
    let told = try db.auditPayloads(of: .setting, id: prefix.id, limit: Self.longestLog).last ?? nil
    let after = told.flatMap { try? JSONParser.parse($0)["after"]?.text }
    let held = try db.setting(prefix.id)
    if held != after, held != nil || after != nil { untold.append(prefix.description) }
    let (named, acted) = (try db.weightsInForceName(), try db.lastActedOn(.weights))
    if named != acted {
      untold.append("setting weights_version: \(named ?? "∅") ≠ \(acted ?? "∅")")
    }
  }
}
