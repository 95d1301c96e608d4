import Assets
import FoundationEssentials
import Testing

@Suite struct AssetTests {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Folder and ending of everything that is shipped inside the program.
  static let baked = [
    ("fixtures/codes", ".json"), ("fixtures/demo", ".json"), ("fixtures/lexicon", ".jsonl"),
    ("schema", ".sql"), ("Sources/Web/Locale", ".json"),
  ]

  @Test(arguments: baked) func isBakedInByteForByte(_ row: (String, String)) throws {
    let folder = Self.root.appending(path: row.0)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(row.1) }.sorted()
    #expect(!files.isEmpty)
    #expect(Asset.all(in: row.0).map(\.name) == files.map { row.0 + "/" + $0 })
    for file in files {
      let bytes = try Data(contentsOf: folder.appending(path: file))
      // Compared outside the macro, which would print both files byte for byte.
      let isSame = Asset.named(row.0 + "/" + file).bytes == Array(bytes)
      #expect(isSame, "\(file)")
    }
  }

  @Test func anUnknownNameIsEmpty() {
    #expect(Asset.named("schema/none.sql").bytes.isEmpty)
  }
}
