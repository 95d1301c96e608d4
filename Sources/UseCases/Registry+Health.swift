package import Domain
import Matching
import Storage

/// One of the checks of a register's health.
package struct HealthCheck: Sendable, Equatable {
  /// What was checked: `integrity`, `foreign_keys`, `audit_chain`, `change_feed`, `index` or
  /// `lexicon`.
  package let name: String
  /// What was found wrong; empty when all is well.
  package let faults: [String]
  /// How much was looked at.
  package let examined: Int
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

  /// Checks the file, its references, the audit chain, the feed, the index and what was added to
  /// the lexicon.
  package func check() throws(DomainError) -> [HealthCheck] {
    let (places, digest) = (places, store.digest)
    var checks = try store.read(bulk: true) { db throws(DomainError) in
      let integrity = try db.integrityFaults()
      let references = try db.foreignKeyFaults()
      let chain = try db.verifyAudit(digest: digest)
      let changes = try db.lastChange()
      let (chainFaults, entries) =
        switch chain {
        // Each act writes one entry and one change, so a cut-off end of the log shows here.
        case .intact(let entries):
          (Int64(entries) == changes ? [] : ["\(entries) ≠ \(changes)"], entries)
        case .broken(let sequence): (["\(sequence)"], Int(sequence))
        }
      return [
        HealthCheck(name: "integrity", faults: integrity, examined: 1),
        HealthCheck(name: "foreign_keys", faults: references, examined: 1),
        HealthCheck(name: "audit_chain", faults: chainFaults, examined: entries),
      ]
    }
    let (expected, feedFaults, records) = try store.read(bulk: true) { db throws(DomainError) in
      let versions = try db.feedVersions()
      var faults: [String] = []
      var expected = (organisations: 0, problems: 0)
      var records = 0
      var last = ""
      while true {
        let items = try db.organisations(afterID: last, limit: 1000, places: places)
        for item in items {
          records += 1
          if item.status == .verified { expected.organisations += 1 }
          if versions[item.id.text] != item.version { faults.append(item.id.text) }
        }
        guard let end = items.last else { break }
        last = end.id.text
      }
      last = ""
      while true {
        let items = try db.problems(afterID: last, limit: 1000, places: places)
        for item in items {
          records += 1
          if item.publishedAt != nil { expected.problems += 1 }
          if versions[item.id.text] != item.version { faults.append(item.id.text) }
        }
        guard let end = items.last else { break }
        last = end.id.text
      }
      for item in try db.lexiconAdditions() {
        records += 1
        if versions[item.entry.id] != item.version { faults.append(item.entry.id) }
      }
      return (expected, faults, records)
    }
    checks.append(HealthCheck(name: "change_feed", faults: feedFaults, examined: records))
    try index.follow()
    var indexFaults: [String] = []
    if indexed.organisations != expected.organisations {
      indexFaults.append("organisations: \(indexed.organisations) ≠ \(expected.organisations)")
    }
    if indexed.problems != expected.problems {
      indexFaults.append("problems: \(indexed.problems) ≠ \(expected.problems)")
    }
    checks.append(
      HealthCheck(
        name: "index", faults: indexFaults, examined: indexed.organisations + indexed.problems))
    checks.append(try checkLexicon())
    return checks
  }

  /// Copies the database into a new file while it is in use.
  package func backup(to path: String, progress: (Int, Int) -> Void) throws(DomainError) {
    try store.backup(to: path, progress: progress)
  }

  /// Takes up whatever was committed since the last call, by whatever process.
  package func follow() throws(DomainError) { try index.follow() }

  /// Reads every text again where concepts have changed since. It may take seconds, in which
  /// everything else goes on with the concepts as they were; call it beside `follow`.
  package func renewIndex() throws(DomainError) { try index.renew() }

  /// Tidies up before the process ends.
  package func close() throws(DomainError) { try store.checkpoint() }

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
