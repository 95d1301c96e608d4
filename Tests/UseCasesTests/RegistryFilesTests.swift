import Domain
import FoundationEssentials
import Storage
import Testing
import UseCases

@Suite struct RegistryFilesTests {
  let world: World
  let firm: Organisation
  var registry: Registry { world.registry }
  var member: Actor { World.member(of: firm) }

  init() throws {
    world = try World()
    firm = try world.organisation()
  }

  private func add(
    _ type: FileType = .pdf, _ bytes: [UInt8]? = nil, name: String = "bí-mật.pdf",
    declared: String? = nil, by actor: Actor? = nil
  ) throws(DomainError) -> StoredFile {
    try registry.addFile(
      bytes ?? SampleFiles.bytes(type), name: name, declared: declared ?? type.rawValue,
      by: actor ?? member)
  }

  private var folder: String { Registry.folderOfFiles(beside: world.path) }

  private func blobs() throws -> [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: folder))?.filter { $0.count > 2 } ?? []
  }

  @Test(arguments: FileType.allCases) func aFileComesBackAsItWas(_ type: FileType) throws {
    let bytes = SampleFiles.bytes(type)
    let file = try add(type, bytes, name: "Thuyết minh")
    #expect(file.name == "Thuyết minh." + type.extensions[0])
    #expect(file.organisation == firm.id && file.size == bytes.count)
    #expect(file.digest == Credentials.digest(bytes))
    #expect(try registry.file(file.id, by: member) == file)
    let content = try registry.content(of: file.id, by: member)
    #expect(content.bytes == bytes && content.file == file)
  }

  @Test func nothingOfItStandsInTheClear() throws {
    let bytes = Array("%PDF-1.7\nplanted-3c81\nstartxref\n9\n%%EOF\n".utf8)
    _ = try add(.pdf, bytes, name: "planted-name-77.pdf")
    let kept = try world.bytes()
    for text in ["planted-3c81", "planted-name-77"] {
      #expect(!kept.contains(text: text))
      for path in try blobs() {
        let blob = Array(try Data(contentsOf: URL(filePath: folder + "/" + path)))
        #expect(!blob.contains(text: text) && !blob.contains(text: "%PDF"))
      }
    }
    #expect(!kept.contains(text: Hexadecimal.text(Credentials.digest(bytes))))
  }

  /// What hangs on nothing yet may be meant for a proposal.
  @Test func itIsSeenByItsOrganisationOnlyUntilItHangsOnARecord() throws {
    let file = try add()
    let rival = try world.organisation()
    for (actor, word) in [
      (member, "ok"), (World.dost, "notFound"), (World.admin, "notFound"),
      (World.reviewer, "notFound"),
      (World.member(of: rival), "notFound"), (World.unbound, "notFound"),
      (Actor.anonymous, "notFound"),
    ] {
      let seen = [
        outcome { () throws(DomainError) in try registry.file(file.id, by: actor) },
        outcome { () throws(DomainError) in _ = try registry.content(of: file.id, by: actor) },
      ]
      #expect(seen == [word, word], "\(actor.name)")
    }
  }

  @Test func whatHangsOnAPublishedProblemIsPublic() throws {
    let file = try add(by: World.dost)
    let (open, draft) = (try world.problem(), try world.problem(publish: false))
    func seen() -> String {
      outcome { () throws(DomainError) in try registry.file(file.id, by: .anonymous) }
    }
    for (problem, word) in [(draft, "notFound"), (open, "ok")] {
      try world.store.write { db throws(DomainError) in
        try db.use(file.id, by: FileUse(.problem, problem.id.text))
      }
      #expect(seen() == word)
    }
    try world.store.write { db throws(DomainError) in
      try db.endUse(file.id, by: FileUse(.problem, open.id.text))
    }
    #expect(seen() == "notFound")
  }

  @Test func whoMayHandIn() throws {
    let viewer = Actor(
      name: "v", role: .member, organisation: firm.id, membership: .viewer)
    for (actor, word) in [
      (World.dost, "ok"), (viewer, "forbidden"), (World.reviewer, "forbidden"),
      (World.unbound, "forbidden"), (Actor.anonymous, "unauthenticated"),
    ] {
      #expect(outcome { () throws(DomainError) in try add(by: actor) } == word, "\(actor.name)")
    }
    #expect(try add(by: World.dost).organisation == nil)
  }

  @Test(
    arguments: [
      ([], "a.pdf", "application/pdf", "invalid /content missing"),
      (Array("hello".utf8), "a.pdf", "application/pdf", "invalid /content not_accepted"),
      (SampleFiles.bytes(.png), "a.pdf", "application/pdf", "invalid /Content-Type not_accepted"),
      (SampleFiles.bytes(.pdf), " ", "application/pdf", "invalid /name missing"),
      (
        SampleFiles.bytes(.pdf), String(repeating: "a", count: 1001), "application/pdf",
        "invalid /name too_long"
      ),
      (
        SampleFiles.archive([
          "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/vbaProject.bin",
        ]), "a.docx", FileType.docx.rawValue, "invalid /content active_content"
      ),
      (
        Array("%PDF-1.7\n1 0 obj<</First 9/Filter/LZWDecode>>stream\n\nstartxref\n9\n%%EOF\n".utf8),
        "a.pdf", "application/pdf", "invalid /content closed_content"
      ),
    ] as [([UInt8], String, String, String)])
  func badFilesAreRefusedAndLeaveNothing(_ row: ([UInt8], String, String, String)) throws {
    let word = outcome { () throws(DomainError) in
      try add(.pdf, row.0, name: row.1, declared: row.2)
    }
    #expect(word == row.3)
    #expect(try blobs() == [])
  }

  @Test func aFileThatIsTooLargeIsRefused() throws {
    let word = outcome { () throws(DomainError) in
      try add(.pdf, [UInt8](repeating: 1, count: StoredFile.mostBytes + 1))
    }
    #expect(word == "invalid /content too_long")
  }

  @Test func aScanDecides() throws {
    for (verdict, word) in [
      (Result<Bool, DomainError>.success(true), "ok"),
      (.success(false), "invalid /content refused_by_scan"),
      (.failure(.unavailable("scan")), "unavailable"),
    ] {
      let world = try World(scan: { bytes throws(DomainError) in
        #expect(bytes == SampleFiles.bytes(.png))
        return try verdict.get()
      })
      let member = World.member(of: try world.organisation())
      let said = outcome { () throws(DomainError) in
        try world.registry.addFile(
          SampleFiles.bytes(.png), name: "a.png", declared: "image/png", by: member)
      }
      #expect(said == word)
    }
  }

  @Test func aRepeatedRequestMakesOneFile() throws {
    let key = IdempotencyKey(actor: member.name, key: "k", fingerprint: [1])
    let files = try (0..<2).map { _ in
      try registry.addFile(
        SampleFiles.bytes(.pdf), name: "a", declared: "application/pdf", by: member, key: key)
    }
    #expect(files[0] == files[1])
  }

  /// A crash between the blob and its record leaves a blob that nobody names.
  @Test func blobsWithoutRecordAreFoundAndSwept() throws {
    let stray = Array("stray".utf8)
    try world.store.blobs.write(stray, digest: Credentials.digest(stray))
    try registry.keepTime()
    #expect(try blobs().count == 1, "a blob of this hour may be waiting for its record")
    world.turn(to: "2030-01-01")
    let file = try add()
    #expect(try blobs().count == 2)
    let faults = try registry.check().first { $0.name == "files" }?.faults
    #expect(faults == ["\(Hexadecimal.text(Credentials.digest(stray))): no record"])
    try registry.keepTime()
    #expect(try blobs().count == 1)
    #expect(try registry.content(of: file.id, by: member).bytes == SampleFiles.bytes(.pdf))
    #expect(try registry.check().allSatisfy { $0.faults.isEmpty })
  }

  @Test(arguments: ["missing", "altered"]) func lostBlobsAreFound(_ how: String) throws {
    let file = try add()
    let blob = folder + "/" + (try #require(try blobs().first))
    if how == "missing" {
      try FileManager.default.removeItem(atPath: blob)
    } else {
      try Data("x".utf8).write(to: URL(filePath: blob))
    }
    let check = try #require(try registry.check().first { $0.name == "files" })
    #expect(check.faults == ["\(file.id): \(how)"])
    #expect(
      outcome { () throws(DomainError) in _ = try registry.content(of: file.id, by: member) }
        .hasPrefix("internalFault"))
  }
}
