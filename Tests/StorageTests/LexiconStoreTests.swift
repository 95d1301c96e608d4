import Domain
import Storage
import Testing

@Suite struct LexiconStoreTests {
  let store: Store
  private let file: TemporaryStore

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func insert(_ additions: LexiconAddition...) throws {
    try store.write { db throws(DomainError) in
      for addition in additions { try db.insert(addition) }
    }
  }

  @Test func whatIsAddedIsReadBack() throws {
    var addition = Sample.addition("leaf_rust", vi: ["gỉ sắt cà phê"])
    addition.entry.broader = ["coffee"]
    addition.entry.related = ["early_warning"]
    addition.entry.code = "field:agriculture"
    try insert(addition)
    let wanted = addition
    try store.read { db throws(DomainError) in
      #expect(try db.lexiconAddition("leaf_rust") == wanted)
      #expect(try db.lexiconAddition("rust") == nil)
      #expect(try db.lexiconAdditions() == [wanted])
    }
  }

  @Test func aChangeNeedsTheVersionBefore() throws {
    try insert(Sample.addition("a"))
    let next = Sample.addition("a", vi: ["khác"], version: 2)
    try store.write { db throws(DomainError) in try db.update(next) }
    #expect(throws: DomainError.stale(current: 2)) {
      try store.write { db throws(DomainError) in try db.update(next) }
    }
    try store.write { db throws(DomainError) in
      #expect(try db.lexiconAddition("a") == next)
      try db.deleteLexiconAddition("a")
      #expect(try db.lexiconAdditions() == [])
    }
  }

  @Test(
    arguments: [
      (nil, ["a", "b", "c_d"]), ("ca phe", ["a"]), ("Cà Phê", ["a"]), ("phe", ["a", "b"]),
      ("c_d", ["c_d"]), ("100%", ["b"]), ("%", ["b"]), ("0\\", ["c_d"]), ("a_phe", []), ("zzz", []),
    ] as [(String?, [String])])
  func listsAreFilteredWithoutMarks(_ text: String?, _ expected: [String]) throws {
    try insert(
      Sample.addition("c_d", vi: ["10\\2"]), Sample.addition("a", vi: ["cà phê"]),
      Sample.addition("b", vi: ["phê duyệt 100%"]))
    let found = try store.read { db throws(DomainError) in
      try db.lexiconAdditionIDs(holding: text)
    }
    #expect(found == expected)
  }

  @Test func theLastVersionOutlivesARemoval() throws {
    try store.write { db throws(DomainError) in
      #expect(try db.lexiconVersion("a") == nil)
      for version in 1...3 {
        try db.record(
          AuditAct(
            at: Instant(seconds: 1), actor: .commandLine, action: "lexicon.add",
            aggregate: .lexicon, id: "a", version: version, payload: [:], salt: [1]),
          digest: TemporaryStore.digest)
      }
      #expect(try db.lexiconVersion("a") == 3)
      #expect(try db.lexiconVersion("b") == nil)
    }
  }
}
