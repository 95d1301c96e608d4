import Domain
import FoundationEssentials
import Testing

/// `docs/privacy.md` prints the table by which the program decides, row by row.
@Suite struct PrivacyDocumentTests {
  private static func lines() throws -> [String] {
    let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/privacy.md")
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  private static func row(_ rule: Visibility.Rule) -> String {
    let onlookers = rule.to.map(\.rawValue).sorted().joined(separator: ", ")
    return "| \(rule.part.rawValue) | \(rule.situation.rawValue) | \(onlookers) |"
  }

  @Test func theDocumentIsTheTable() throws {
    let printed = try Self.lines().filter { $0.hasPrefix("| ") && !$0.hasPrefix("| part |") }
    let table = Visibility.table.map(Self.row)
    for row in table { #expect(printed.contains(row), "docs/privacy.md lacks: \(row)") }
    for row in printed { #expect(table.contains(row), "no rule: \(row)") }
    #expect(printed.count == table.count)
  }

  @Test func everyPartIsShownToSomebodyAndToNobodyTwice() {
    for part in Visibility.Part.allCases {
      #expect(Visibility.table.contains { $0.part == part }, "\(part)")
    }
    let rows = Visibility.table.map(Self.row)
    #expect(Set(rows).count == rows.count)
  }

  /// What is confidential is no part of what everybody sees.
  @Test(arguments: Aggregate.allCases) func everyKindOfRecordHasAPartOrIsNoSecret(
    _ aggregate: Aggregate
  ) {
    if let part = aggregate.part {
      #expect(Visibility.table.contains { $0.part == part })
    } else {
      #expect([.setting, .outcome, .weights, .lexicon].contains(aggregate))
    }
  }
}
