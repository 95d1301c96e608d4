// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
]

/// A room of the house; it may import only what stands in `below`.
func room(_ name: String, _ below: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: below, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "innoreg",
  products: [.executable(name: "innoreg", targets: ["innoreg"])],
  targets: [
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(name: "COath", pkgConfig: "liboath", providers: [.apt(["liboath-dev"])]),
    .systemLibrary(
      name: "CJose", pkgConfig: "cjose", providers: [.apt(["libcjose-dev", "libjansson-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CAssets"),
    room("Assets", ["CAssets"]),
    room("SQLite", ["CSQLite"]),
    room("Crypto", ["CSodium", "COath", "CJose"]),
    room("Outbound", ["CCurl"]),
    room("Compression", ["CZlib"]),
    room("Domain", []),
    room("Matching", ["Domain"]),
    room("Storage", ["SQLite", "Domain", "Assets"]),
    room("UseCases", ["Storage", "Matching", "Domain", "Assets", "Crypto", "Compression"]),
    room("HTTP", ["CMicroHTTPD"]),
    room("HTML", []),
    room(
      "Web", ["HTML", "HTTP", "UseCases", "Matching", "Domain", "Assets"],
      exclude: ["Locale", "Static", "openapi.json"]),
    room("CLI", ["Web", "HTTP", "UseCases", "Matching", "Domain", "Assets", "Outbound"]),
    .executableTarget(name: "innoreg", dependencies: ["CLI"], swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Web", "HTTP", "UseCases", "Matching", "Domain"], path: "Benchmarks",
      exclude: ["peers"], swiftSettings: strict),
    tests("ArchitectureTests", []),
    tests("DomainTests", ["Domain", "Assets", "Compression"]),
    tests("SQLiteTests", ["SQLite"]),
    tests("CryptoTests", ["Crypto"]),
    tests("OutboundTests", ["Outbound"]),
    tests("CompressionTests", ["Compression"]),
    tests("MatchingTests", ["Matching", "Domain", "Assets"]),
    tests("StorageTests", ["Storage", "SQLite", "Domain"]),
    tests("UseCasesTests", ["UseCases", "Storage", "SQLite", "Matching", "Domain", "Assets"]),
    tests("HTTPTests", ["HTTP"]),
    tests("HTMLTests", ["HTML"]),
    tests("WebTests", ["Web", "HTTP", "UseCases", "Matching", "Domain", "Assets"]),
    tests("CLITests", ["CLI", "Domain"]),
    .target(
      name: "Processes", dependencies: ["Domain"], path: "Tests/Processes", swiftSettings: strict),
    tests("EndToEndTests", ["Processes", "HTTP", "Domain"]),
    tests("BrowserTests", ["Processes", "Web", "UseCases", "HTTP", "Domain"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
