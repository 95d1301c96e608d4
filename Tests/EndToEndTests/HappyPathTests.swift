import Domain
import Processes
import Testing

@Suite struct HappyPathTests {
  private let folder: Folder
  private let innoreg: Executable

  init() throws {
    folder = try Folder()
    innoreg = Executable(folder: folder)
  }

  private func makeRegister() throws {
    #expect(try innoreg.run("init").code == 0)
    try folder.write(
      JSON.array([
        Records.problem, Records.firm(1, description: "Máy phân loại quả cà phê chín bằng camera"),
        Records.firm(2, description: "Phần mềm kế toán cho trường học"),
      ]).compact, to: "file.json")
    let ended = try innoreg.run("import", folder.path("file.json"))
    #expect(ended.output == "3 created, 0 updated, 0 unchanged, 0 rejected\n")
    #expect(ended.code == 0)
  }

  @Test func fromAnEmptyFolderToMatches() throws {
    #expect(try innoreg.run("check").code == 66)
    try makeRegister()
    let code = try #require(try innoreg.json("problem", "show", "prob-1")["code"]?.text)
    let matches = try innoreg.json("match", code)["matches"]?.elements
    #expect(matches?.first?["organisation"]?["external_id"]?.text == "firm-1")
    #expect(try innoreg.run("match", code).output.contains("Công ty số 1"))
    for text in ["cà phê", "ca phe", "CÀ PHÊ", "coffee"] {
      let hits = try innoreg.json("search", text)["hits"]?.elements ?? []
      #expect(hits.contains { $0["name"]?.text == "Công ty số 1" }, "\(text)")
    }
    #expect(try innoreg.run("search", "tàu ngầm").code == 0)
  }

  @Test func aSecondImportChangesNothingAndACorrectionOneRecord() throws {
    try makeRegister()
    let again = try innoreg.run("import", folder.path("file.json"))
    #expect(again.output == "0 created, 0 updated, 3 unchanged, 0 rejected\n")
    let corrected = try folder.text("file.json")
      .split(separator: "kế toán", omittingEmptySubsequences: false).joined(separator: "kho bãi")
    try folder.write(corrected, to: "file.json")
    let third = try innoreg.run("import", folder.path("file.json"))
    #expect(third.output == "0 created, 1 updated, 2 unchanged, 0 rejected\n")
    #expect(try innoreg.json("org", "show", "firm-2")["version"]?.wholeNumber == 2)
  }

  @Test func aBrokenFileWritesNothing() throws {
    #expect(try innoreg.run("init").code == 0)
    let good = Records.firm(1).compact
    try folder.write(
      "\(good)\n{\"id\":\"x\",\"kind\":\"firm\",\"name\":\"Sai\",\"tax_code\":\"0100233489\"}\n{",
      to: "bad.jsonl")
    let ended = try innoreg.run("import", folder.path("bad.jsonl"))
    #expect(ended.code == 65)
    #expect(ended.errors.contains("rejected: 2 of 3 records; nothing was written"))
    #expect(ended.errors.contains("line 2 (x): /kind:"))
    #expect(ended.errors.contains("line 2 (x): /tax_code:"))
    #expect(ended.errors.contains("line 3: "))
    #expect(try innoreg.json("org", "list")["total"]?.wholeNumber == 0)
  }

  @Test func recordsMayComeFromStandardInput() throws {
    #expect(try innoreg.run("init").code == 0)
    let firm = Records.firm(1).compact
    #expect(try innoreg.run("import", "-", input: firm).output.hasPrefix("1 created,"))
    let piped = try folder.write(
      "echo '\(firm)' | '\(Executable.path)' --database '\(folder.path("test.sqlite"))' "
        + "--language en import -", to: "script")
    #expect(try Shell.bash(piped, in: folder).output.hasPrefix("0 created, 0 updated, 1 unch"))
    let made = try innoreg.json("org", "create", input: #"{"kind":"startup","name":"Mới"}"#)
    #expect(made["status"] == "draft")
    #expect(try innoreg.run("org", "create", input: "").code == 65)
  }

  @Test func aTokenIsPrintedAlone() throws {
    #expect(try innoreg.run("init").code == 0)
    let ended = try innoreg.run("token", "create", "--role", "dost", "--label", "Phòng QLCN")
    #expect(ended.output.wholeMatch(of: /innoreg_[0-9a-z]{32}\n/) != nil)
    let listed = try innoreg.run("token", "list").output
    #expect(listed.contains("Phòng QLCN"))
    #expect(!listed.contains(ended.output.trimmed))
  }

  @Test func aBackupIsWhole() throws {
    try makeRegister()
    #expect(try innoreg.run("check").code == 0)
    #expect(try innoreg.run("backup", folder.path("copy.sqlite")).code == 0)
    #expect(try innoreg.run("backup", folder.path("copy.sqlite")).code == 73)
    #expect(try innoreg.json("org", "list", database: "copy.sqlite")["total"]?.wholeNumber == 2)
    let restored = try innoreg.run(
      "restore", folder.path("copy.sqlite"), database: "restored.sqlite")
    #expect(restored.code == 0)
    #expect(try innoreg.run("check", database: "restored.sqlite").code == 0)
    #expect(
      try innoreg.json("problem", "list", database: "restored.sqlite")["total"]?.wholeNumber == 1)
  }

  @Test func aClosedReaderIsNoError() throws {
    // `true` reads nothing and ends, so that the codes go into a closed pipe.
    let script = try folder.write(
      "'\(Executable.path)' codes | true; echo ${PIPESTATUS[0]}", to: "script")
    #expect(try Shell.bash(script, in: folder).output == "0\n")
  }

  @Test func theCompletionsParse() throws {
    let script = try innoreg.run("completions", "bash").output
    let file = try folder.write(script, to: "completions.bash")
    #expect(try Shell.bash("-n", file, in: folder).code == 0)
  }
}
