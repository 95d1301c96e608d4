package import Domain
import Matching
import Storage

/// One of the checks of a register's health.
package struct HealthCheck: Sendable, Equatable {
  /// What was checked: `integrity`, `foreign_keys`, `audit_chain`, `change_feed`, `records`,
  /// `index` or `lexicon`.
  package let name: String
  /// What was found wrong; empty when all is well.
  package let faults: [String]
  /// How much was looked at.
  package let examined: Int
  /// Whether that counts what is under seal too. It is checked in any case; its number is sealed
  /// with it.
  package let countsSealed: Bool

  /// What came of one check.
  package init(name: String, faults: [String], examined: Int, countsSealed: Bool = true) {
    self.name = name
    self.faults = faults
    self.examined = examined
    self.countsSealed = countsSealed
  }
}

extension Registry {
  /// Whether the register can answer requests.
  package func ready() throws(DomainError) {
    _ = try store.read { db throws(DomainError) in try db.lastChange() }
  }

  /// How many organisations and problems can be found by matching.
  package var indexed: (organisations: Int, problems: Int) {
    let snapshot = index.current
    return (snapshot.organisationCount, snapshot.problemCount)
  }

  /// Checks the file, its references, the audit chain, the feed, each record against what the log
  /// tells of it, the index, and what was added to the lexicon.
  package func check() throws(DomainError) -> [HealthCheck] {
    let (places, digest) = (places, store.digest)
    var checks = try store.read(bulk: true) { db throws(DomainError) in
      [
        HealthCheck(name: "integrity", faults: try db.integrityFaults(), examined: 1),
        HealthCheck(name: "foreign_keys", faults: try db.foreignKeyFaults(), examined: 1),
        try db.auditCheck(digest),
      ]
    }
    let survey = try store.read(bulk: true) { db throws(DomainError) in
      try RecordSurvey(&db, places: places)
    }
    checks.append(
      HealthCheck(
        name: "change_feed", faults: survey.unannounced, examined: survey.examined,
        countsSealed: false))
    checks.append(
      HealthCheck(
        name: "records", faults: survey.untold, examined: survey.examined, countsSealed: false))
    var indexFaults: [String] = []
    do { try index.follow() } catch {
      guard case .internalFault(let detail) = error else { throw error }
      indexFaults.append(detail)
    }
    for (name, found, expected) in [
      ("organisations", indexed.organisations, survey.verifiedOrganisations),
      ("problems", indexed.problems, survey.publishedProblems),
    ] where found != expected {
      indexFaults.append("\(name): \(found) ≠ \(expected)")
    }
    checks.append(
      HealthCheck(
        name: "index", faults: indexFaults, examined: indexed.organisations + indexed.problems))
    checks.append(try checkLexicon())
    checks.append(try checkFiles())
    checks.append(try checkSeals())
    return checks
  }

  /// Checks the audit chain alone, which takes neither the index nor the concepts.
  package func checkAudit() throws(DomainError) -> HealthCheck {
    let digest = store.digest
    return try store.read(bulk: true) { db throws(DomainError) in try db.auditCheck(digest) }
  }

  /// Proves the audit chain.
  ///
  /// `known` is an entry by number and hash that was written down earlier; without it, a log that
  /// was made up anew from its beginning cannot be told from the true one.
  package func verifyAudit(
    against known: (sequence: Int64, hash: String)? = nil
  ) throws(DomainError) -> AuditProof {
    let digest = store.digest
    return try store.read(bulk: true) { db throws(DomainError) in
      let report = try db.auditReport(digest: digest)
      let changes = try db.lastChange()
      var isKnownThere: Bool?
      if let known {
        let hash = try db.auditHash(of: known.sequence)
        isKnownThere = hash.map { Hexadecimal.text($0) } == known.hash.lowercased()
      }
      return AuditProof(report, changes: changes, isKnownThere: isKnownThere)
    }
  }

  /// Copies the database into a new file while it is in use, and the files into a folder beside it;
  /// the master key is left out, so that a copy alone gives nothing sealed away.
  ///
  /// Files are copied before the database, for those that are removed meanwhile, and after it, for
  /// those that are added.
  package func backup(to path: String, progress: (Int, Int) -> Void) throws(DomainError) {
    let target = BlobStore(root: Store.folderOfFiles(beside: path))
    try store.blobs.copy(to: target, digest: store.digest)
    try store.backup(to: path, progress: progress)
    try store.blobs.copy(to: target, digest: store.digest)
  }

  /// Copies the files that belong to one database beside another.
  package static func copyFiles(
    from source: String, to target: String
  ) throws(DomainError) {
    guard Credentials.prepare() else { throw .internalFault("libsodium cannot be initialised") }
    let target = BlobStore(root: Store.folderOfFiles(beside: target))
    try BlobStore(root: Store.folderOfFiles(beside: source)).copy(
      to: target, digest: Credentials.digest)
  }

  /// The folder of a database's files, for those who tidy up after it.
  package static func folderOfFiles(beside path: String) -> String {
    Store.folderOfFiles(beside: path)
  }

  /// What was found unreadable since the last call, and is left out of matching, search and
  /// lists.
  package func takeDamage() -> [String] { index.takeDamage() + store.takeDamage() }

  /// Takes up whatever was committed since the last call, by whatever process.
  package func follow() throws(DomainError) { try index.follow() }

  /// Reads every text again where concepts have changed since. It may take seconds, in which
  /// everything else goes on with the concepts as they were; call it beside `follow`.
  package func renewIndex() throws(DomainError) { try index.renew() }

  /// Tidies up before the process ends.
  package func close() throws(DomainError) {
    try writeAccesses()
    try store.checkpoint()
  }

  /// Sets what public problem codes begin with.
  package func setCodePrefix(_ prefix: String, by actor: Actor) throws(DomainError) {
    guard actor.role == .admin else { throw .forbidden(action: "setting", needs: ["admin"]) }
    guard (2...10).contains(prefix.utf8.count),
      prefix.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
    else {
      throw .invalid([Fault("/code_prefix", .badFormat, found: prefix, accepted: "DLK")])
    }
    let now = clock()
    try commit { db throws(DomainError) in
      let before = try db.setting(Self.codePrefixSetting)
      guard before != prefix else { return }
      try db.set(Self.codePrefixSetting, to: prefix)
      try self.audit(
        &db, actor, "set", .setting, id: Self.codePrefixSetting, version: 1, at: now,
        payload: ["before": JSON(before), "after": .string(prefix)])
    }
  }
}

extension Database {
  fileprivate mutating func auditCheck(
    _ digest: ([UInt8]) -> [UInt8]
  ) throws(DomainError) -> HealthCheck {
    let proof = AuditProof(
      try auditReport(digest: digest), changes: try lastChange(), isKnownThere: nil)
    return HealthCheck(name: "audit_chain", faults: proof.faults, examined: proof.entries)
  }
}
