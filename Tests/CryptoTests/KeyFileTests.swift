import Crypto
import FoundationEssentials
import Testing

@Suite final class KeyFileTests {
  let path: String

  init() throws {
    try #require(Sodium.prepare())
    path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-key-\(UUID().uuidString)").path()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @Test func aKeyIsMadeOnceAndKept() throws {
    #expect(throws: KeyFile.Failure.missing) { try KeyFile.read(path) }
    let key = try KeyFile.create(path)
    #expect(try KeyFile.read(path) == key)
    #expect(try KeyFile.create(path) == key, "a key that is there is never replaced")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.utf8.count == 65 && text.hasSuffix("\n"))
  }

  @Test(arguments: ["", "\n", "abc", String(repeating: "g", count: 64)])
  func whatIsNoKeyIsRefused(_ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(throws: KeyFile.Failure.malformed) { try KeyFile.read(path) }
  }

  @Test(arguments: [0o640, 0o604, 0o660]) func aKeyThatOthersCanReadIsRefused(_ mode: Int) throws {
    _ = try KeyFile.create(path)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    #expect(throws: KeyFile.Failure.exposed) { try KeyFile.read(path) }
  }
}
