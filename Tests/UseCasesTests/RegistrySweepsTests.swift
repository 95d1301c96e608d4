import Domain
import FoundationEssentials
import SQLite
import Storage
import Testing
import UseCases

/// What is kept for a while only, and who gets at files through an application.
@Suite struct RegistrySweepsTests {
  let world: World
  let firm: Organisation
  let owner: Actor
  var registry: Registry { world.registry }

  init() throws {
    world = try World()
    firm = try world.organisation(.verified, ["kind": "startup", "startup": ["stage": "seed"]])
    owner = World.member(of: firm)
  }

  private func file(by actor: Actor? = nil) throws(DomainError) -> StoredFile {
    try registry.addFile(
      SampleFiles.bytes(.pdf), name: "a.pdf", declared: FileType.pdf.rawValue,
      by: actor ?? owner)
  }

  private func isThere(_ file: StoredFile, _ actor: Actor? = nil) -> Bool {
    outcome { () throws(DomainError) in try registry.file(file.id, by: actor ?? owner) } == "ok"
  }

  private func incubator() throws(DomainError) -> (Organisation, Cohort) {
    let incubator = try world.organisation(
      .verified,
      [
        "kind": "incubator", "name": "Vườn ươm",
        "incubator": ["programmes": [["id": "ca-phe", "title": "Ươm tạo cà phê"]]],
      ])
    let actor = World.member(of: incubator)
    let cohort = try registry.createCohort(
      [
        "programme": "ca-phe", "name": "Khoá một", "opens": "2026-05-01", "closes": "2026-06-30",
        "capacity": 2,
      ], by: actor)
    return (incubator, try registry.moveCohort(cohort.cohort.id, .announce, by: actor).cohort)
  }

  @Test func filesThatHangOnNothingGo() throws {
    let loose = try file()
    let attached = try file()
    let applied = try file()
    let officers = try file(by: World.dost)
    let proposal = try world.proposal(of: firm, for: try world.problem(), submit: false)
    _ = try registry.attach(
      attached.id, to: proposal.id, expecting: proposal.version, by: owner)
    let (_, cohort) = try incubator()
    _ = try registry.createApplication(
      ["cohort": .string(cohort.id.text), "files": [.string(applied.id.text)]], by: owner)
    world.turn(to: "2026-06-07T23:59:00Z")
    try registry.keepTime()
    #expect(isThere(loose))
    world.turn(to: "2026-06-08T02:00:00Z")
    try registry.keepTime()
    #expect(!isThere(loose) && !isThere(officers, World.dost))
    #expect(isThere(attached) && isThere(applied))
    world.turn(to: "2026-06-08T05:00:00Z")
    try registry.keepTime()
    #expect(try registry.check().flatMap(\.faults) == [])
  }

  @Test func whoHandedAFileInTakesItAway() throws {
    let loose = try file()
    func remove(_ file: StoredFile, _ actor: Actor) -> String {
      outcome { () throws(DomainError) in try registry.removeFile(file.id, by: actor) }
    }
    let stranger = World.member(of: try world.organisation(.verified, ["name": "Khác"]))
    var viewer = owner
    viewer = Actor(
      name: "v", role: .member, organisation: firm.id, membership: .viewer)
    #expect(remove(loose, .anonymous) == "unauthenticated")
    #expect(remove(loose, stranger) == "notFound")
    #expect(remove(loose, World.dost) == "notFound")
    #expect(remove(loose, viewer) == "forbidden")
    #expect(remove(loose, owner) == "ok")
    #expect(remove(loose, owner) == "notFound")
    let proposal = try world.proposal(of: firm, for: try world.problem(), submit: false)
    let attached = try file()
    _ = try registry.attach(
      attached.id, to: proposal.id, expecting: proposal.version, by: owner)
    #expect(remove(attached, owner) == "refused in_use")
    let official = try file(by: World.dost)
    #expect(remove(official, World.admin) == "ok")
  }

  @Test func anIncubatorReadsTheFilesOfWhatWasHandedIn() throws {
    let (incubator, cohort) = try incubator()
    let host = World.member(of: incubator)
    let applied = try file()
    let other = try file()
    let application = try registry.createApplication(
      [
        "cohort": .string(cohort.id.text), "answers": "x",
        "files": [.string(applied.id.text)],
      ], by: owner)
    #expect(!isThere(applied, host), "a draft is the startup's alone")
    _ = try registry.moveApplication(application.id, .submit, by: owner)
    #expect(isThere(applied, host) && !isThere(other, host))
    #expect(try registry.content(of: applied.id, by: host).bytes == SampleFiles.bytes(.pdf))
    let stranger = World.member(of: try world.organisation(.verified, ["name": "Khác"]))
    #expect(!isThere(applied, stranger))
  }

  @Test func secretsOfSecondFactorsAreSealed() throws {
    let person = Person(world)
    _ = try person.join()
    let actor = try person.actor()
    let offer = try registry.enrolSecondFactor(
      ["password": .string(person.password)], by: actor)
    _ = try registry.confirmSecondFactor(
      ["code": .string(try world.code(offer.secret))], keeping: nil, by: actor)
    var raw = try Connection(path: world.path, mode: .readWrite)
    let kept = try raw.query("SELECT secret, sealed FROM second_factor") {
      ($0.blob(0), $0.blob(1))
    }
    #expect(kept.count == 1 && kept[0].0.isEmpty && kept[0].1.count > 40)
    world.turn(to: "2026-06-01T00:05:00Z")
    _ = try person.signIn(code: try world.code(offer.secret))
  }

  /// One of an earlier release goes on working, and is sealed when the register is opened.
  @Test func aSecretOfAnEarlierReleaseGoesOnWorkingAndIsSealedAtTheNextStart() throws {
    let person = Person(world)
    let account = try person.join()
    let secret = [UInt8](1...20)
    let base32 = "AEBAGBAFAYDQQCIKBMGA2DQPCAIREEYU"
    var raw = try Connection(path: world.path, mode: .readWrite)
    _ = try raw.execute(
      "INSERT INTO second_factor (account_id, secret, confirmed_at, last_step) VALUES (?, ?, 1, 0)",
      [.text(account.id.text), .blob(secret)])
    _ = try person.signIn(code: try world.code(base32))
    let path = world.path + ".copy"
    try registry.backup(to: path) { _, _ in }
    defer { removeRegister(path) }
    let start = World.start
    let opened = try Registry.open(path: path, create: false, readers: 1) {
      Instant(seconds: start + 300)
    }
    var copy = try Connection(path: path, mode: .readWrite)
    #expect(
      try copy.query("SELECT length(secret), sealed IS NOT NULL FROM second_factor") {
        "\($0.integer(0)) \($0.integer(1))"
      } == ["0 1"])
    _ = try opened.signIn(
      [
        "email": .string(person.email), "password": .string(person.password),
        "code": .string(try world.code(base32, offset: 300)),
      ], from: person.origin)
  }
}

/// Takes away a register's files with everything beside them.
private func removeRegister(_ path: String) {
  for suffix in ["", "-wal", "-shm", ".key", ".files"] {
    try? FileManager.default.removeItem(atPath: path + suffix)
  }
}
