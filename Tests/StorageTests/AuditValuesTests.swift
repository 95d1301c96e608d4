import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing

/// Personal values of the log: kept beside the payload, taken out one by one.
@Suite struct AuditValuesTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  static let person = Actor(
    name: "account:a1", role: nil, account: ID("a1"), address: "203.0.113.7")

  private func write(
    _ payload: JSON, on aggregate: Aggregate = .account, _ id: String = "a1",
    action: String = "account.create", by actor: Actor = person
  ) throws {
    try store.write { db throws(DomainError) in
      try db.record(
        AuditAct(
          at: Instant(seconds: 5), actor: actor, action: action, aggregate: aggregate, id: id,
          version: 1, payload: payload, salt: [1, 2], valueSalt: { [9, 8, 7] }),
        digest: TemporaryStore.digest)
    }
  }

  private static let made: JSON = [
    "after": ["id": "a1", "email": "an@bimat.example", "name": "An", "language": "vi"],
    "from": "203.0.113.7",
  ]

  private func report() throws -> ChainReport {
    try store.read(bulk: true) { db throws(DomainError) in
      try db.auditReport(digest: TemporaryStore.digest)
    }
  }

  private func payloads(of aggregate: Aggregate = .account, _ id: String = "a1") throws -> [String?]
  {
    try store.read { db throws(DomainError) in
      try db.auditPayloads(of: aggregate, id: id, limit: 10)
    }
  }

  @Test func valuesStandBesideThePayloadAndAreReadWithIt() throws {
    try write(Self.made)
    var raw = try file.raw()
    let payload = try raw.texts("SELECT payload FROM audit")[0]
    for word in ["bimat", "\"An\"", "203.0.113"] { #expect(!payload.contains(word)) }
    #expect(payload.contains("\"language\":\"vi\""))
    #expect(try payloads() == [Self.made.compact])
    #expect(try raw.number("SELECT count(*) FROM audit_value WHERE subject = 'account:a1'") == 3)
    #expect(try report().state == (try report().state))
    if case .broken = try report().state { Issue.record("broken") }
  }

  @Test func whatIsErasedIsGoneAndTheChainHolds() throws {
    try write(Self.made)
    try write(["after": ["email": "an@bimat.example", "name": "Công ty"]], on: .organisation, "o1")
    try write(["after": ["email": "other@bimat.example"]], on: .organisation, "o2")
    let erased = try store.write { db throws(DomainError) in
      try db.eraseFromLog(.account, "a1", texts: ["an@bimat.example"])
    }
    // Three of the account, two origins… of this person's acts, and the address as a contact.
    #expect(erased.values == 4 && erased.payloads == 0)
    let left = try payloads()[0] ?? ""
    #expect(left.contains(#""email":{"erased":true}"#) && left.contains(#""language":"vi""#))
    #expect(
      try payloads(of: .organisation, "o1") == [
        #"{"after":{"email":{"erased":true},"name":"Công ty"}}"#
      ])
    #expect(try payloads(of: .organisation, "o2")[0]?.contains("other@bimat") == true)
    guard case .intact(let entries, _) = try report().state else {
      Issue.record("broken")
      return
    }
    #expect(entries == 3)
    #expect(try report().erased.values == 4)
    try store.checkpoint()
    let bytes = Array(try Data(contentsOf: URL(filePath: file.path)))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("an@bimat.example"))
  }

  @Test(
    arguments: [
      ("UPDATE audit_value SET value = '\"x\"' WHERE number = 2", .value),
      ("UPDATE audit_value SET salt = x'00' WHERE number = 1", .value),
      ("UPDATE audit_value SET digest = x'00' WHERE number = 1", .value),
      ("DELETE FROM audit_value WHERE number = 3", .value),
      ("UPDATE audit_value SET number = 7 WHERE number = 3", .value),
      ("UPDATE audit_value SET sequence = 2 WHERE number = 3", .value),
      ("UPDATE audit_value SET subject = 'account:b' WHERE number = 1", .value),
      ("UPDATE audit_value SET subject = NULL WHERE number = 2", .value),
      ("UPDATE audit_value SET subject = 'account:b' WHERE number = 3", .value),
      ("UPDATE audit_value SET subject = NULL WHERE number = 3", .value),
      (
        "INSERT INTO audit_value VALUES (1, 9, NULL, '\"x\"', x'00', x'00')", .value
      ),
      ("UPDATE audit SET payload = replace(payload, 'vi', 'en')", .payload),
    ] as [(String, ChainFault)]) func tamperingWithValuesShows(_ row: (String, ChainFault)) throws
  {
    try write(Self.made)
    var raw = try file.raw()
    try raw.script(
      """
      DROP TRIGGER tr_audit_no_update; DROP TRIGGER tr_audit_value_insert;
      DROP TRIGGER tr_audit_value_no_update; DROP TRIGGER tr_audit_value_no_delete;
      """)
    try raw.script(row.0)
    #expect(try report().state == .broken(sequence: 1, row.1))
  }

  @Test(arguments: [
    "UPDATE audit_value SET value = '\"x\"'", "DELETE FROM audit_value",
    "UPDATE audit_value SET subject = 'account:b'", "UPDATE audit_value SET digest = x'00'",
    "UPDATE audit_value SET value = NULL",
    "UPDATE audit_value SET value = NULL, salt = NULL, number = 8 WHERE number = 1",
    "INSERT INTO audit_value VALUES (1, 9, NULL, '\"x\"', x'00', x'00')",
    "INSERT INTO audit_value VALUES (2, 9, NULL, NULL, NULL, x'00')",
    "INSERT OR REPLACE INTO audit_value SELECT * FROM audit_value WHERE sequence = 1",
  ]) func triggersAllowTakingOutAloneAndNothingElse(_ sql: String) throws {
    try write(Self.made)
    try write(["after": ["language": "en"]])
    try store.write { db throws(DomainError) in
      do throws(DatabaseError) {
        try db.execute(sql)
        Issue.record("taken")
      } catch { #expect("\(error)".contains("audit_value")) }
    }
  }

  @Test func whatWasTakenOutCannotComeBack() throws {
    try write(Self.made)
    var raw = try file.raw()
    try raw.execute("UPDATE audit_value SET value = NULL, salt = NULL WHERE number = 1")
    #expect(throws: DatabaseError.self) {
      try raw.execute("UPDATE audit_value SET value = '\"x\"', salt = x'00' WHERE number = 1")
    }
  }

  /// A log whose entries hold everything in the payload, as releases before this one wrote them.
  @Test func entriesOfEarlierReleasesStayValidAndGoAsAWhole() throws {
    let files = try Self.steps()
    let path = file.path + ".old"
    defer {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    do {
      var old = try Connection(path: path, mode: .create)
      try old.script(
        """
        CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
          checksum BLOB NOT NULL, applied_at INTEGER NOT NULL) STRICT
        """)
      for step in files.prefix(while: { $0.name != "privacy" }) {
        try old.script(String(decoding: step.bytes, as: UTF8.self))
        try old.execute(
          "INSERT INTO migration VALUES (?, ?, ?, 500)",
          [
            .integer(Int64(step.number)), .text(step.name),
            .blob(TemporaryStore.digest(step.bytes)),
          ])
      }
      var previous = [UInt8](repeating: 0, count: 32)
      let payloads = [
        #"{"after":{"id":"a1","email":"an@bimat.example","name":"An"}}"#,
        #"{"after":{"status":"verified"},"from":"203.0.113.7"}"#,
        #"{"after":{"name":"Quỹ"}}"#,
      ]
      for (index, payload) in payloads.enumerated() {
        let sequence = Int64(index + 1)
        let aggregate = index == 0 ? "account" : "organisation"
        let (id, actor) = (index == 0 ? "a1" : "o\(index)", index == 1 ? "account:a1" : "cli")
        let digest = TemporaryStore.digest([4] + Array(payload.utf8))
        var bytes = previous + digest
        for text in [String(sequence), "10", actor, "x.create", aggregate, id, "1"] {
          bytes += Array("\(text.utf8.count):\(text)".utf8)
        }
        let hash = TemporaryStore.digest(bytes)
        try old.execute(
          "INSERT INTO audit VALUES (?, 10, ?, 'x.create', ?, ?, 1, ?, x'04', ?, ?, ?)",
          [
            .integer(sequence), .text(actor), .text(aggregate), .text(id), .text(payload),
            .blob(digest), .blob(previous), .blob(hash),
          ])
        previous = hash
      }
    }
    let store = try Store(
      path: path, create: false, readers: 1, now: Instant(seconds: 1000),
      digest: TemporaryStore.digest)
    func state() throws -> ChainState {
      try store.read(bulk: true) { db throws(DomainError) in
        try db.verifyAudit(digest: TemporaryStore.digest)
      }
    }
    guard case .intact(3, _) = try state() else {
      Issue.record("broken")
      return
    }
    let erased = try store.write { db throws(DomainError) in
      try db.eraseFromLog(.account, "a1", texts: ["an@bimat.example"])
    }
    #expect(erased.payloads == 2 && erased.values == 0)
    guard case .intact(3, _) = try state() else {
      Issue.record("broken by erasing")
      return
    }
    let kept = try store.read { db throws(DomainError) in
      try db.auditPayloads(of: .organisation, id: "o2", limit: 2)
    }
    #expect(kept == [#"{"after":{"name":"Quỹ"}}"#])
  }

  private static func steps() throws -> [(number: Int, name: String, bytes: [UInt8])] {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schema")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".sql") }.sorted().map { name in
        (
          Int(name.prefix(4)) ?? -1, String(name.dropFirst(5).dropLast(4)),
          Array(try Data(contentsOf: folder.appending(path: name)))
        )
      }
  }
}
