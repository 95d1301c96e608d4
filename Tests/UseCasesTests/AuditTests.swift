import Domain
import FoundationEssentials
import Storage
import Testing
import UseCases

/// What every act leaves in the audit log and the change feed.
@Suite struct AuditTests {
  let world: World
  var registry: Registry { world.registry }

  init() throws { world = try World() }

  private func entries() throws -> Int {
    let state = try world.store.read { db throws(DomainError) in
      try db.verifyAudit(digest: Credentials.digest)
    }
    guard case .intact(let entries, _) = state else { return -1 }
    return entries
  }

  private func feed() throws -> [String] {
    try world.store.read { db throws(DomainError) in
      try db.changes(after: 0, limit: 1000).map { "\($0.aggregate.rawValue) \($0.version)" }
    }
  }

  @Test func everyWriteIsOneEntry() throws {
    let firm = try world.organisation(.verified)
    _ = try registry.updateOrganisation(
      firm.id.text, patch: ["trl": 5], expecting: 3, by: World.dost)
    let problem = try world.problem()
    let proposal = try world.proposal(of: firm, for: problem)
    _ = try registry.moveProposal(proposal.id, .withdraw, by: World.member(of: firm))
    let token = try registry.createToken(
      role: .dost, organisation: nil, label: nil, expiresAt: nil, by: World.admin
    ).token
    try registry.revokeToken(token.id.text, by: World.admin)
    try registry.setCodePrefix("PHY", by: World.admin)
    let items = try ImportSource.records(
      Array(#"[{"id":1,"kind":"fund","name":"Quỹ"}]"#.utf8), .json)
    _ = try registry.importRecords(items, options: ImportOptions(), by: World.admin)
    #expect(
      try feed() == [
        "organisation 1", "organisation 2", "organisation 3", "organisation 4", "problem 1",
        "problem 2", "proposal 1", "proposal 2", "proposal 3", "token 1", "token 2", "setting 1",
        "organisation 1",
      ])
    #expect(try entries() == 13)
  }

  @Test func whatIsRefusedOrChangesNothingIsNoEntry() throws {
    let firm = try world.organisation(.draft)
    let before = try entries()
    _ = outcome { () throws(DomainError) in
      try registry.moveOrganisation(firm.id.text, .verify, by: World.dost)
    }
    _ = outcome { () throws(DomainError) in
      try registry.updateOrganisation(
        firm.id.text, patch: ["trl": 99], expecting: 1, by: World.dost)
    }
    _ = try registry.updateOrganisation(firm.id.text, patch: [:], expecting: 1, by: World.dost)
    try registry.setCodePrefix("PHY", by: World.admin)
    try registry.setCodePrefix("PHY", by: World.admin)
    #expect(try entries() == before + 1)
  }

  /// The file holds the name of an organisation in its record and in the log, but the words of a
  /// proposal nowhere.
  @Test func theLogHoldsNoWordOfAProposal() throws {
    let firm = try world.organisation(.verified, ["name": "ten-cong-ty-4b1d"])
    _ = try world.proposal(
      of: firm, for: try world.problem(), submit: false, approach: "cach-lam-9c2e")
    try registry.close()
    let bytes = Array(try Data(contentsOf: URL(filePath: world.path)))
    func count(_ text: String) -> Int {
      let needle = Array(text.utf8)
      return (0...(bytes.count - needle.count)).count { start in
        bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle)
      }
    }
    #expect(count("ten-cong-ty-4b1d") > 1)
    #expect(count("cach-lam-9c2e") == 0)
    #expect(count("sealed_digest") >= 1)
  }
}
