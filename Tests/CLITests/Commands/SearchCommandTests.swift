import CLI
import Domain
import Testing

@Suite struct SearchCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(
      Records.problem, Records.sorter, Records.accountant,
      [
        "id": "roast", "kind": "startup", "name": "Highland Roast", "province": "79",
        "description": "We roast coffee.", "fields": ["agriculture"],
      ],
      [
        "id": "avocado", "kind": "startup", "name": "Trái Bơ", "province": "66",
        "description": "Bảo quản bơ sáp.", "fields": ["agriculture"],
      ])
  }

  private func names(_ words: String...) throws -> Set<String> {
    let outcome = tool.run(["search"] + words + ["--json"])
    let hits = try JSONParser.parse(outcome.output)["hits"]?.elements ?? []
    return Set(hits.compactMap { $0["name"]?.text })
  }

  @Test(arguments: ["ca phe", "cà phê", "CÀ PHÊ", "coffee"])
  func findsCoffeeHoweverItIsWritten(_ text: String) throws {
    let names = try names(text, "--type", "organisation")
    #expect(names.isSuperset(of: ["Công ty Mắt Quả", "Highland Roast"]))
    #expect(!names.contains("Trái Bơ"))
  }

  @Test func cattleAreNoAvocados() throws {
    #expect(try names("bò sữa").isEmpty)
  }

  @Test func filtersNarrow() throws {
    #expect(
      try names("cà phê", "--province", "Đắk Lắk", "--type", "organisation")
        == ["Công ty Mắt Quả"])
    #expect(try names("", "--field", "education") == ["Sổ Trường Học"])
  }

  @Test func findingNothingIsNoFailure() {
    let outcome = tool.run("search", "tàu ngầm hạt nhân")
    #expect(outcome.code == .ok)
    #expect(outcome.output.contains("0 of 0 results"))
  }

  @Test func peopleSeeFacets() {
    let output = tool.run("search", "cà phê").output
    #expect(output.contains("Provinces: Đắk Lắk"))
    #expect(output.contains("Records: "))
  }

  @Test func whatWasFoundIsMarkedOnATerminal() throws {
    let screen = Screen(isTerminal: true, width: 100)
    let code = Innoreg.program.run(
      ["--database", tool.path("test.sqlite"), "search", "phân loại"], environment: [:],
      terminal: screen.terminal)
    #expect(code == .ok)
    #expect(screen.output.contains("\u{1B}[33m"))
  }

  @Test func pagesMeetWithoutOverlap() throws {
    var cursor: String?
    var seen: [String] = []
    repeat {
      var words = ["search", "", "--limit", "2", "--json"]
      if let cursor { words += ["--cursor", cursor] }
      let json = try JSONParser.parse(tool.run(words).output)
      seen += (json["hits"]?.elements ?? []).compactMap { $0["id"]?.text }
      cursor = json["next_cursor"]?.text
    } while cursor != nil
    #expect(seen.count == 5)
    #expect(Set(seen).count == 5)
  }

  @Test(arguments: ["x", "1:organisation:", "-1:problem:a"])
  func aCursorThatIsNoneIsAMistake(_ cursor: String) {
    #expect(tool.run("search", "cà phê", "--cursor", cursor).code == .usage)
  }
}
