import FoundationEssentials
import Testing

/// `docs/security.md` names a test or a file for each promise; each must be there.
@Suite struct SecurityDocumentTests {
  private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) -> String? {
    (try? Data(contentsOf: root.appending(path: path))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names in the last column of each row of the checklist, and of the routes that are no part
  /// of the matrix.
  private static func evidence() throws -> [(row: String, names: [String])] {
    let document = try #require(text("docs/security.md"))
    return document.split(separator: "\n").map(String.init).compactMap { line in
      let cells = line.split(separator: "|").map { String($0) }
      let isRoute = line.hasPrefix("| `") && cells.count == 2
      let isRequirement =
        line.hasPrefix("| ") && cells.count == 3 && cells[0].contains(where: \.isNumber)
        && cells[0].contains(".")
      guard isRoute || isRequirement, let last = cells.last else { return nil }
      let parts = last.split(separator: "`", omittingEmptySubsequences: false)
      return (line, parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    }
  }

  @Test func everyPromiseNamesWhatShowsIt() throws {
    let rows = try Self.evidence()
    #expect(rows.count > 40)
    let tests = try Self.tests()
    for (row, names) in rows {
      #expect(!names.isEmpty, "\(row)")
      for name in names {
        let isThere =
          name.contains("/") || name.contains(".")
          ? Self.text(name) != nil : tests.contains("func \(name)(")
        #expect(isThere, "\(name) of: \(row)")
      }
    }
  }

  private static func tests() throws -> String {
    let folder = root.appending(path: "Tests").path()
    var all = ""
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where path.hasSuffix(".swift") { all += text("Tests/" + path) ?? "" }
    return all
  }
}
