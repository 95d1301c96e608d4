import CLI
import Domain
import Testing
import UseCases

@Suite struct ReportCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.problem, Records.sorter, Records.accountant)
  }

  /// Days that today is among.
  private let days = ["--from", "2022-01-01", "--to", "2031-12-31"]

  @Test func figuresAreATableACSVAndJSON() throws {
    let table = tool.run(["report"] + days)
    #expect(table.code == .ok && table.output.contains("Problems published"))
    #expect(table.output.hasPrefix("01/01/2022 – 31/12/2031, up to "))
    let json = try JSONParser.parse(tool.run(["report"] + days + ["--json"]).output)
    let rows = (json["sections"]?.elements ?? []).flatMap { $0["rows"]?.elements ?? [] }
    let published = rows.first { $0["figure"]?.text == "problems_published" }
    #expect(published?["in_period"] == 1 && published?["standing"] == 1)
    let csv = tool.run(["report"] + days + ["--csv"]).output
    #expect(csv.hasPrefix("\u{FEFF}"))
    let cells = try CSV.rows(csv).map(\.cells)
    #expect(
      cells.contains { $0[1] == "Problems published" && $0.suffix(3) == ["1", "0", "1"] })
    let vietnamese = tool.run(["report"] + days + ["--language", "vi", "--csv"]).output
    #expect(vietnamese.contains("Bài toán được công bố"))
  }

  @Test func aReportIsFrozenAndReplacedOnlyByName() throws {
    let issue = ["report", "--issue", "--json"] + days
    let made = try JSONParser.parse(tool.run(issue + ["--note", "problems=Một bài toán"]).output)
    let id = try #require(made["id"]?.text)
    #expect(made["status"] == "issued" && made["digest"]?.text?.count == 64)
    #expect(made["content"]?.compact.contains("Một bài toán") == true)
    let again = tool.run(issue)
    #expect(again.code != .ok)
    #expect(again.errors.contains("was issued on") && again.errors.contains(id))
    let told = tool.run(issue + ["--language", "vi"]).errors
    #expect(told.contains("đã được chốt lúc") && told.contains("supersedes"))
    let letter = ["--letter", "12/BC-SKHCN", "--supersedes", id]
    #expect(tool.run(issue + letter).code == .ok)
    #expect(tool.run(issue).errors.contains("12/BC-SKHCN"))
  }

  @Test(
    arguments: [
      ["report", "--month", "2026-05", "--year", "2026"], ["report", "--from", "2026-05-01"],
      ["report", "--note", "problems=x"], ["report", "--csv", "--json"],
      ["report", "--issue", "--note", "x"],
    ]) func whatDoesNotGoTogetherIsRefused(_ words: [String])
  {
    #expect(tool.run(words).code == .usage)
  }

  @Test func aPeriodThatIsNoneIsRefused() {
    let refused = tool.run("report", "--month", "2026-13")
    #expect(refused.code != .ok && refused.errors.contains("--month"))
    #expect(tool.run("report").code == .ok, "the report that is owed next")
  }
}
