import CLI
import Domain
import Testing

@Suite struct ImportCommandTests {
  private let tool: Tool

  init() throws { tool = try Tool.ready() }

  private func total(_ group: String) throws -> Int64? {
    try tool.json(group, "list")["total"]?.wholeNumber
  }

  @Test func recordsComeInVerifiedAndPublished() throws {
    try tool.take(Records.problem, Records.sorter)
    #expect(try tool.json("org", "show", "firm-1")["status"] == "verified")
    let problem = try tool.json("problem", "show", "prob-1")
    #expect(problem["status"] == "published")
    #expect(problem["code"]?.text?.hasPrefix("DLK-") == true)
  }

  @Test func theSameFileChangesNothing() throws {
    let file = try tool.write([Records.sorter, Records.fund, Records.problem], to: "file.json")
    #expect(try tool.json("import", file)["created"] == 3)
    let again = try tool.json("import", file)
    #expect(again["unchanged"] == 3)
    #expect(again["created"] == 0)
    #expect(again["updated"] == 0)
  }

  @Test func aDryRunWritesNothing() throws {
    let file = try tool.write([Records.sorter, Records.problem], to: "file.json")
    let report = try tool.json("import", "--dry-run", file)
    #expect(report["created"] == 2)
    #expect(report["committed"] == false)
    #expect(try total("org") == 0)
    #expect(try total("problem") == 0)
    #expect(!tool.has("file.json.rejected.jsonl"))
  }

  @Test func aFormerProvinceIsMappedAndSaid() throws {
    let file = try tool.write(
      [["kind": "startup", "name": "Tôm Hùm Số", "province": "Phú Yên"]], to: "file.json")
    let outcome = tool.run("import", file)
    #expect(outcome.errors.contains("record 1: “Phú Yên” is part of Đắk Lắk now"))
    #expect(try tool.json("org", "list", "--province", "66")["total"] == 1)
    let vietnamese = tool.run("import", "--language", "vi", file)
    #expect(vietnamese.errors.contains("Phú Yên"))
    #expect(vietnamese.errors.contains("Đắk Lắk"))
  }

  @Test func manyNotesAreCounted() throws {
    let firms = (1...25).map { number -> JSON in
      ["kind": "startup", "name": .string("Số \(number)"), "province": "Phú Yên"]
    }
    let outcome = tool.run("import", try tool.write(.array(firms), to: "file.json"))
    #expect(outcome.errors.matches(of: /Phú Yên/).count == 20)
    #expect(outcome.errors.contains("… and 5 more notes"))
  }

  @Test func anyFaultRefusesTheWholeFile() throws {
    let file = try tool.write(
      [Records.sorter, ["kind": "startup", "name": "Sai", "trl": 12, "colour": "red"]],
      to: "file.json")
    let outcome = tool.run("import", file)
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("rejected: 1 of 2 records; nothing was written"))
    #expect(outcome.errors.contains("record 2 (Sai): /trl: 12 is out of range"))
    #expect(outcome.errors.contains("record 2 (Sai): /colour:"))
    #expect(try total("org") == 0)
  }

  @Test func manyRefusalsAreCounted() throws {
    let firms = (1...60).map { number -> JSON in ["kind": "no", "name": .string("\(number)")] }
    let outcome = tool.run("import", try tool.write(.array(firms), to: "file.json"))
    #expect(outcome.errors.matches(of: /record [0-9]+ \(/).count == 50)
    #expect(outcome.errors.contains("… and 10 more\n"))
  }

  @Test func continuingLeavesFaultyRecordsInAFile() throws {
    let wrong: JSON = ["id": "x", "kind": "startup", "name": "Sai", "trl": 12]
    let file = try tool.write([Records.sorter, wrong, Records.accountant], to: "file.json")
    let outcome = tool.run("import", "--continue", file)
    #expect(outcome.code == .ok)
    #expect(outcome.output == "2 created, 0 updated, 0 unchanged, 1 rejected\n")
    #expect(outcome.errors.contains("rejected: 1 of 3, see \(file).rejected.jsonl"))
    let lines = try tool.text("file.json.rejected.jsonl").split(separator: "\n")
    #expect(lines.count == 1)
    let rejected = try JSONParser.parse(String(lines[0]))
    #expect(rejected["position"] == "record 2")
    #expect(rejected["name"] == "x")
    #expect(rejected["record"] == wrong)
    #expect(rejected["errors"]?.elements?.first?["pointer"] == "/trl")
    #expect(try total("org") == 2)
  }

  @Test func continuingFailsWhenNothingIsLeft() throws {
    let file = try tool.write([["kind": "startup", "name": "Sai", "trl": 12]], to: "file.json")
    let rejected = tool.path("later.jsonl")
    #expect(tool.run("import", "--continue", "--rejected", rejected, file).code == .data)
    #expect(tool.has("later.jsonl"))
  }

  @Test func continuingWithoutFaultsLeavesNoFile() throws {
    let file = try tool.write([Records.sorter], to: "file.json")
    #expect(tool.run("import", "--continue", file).code == .ok)
    #expect(!tool.has("file.json.rejected.jsonl"))
  }

  @Test func anUnwritableRejectsFileIsFoundBeforeTheWork() throws {
    let file = try tool.write([Records.sorter], to: "file.json")
    let outcome = tool.run("import", "--continue", "--rejected", "/no/such/folder/x", file)
    #expect(outcome.code == .cannotCreate)
    #expect(try total("org") == 0)
  }

  @Test func aStateIsForAllRecords() throws {
    let file = try tool.write([Records.sorter, Records.accountant], to: "file.json")
    #expect(tool.run("import", "--status", "draft", file).code == .ok)
    #expect(try tool.json("org", "list", "--status", "draft")["total"] == 2)
  }

  @Test func aStateThatNoRecordCanHaveIsAMistake() throws {
    let file = try tool.write([Records.sorter], to: "file.json")
    let outcome = tool.run("import", "--status", "published", file)
    #expect(outcome.code == .usage)
    #expect(outcome.errors.contains("verified"))
    #expect(try total("org") == 0)
    let both = try tool.write([Records.sorter, Records.problem], to: "both.json")
    let mixed = tool.run("import", "--status", "published", both)
    #expect(mixed.code == .data)
    #expect(mixed.errors.contains("record 1 (firm-1): /status:"))
    #expect(tool.run("import", "--status", "draft", both).code == .ok)
  }

  @Test func severalFilesAreOneTransaction() throws {
    let good = try tool.write([Records.sorter], to: "good.json")
    let bad = try tool.write([["kind": "startup"]], to: "bad.json")
    let outcome = tool.run("import", good, bad)
    #expect(outcome.code == .data)
    #expect(outcome.errors.contains("\(bad): record 1: /name:"))
    #expect(try total("org") == 0)
  }

  @Test(arguments: [
    ("file.json", #"[{"kind":"startup","name":"A"}]"#),
    ("file.jsonl", "{\"kind\":\"startup\",\"name\":\"A\"}\n\n"),
    ("file.csv", "kind;name\nstartup;A\n"), ("file", "kind,name\nstartup,A\n"),
    ("file.dat", #"{"kind":"startup","name":"A"}"#),
  ])
  func theFormIsSeen(_ name: String, _ text: String) throws {
    #expect(tool.run("import", try tool.write(text, to: name)).code == .ok)
    #expect(try total("org") == 1)
  }

  @Test func aFormatOverridesTheName() throws {
    let file = try tool.write("kind,name\nstartup,A\n", to: "file.json")
    #expect(tool.run("import", file).code == .data)
    #expect(tool.run("import", "--format", "csv", file).code == .ok)
  }

  @Test func aMissingFileIsNoInput() throws {
    let outcome = tool.run("import", tool.path("none.json"))
    #expect(outcome.code == .noInput)
    #expect(outcome.errors.contains("there is no such file"))
    let directory = tool.run("import", tool.path(""))
    #expect(directory.code == .noInput)
    #expect(directory.errors.contains("directory"))
  }

  @Test func theReportForProgramsHasTheRefusals() throws {
    let file = try tool.write(
      [["id": "x", "kind": "startup", "name": "A", "trl": 0]], to: "f.json")
    let outcome = tool.run("import", "--json", file)
    #expect(outcome.code == .data)
    let report = try JSONParser.parse(outcome.output)
    let errors = report["rejected"]?.elements?.first?["errors"]?.elements?.first
    #expect(errors?["pointer"] == "/trl")
    #expect(errors?["code"] == "out_of_range")
    #expect(report["committed"] == false)
  }
}
