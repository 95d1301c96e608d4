import Domain
import Storage

/// A look at every organisation and problem, one by one, so that one that cannot be read hides no
/// other.
struct RecordSurvey: Sendable {
  /// How many were looked at.
  private(set) var examined = 0
  /// Those whose last version the change feed does not know.
  private(set) var unannounced: [String] = []
  /// Those that cannot be read, or are not what the audit log tells of them.
  private(set) var untold: [String] = []
  /// How many organisations and problems an index must hold.
  private(set) var verifiedOrganisations = 0
  private(set) var publishedProblems = 0

  private static let page = 1000
  /// Acts on one record up to which its log is replayed.
  private static let longestLog = 10_000

  init(_ db: inout Database, places: Gazetteer) throws(DomainError) {
    let versions = try db.feedVersions()
    for aggregate in [Aggregate.organisation, .problem] {
      var last = ""
      while true {
        let ids = try db.identifiers(of: aggregate, after: last, limit: Self.page)
        for id in ids { try look(at: id, of: aggregate, &db, versions, places) }
        guard let end = ids.last else { break }
        last = end
      }
    }
  }

  private mutating func look(
    at id: String, of aggregate: Aggregate, _ db: inout Database, _ versions: [String: Int],
    _ places: Gazetteer
  ) throws(DomainError) {
    examined += 1
    let payloads = try db.auditPayloads(of: aggregate, id: id, limit: Self.longestLog)
    let replay = payloads.count < Self.longestLog ? AuditReplay(payloads) : nil
    let version: Int
    do {
      if aggregate == .problem {
        guard let record = try db.problem(ID(id), places: places) else { return }
        version = record.version
        if record.publishedAt != nil { publishedProblems += 1 }
        if let replay, !replay.tells(record, places: places) { untold.append(id) }
      } else {
        guard let record = try db.organisation(ID(id), places: places) else { return }
        version = record.version
        if record.status == .verified { verifiedOrganisations += 1 }
        if let replay, !replay.tells(record, places: places) { untold.append(id) }
      }
    } catch {
      guard case .internalFault(let detail) = error else { throw error }
      untold.append(detail)
      return
    }
    if versions[id] != version { unannounced.append(id) }
  }
}
