import Domain
import Storage
import Testing

@Suite struct TokenStoreTests {
  let file: TemporaryStore
  let store: Store

  init() throws {
    file = try TemporaryStore()
    store = try file.open()
  }

  private func token(
    _ id: String, prefix: String? = nil, role: Role = .member, organisation: String? = nil,
    created: Int64 = 10
  ) -> Token {
    Token(
      id: ID(id), prefix: prefix ?? "pre-" + id, role: role,
      organisation: organisation.map { ID($0) },
      label: "máy chủ", createdAt: Instant(seconds: created), expiresAt: Instant(seconds: 500))
  }

  private func insert(_ tokens: [Token]) throws {
    try store.write { db throws(DomainError) in
      for token in tokens { try db.insert(token, hash: Array(token.id.text.utf8)) }
    }
  }

  private func find(_ id: String) throws -> Token? {
    try store.read { db throws(DomainError) in try db.token(hash: Array(id.utf8)) }
  }

  @Test func isFoundByItsHashAlone() throws {
    try insert([token("a"), token("b", role: .dost)])
    #expect(try find("a") == token("a"))
    #expect(try find("b") == token("b", role: .dost))
    #expect(try find("c") == nil)
    #expect(throws: DomainError.self) { try insert([token("a")]) }
  }

  @Test func isBoundOnce() throws {
    try store.insert([Sample.organisation("o1"), Sample.organisation("o2")])
    try insert([token("a")])
    for (organisation, isBound) in [("o1", true), ("o2", false)] {
      let answer = try store.write { db throws(DomainError) in
        try db.bind(ID("a"), to: ID(organisation))
      }
      #expect(answer == isBound)
    }
    #expect(try find("a")?.organisation?.text == "o1")
  }

  @Test func isRevokedOnceByIdentifierOrPrefixUnlessThatIsAmbiguous() throws {
    try insert([token("a"), token("b"), token("c", prefix: "same"), token("d", prefix: "same")])
    func revoke(_ name: String, _ at: Int64) throws -> String? {
      try store.write { db throws(DomainError) in
        try db.revokeToken(name, at: Instant(seconds: at))
      }?.text
    }
    #expect(try revoke("a", 20) == "a")
    #expect(try revoke("a", 30) == nil)
    #expect(try revoke("pre-b", 40) == "b")
    #expect(try revoke("same", 50) == nil)
    #expect(try revoke("none", 50) == nil)
    #expect(try find("a")?.revokedAt == Instant(seconds: 20))
    #expect(try find("b")?.revokedAt == Instant(seconds: 40))
    #expect(try find("c")?.revokedAt == nil)
  }

  @Test func theNewestComeFirst() throws {
    try insert([token("a", created: 1), token("c", created: 3), token("b", created: 3)])
    let ids = try store.read { db throws(DomainError) in try db.tokens().map(\.id.text) }
    #expect(ids == ["b", "c", "a"])
  }
}
