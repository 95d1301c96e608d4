import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing
import UseCases

@Suite struct RegistryHealthTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  /// Changes the first occurrence of a text in the database file, as nobody should.
  private func damage(_ text: String, to other: String) throws {
    try registry.close()
    var bytes = Array(try Data(contentsOf: URL(filePath: world.path)))
    let needle = Array(text.utf8)
    let start = try #require(
      (0..<(bytes.count - needle.count)).first { start in
        bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle)
      })
    bytes.replaceSubrange(start..<(start + needle.count), with: Array(other.utf8))
    try Data(bytes).write(to: URL(filePath: world.path))
  }

  private func faulty(_ registry: Registry) throws -> [String] {
    try registry.check().filter { !$0.faults.isEmpty }.map(\.name)
  }

  @Test func aSoundRegisterPassesEveryCheck() throws {
    let firm = try world.organisation()
    _ = try world.organisation(.draft)
    _ = try world.proposal(of: firm, for: try world.problem())
    try registry.ready()
    let checks = try registry.check()
    #expect(
      checks.map(\.name) == [
        "integrity", "foreign_keys", "audit_chain", "change_feed", "records", "index", "lexicon",
        "files", "seals",
      ])
    #expect(checks.allSatisfy { $0.faults.isEmpty })
    #expect(checks.map(\.examined) == [1, 1, 8, 3, 3, 2, 0, 0, 0])
  }

  @Test func tamperingWithTheAuditLogIsFound() throws {
    _ = try world.organisation(.submitted)
    try damage("organisation.submit", to: "organisation.verify")
    let again = try World(at: world.path)
    let check = try again.registry.check().first { $0.name == "audit_chain" }
    #expect(check?.faults == ["2: hash"])
  }

  @Test func damageToTheFileIsFound() throws {
    try registry.setCodePrefix("PHY", by: World.admin)
    try damage("problem_code_prefix", to: "problem_code_prefiy")
    #expect(try faulty(World(at: world.path).registry).contains("integrity"))
  }

  @Test func aRecordThatTheFeedDoesNotKnowIsFound() throws {
    try registry.follow()
    var firm = try world.organisation()
    #expect(try faulty(registry) == [])
    firm.version += 1
    firm.status = .suspended
    let next = firm
    try world.store.write { db throws(DomainError) in try db.update(next) }
    let checks = try registry.check()
    #expect(checks.first { $0.name == "change_feed" }?.faults == [firm.id.text])
    #expect(checks.first { $0.name == "index" }?.faults == ["organisations: 1 ≠ 0"])
  }

  @Test func aRecordThatNobodysActChangedIsFound() throws {
    var firm = try world.organisation()
    _ = try world.organisation()
    firm.profile.employees = 4000
    firm.version += 1
    let altered = firm
    try world.store.write { db throws(DomainError) in try db.update(altered) }
    #expect(
      try registry.check().first { $0.name == "records" }?.faults == [firm.id.text])
  }

  @Test func recordsThatCannotBeReadAreListed() throws {
    let firm = try world.organisation()
    let problem = try world.problem()
    var file = try Connection(path: world.path, mode: .readWrite)
    try file.execute("UPDATE organisation SET profile = '{' WHERE id = ?", [.text(firm.id.text)])
    try file.execute("UPDATE problem SET status = 'lost' WHERE id = ?", [.text(problem.id.text)])
    let check = try #require(try registry.check().first { $0.name == "records" })
    #expect(check.faults.count == 2)
    #expect(check.faults.first?.hasPrefix("organisation \(firm.id)") == true)
    #expect(check.faults.last?.hasPrefix("problem \(problem.id)") == true)
  }

  @Test func aBackupIsARegisterOfItsOwn() throws {
    let firm = try world.organisation()
    let copy = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-copy-\(UUID().uuidString).db").path()
    defer {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: copy + suffix)
      }
    }
    var last = (0, 1)
    try registry.backup(to: copy) { last = ($0, $1) }
    #expect(last.0 == last.1)
    let again = try World(at: copy)
    #expect(try again.registry.organisation(firm.id.text, by: World.dost) == firm)
    #expect(try faulty(again.registry) == [])
  }
}
