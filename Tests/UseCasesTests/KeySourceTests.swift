import Domain
import FoundationEssentials
import Testing
import UseCases

@Suite final class KeySourceTests {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "innoreg-keys-\(UUID().uuidString).db").path()

  deinit {
    for suffix in ["", "-wal", "-shm", ".key", ".other", ".files"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  private func open(_ key: KeySource = .beside) throws(OpenFailure) -> Registry {
    try Registry.open(path: path, create: true, key: key) { Instant(seconds: 1) }
  }

  private func add(to registry: Registry) throws(DomainError) -> ID<StoredFile> {
    try registry.addFile(
      SampleFiles.bytes(.pdf), name: "a", declared: "application/pdf", by: .commandLine
    ).id
  }

  @Test func theKeyIsMadeOnceBesideTheDatabase() throws {
    let file = try add(to: try open())
    let key = try Data(contentsOf: URL(filePath: path + ".key"))
    let again = try open()
    #expect(try again.content(of: file, by: .commandLine).bytes == SampleFiles.bytes(.pdf))
    #expect(try Data(contentsOf: URL(filePath: path + ".key")) == key)
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    #expect(!bytes.contains(text: String(decoding: key, as: UTF8.self).trimmed))
  }

  @Test func aRegisterIsNotOpenedWithoutItsOwnKey() throws {
    _ = try open()
    #expect(throws: OpenFailure.key(path: path + ".other", .missing)) {
      try open(.file(path + ".other"))
    }
    let stranger = String(repeating: "0", count: 64)
    try Data(stranger.utf8).write(to: URL(filePath: path + ".other"))
    #expect(throws: OpenFailure.key(path: path + ".other", .exposed)) {
      try open(.file(path + ".other"))
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: path + ".other")
    #expect(throws: OpenFailure.key(path: path + ".other", .foreign)) {
      try open(.file(path + ".other"))
    }
    try FileManager.default.moveItem(atPath: path + ".key", toPath: path + ".kept")
    defer { try? FileManager.default.removeItem(atPath: path + ".kept") }
    #expect(throws: OpenFailure.key(path: path + ".key", .missing)) { try open() }
    #expect(throws: DomainError.unavailable("no key")) { try add(to: try open(.besideIfThere)) }
    _ = try open(.file(path + ".kept"))
  }

  @Test func withoutItsKeyACopyCanBeCheckedButNotRead() throws {
    let file = try add(to: try open())
    let locked = try open(.none)
    #expect(try locked.check().allSatisfy { $0.faults.isEmpty })
    #expect(throws: DomainError.unavailable("no key")) {
      try locked.file(file, by: .commandLine)
    }
  }
}
