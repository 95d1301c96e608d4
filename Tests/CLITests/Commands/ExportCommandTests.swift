import CLI
import Domain
import Testing

@Suite struct ExportCommandTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(
      Records.problem, Records.sorter, Records.accountant, Records.fund, Records.incubator)
    let draft = try tool.write(["kind": "startup", "name": "Chưa xong"] as JSON, to: "draft.json")
    try #require(tool.run("org", "create", draft).code == .ok)
  }

  /// Every record of a register by name, without what differs between two registers.
  private func records(_ database: String) throws -> [String: JSON] {
    let own: Set<String> = [
      "id", "external_id", "version", "created_at", "updated_at", "published_at",
    ]
    var records: [String: JSON] = [:]
    for group in ["org", "problem"] {
      let items = try tool.json(group, "list", "--all", database: database)["items"]?.elements
      for case .object(let object) in items ?? [] {
        let name = (object["name"] ?? object["title"])?.text ?? ""
        records[name] = .object(
          JSONObject(
            object.members.filter { !own.contains($0.name) }.map { ($0.name, $0.value) }))
      }
    }
    return records
  }

  @Test(arguments: ["json", "jsonl", "csv"])
  func whatIsExportedIsImportedEqual(_ format: String) throws {
    var files: [String] = []
    for what in ["organisations", "problems"] {
      let file = tool.path("\(what).\(format)")
      #expect(tool.run("export", what, "--format", format, "--output", file).code == .ok)
      files.append(file)
    }
    #expect(tool.run("init", database: "other.sqlite").code == .ok)
    let outcome = tool.run(["import"] + files, database: "other.sqlite")
    #expect(outcome.code == .ok, "\(outcome)")
    let before = try records("test.sqlite")
    #expect(before.count == 6)
    #expect(try records("other.sqlite") == before)
  }

  @Test(arguments: ["json", "jsonl", "csv"])
  func textsThatLookLikeSpreadsheetMarksComeBack(_ format: String) throws {
    try tool.take([
      "id": "marks", "kind": "technology_firm", "name": "=Bằng", "phone": "+84 262 385 0000",
      "description": "- một\n- hai", "products": ["rang; xay", "[{hộp}]", "'=ngoặc"],
      "past_projects": ["Việc dài\nhai dòng", ["title": "Việc khác", "year": 2024]],
      "certificates": ["@giải"],
    ])
    let file = tool.path("marks.\(format)")
    #expect(tool.run("export", "organisations", "--format", format, "-o", file).code == .ok)
    #expect(tool.run("init", database: "other.sqlite").code == .ok)
    let outcome = tool.run("import", file, database: "other.sqlite")
    #expect(outcome.code == .ok, "\(outcome)")
    #expect(try records("other.sqlite")["=Bằng"] == records("test.sqlite")["=Bằng"])
  }

  @Test func allIsOneObjectThatImportReads() throws {
    let file = tool.path("all.json")
    #expect(tool.run("export", "all", "-o", file).code == .ok)
    let json = try JSONParser.parse(try tool.text("all.json"))
    #expect(json["organisations"]?.elements?.count == 5)
    #expect(json["problems"]?.elements?.count == 1)
    let again = try tool.json("import", file)
    #expect(again["unchanged"] == 6)
  }

  @Test(arguments: ["json", "jsonl", "csv"])
  func thePublicExportHoldsNothingPrivate(_ format: String) throws {
    let all = tool.run("export", "organisations", "--format", format).output
    let open = tool.run("export", "organisations", "--format", format, "--public").output
    for secret in [
      "lien-he@mat-qua.example", "0262 000 0001", "Số 1, phường", "3000000000", "20 trường",
      "Chưa xong",
    ] {
      #expect(all.contains(secret))
      #expect(!open.contains(secret))
    }
    #expect(open.contains("Công ty Mắt Quả"))
  }

  @Test func anEmptyRegisterIsAnEmptyList() throws {
    #expect(tool.run("init", database: "empty.sqlite").code == .ok)
    let all = tool.run("export", "all", database: "empty.sqlite")
    #expect(
      try JSONParser.parse(all.output) == ["organisations": .array([]), "problems": .array([])])
    let list = tool.run("export", "problems", database: "empty.sqlite")
    #expect(try JSONParser.parse(list.output) == .array([]))
  }

  @Test func aSpreadsheetHoldsOneKind() {
    #expect(tool.run("export", "all", "--format", "csv").code == .usage)
  }

  @Test func aFileAppearsWholeOrNotAtAll() throws {
    #expect(tool.run("export", "all", "-o", "/no/such/folder/x.json").code == .cannotCreate)
    try tool.write("old", to: "all.json")
    #expect(tool.run("export", "all", "-o", tool.path("all.json")).code == .ok)
    #expect(try tool.text("all.json").hasPrefix("{"))
  }

  @Test func aReaderWhoGoesAwayIsNoError() throws {
    let screen = Screen()
    let terminal = Terminal(
      output: Terminal.Stream(isTerminal: false) { _ throws(Failure) in throw .outputClosed },
      errors: screen.terminal.errors)
    let code = Innoreg.program.run(
      ["--database", tool.path("test.sqlite"), "export", "all"], environment: [:],
      terminal: terminal)
    #expect(code == .ok)
    #expect(screen.errors.isEmpty)
  }
}
