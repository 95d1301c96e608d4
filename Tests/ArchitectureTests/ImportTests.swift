import Testing

/// Who may import whom: one way in, one way down.
@Suite struct ImportTests {
  /// What stands below each room of the house.
  static let below: [String: Set<String>] = [
    "innoreg": ["CLI"],
    "CLI": ["Web", "HTTP", "UseCases", "Matching", "Domain", "Assets", "Outbound"],
    "Web": ["HTML", "HTTP", "UseCases", "Matching", "Domain", "Assets"],
    "HTTP": ["CMicroHTTPD"],
    "HTML": [],
    "UseCases": ["Storage", "Matching", "Domain", "Assets", "Crypto", "Compression"],
    "Storage": ["SQLite", "Domain", "Assets"],
    "Matching": ["Domain"],
    "Domain": [],
    "SQLite": ["CSQLite"],
    "Crypto": ["CSodium", "COath", "CJose"],
    "Outbound": ["CCurl"],
    "Compression": ["CZlib"],
    "Assets": ["CAssets"],
  ]

  /// What everybody may import; full Foundation would bring 40 MB of ICU.
  static let toolchain: Set<String> = [
    "Swift", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch",
  ]

  @Test func thereIsSomethingToTest() {
    #expect(SourceTree.files.count > 50)
    #expect(Set(SourceTree.files.map(\.module)).isSubset(of: Self.below.keys))
    let example = SourceTree.File(
      path: "X/Y.swift",
      text: "private import A\n@_spi(S) import B\n// import C\nimport struct D.E\nimport F // why\n"
    )
    #expect(example.imports == ["A", "B", "D", "F"])
  }

  @Test(arguments: SourceTree.files) func importsOnlyWhatStandsBelow(_ file: SourceTree.File) {
    let allowed = (Self.below[file.module] ?? []).union(Self.toolchain)
    for name in file.imports { #expect(allowed.contains(name), "\(file) imports \(name)") }
  }

  @Test(arguments: [
    ("CSQLite", "SQLite"), ("CMicroHTTPD", "HTTP"), ("CSodium", "Crypto"), ("CAssets", "Assets"),
    ("CZlib", "Compression"),
  ]) func eachLibraryHasOneDoor(_ row: (String, String)) {
    let importers = SourceTree.files.filter { $0.imports.contains(row.0) }
    #expect(Set(importers.map(\.module)) == [row.1])
  }

  @Test func thePackageDeclaresTheSameHouse() {
    let manifest = SourceTree.read("Package.swift")
    var declared: [String: Set<String>] = [:]
    for match in manifest.matches(of: /room\(\s*"(\w+)", \[([^\]]*)\]/) {
      declared[String(match.1)] = Set(match.2.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    var expected = Self.below
    expected["innoreg"] = nil
    #expect(declared == expected)
  }

  @Test func nothingIsFetched() {
    let manifest = SourceTree.read("Package.swift")
    #expect(manifest.contains("let package"))
    for word in [".package(", "https://", "http://", "binaryTarget", ".plugin("] {
      #expect(!manifest.contains(word), "\(word)")
    }
  }
}
