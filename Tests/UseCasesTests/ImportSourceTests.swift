import Domain
import Testing
import UseCases

@Suite struct ImportSourceTests {
  private func records(_ text: String, _ format: ImportSource.Format) throws -> [(String, String)] {
    try ImportSource.records(Array(text.utf8), format).map { item in
      switch item.content {
      case .success(let json): (item.position, json.compact)
      case .failure(let error): (item.position, word(error))
      }
    }
  }

  @Test(
    arguments: [
      ("a.json", .json), ("A.JSON", .json), ("a.jsonl", .jsonl), ("a.ndjson", .jsonl),
      ("a.csv", .csv),
      ("a.tsv", .csv), ("a.txt", nil), ("json", nil), ("", nil),
    ] as [(String, ImportSource.Format?)]) func namesTellTheForm(
      _ row: (String, ImportSource.Format?)
    )
  {
    #expect(ImportSource.format(ofFile: row.0) == row.1)
  }

  @Test(
    arguments: [
      ("[]", .json), (" \n[1]", .json), ("\u{FEFF}[]", .json), ("{\"a\":1}", .json),
      ("{\"a\":1}\n{\"a\":2}", .jsonl), ("{\"a\":1}\n", .json), ("kind,name\n", .csv), ("", .csv),
    ] as [(String, ImportSource.Format)]) func contentTellsTheForm(
      _ row: (String, ImportSource.Format)
    )
  {
    #expect(ImportSource.format(ofContent: Array(row.0.utf8)) == row.1)
  }

  @Test(arguments: [
    (#"[{"a":1},2]"#, ["record 1 {\"a\":1}", "record 2 2"]), ("[]", []),
    (#"{"name":"x"}"#, ["record 1 {\"name\":\"x\"}"]),
    (#"{"title":[]}"#, ["record 1 {\"title\":[]}"]),
    (
      #"{"organisations":[{"a":1}],"problems":[{"b":1},{"c":1}]}"#,
      ["organisations 1 {\"a\":1}", "problems 1 {\"b\":1}", "problems 2 {\"c\":1}"]
    ),
    (#"{"a":[],"b":1}"#, ["record 1 {\"a\":[],\"b\":1}"]), ("{}", ["record 1 {}"]),
  ]) func readsDocuments(_ row: (String, [String])) throws {
    #expect(try records(row.0, .json).map { "\($0.0) \($0.1)" } == row.1)
  }

  @Test(arguments: [
    ("{", "notJSON"), ("7", "invalid  wrong_type"), ("\"x\"", "invalid  wrong_type"),
  ])
  func refusesOtherDocumentsWhole(_ row: (String, String)) {
    #expect(
      outcome { () throws(DomainError) in
        try ImportSource.records(Array(row.0.utf8), .json)
      } == row.1)
  }

  @Test func aFaultyLineIsItsOwnFault() throws {
    let text = "{\"a\":1}\r\n\n  \n{\"a\":}\n{\"a\":3}"
    #expect(
      try records(text, .jsonl).map { "\($0.0) \($0.1)" } == [
        "line 1 {\"a\":1}", "line 4 notJSON", "line 5 {\"a\":3}",
      ])
  }

  @Test(arguments: [
    ("employees", "1.500.000", "1500000"), ("employees", "1,500", "1500"),
    ("employees", "1 500", "1500"), ("employees", "35", "35"), ("employees", "-5", "-5"),
    ("employees", "1,5", "\"1,5\""), ("employees", "1.50.000", "\"1.50.000\""),
    ("employees", "nhiều", "\"nhiều\""),
    ("employees", "99999999999999999999", "\"99999999999999999999\""),
    ("budget_vnd", "5\u{A0}000\u{A0}000\u{A0}000", "5000000000"),
    ("tax_code", "0100233488", "\"0100233488\""), ("province", "01", "\"01\""),
    ("id", "7", "\"7\""),
    ("fields", "agriculture; energy", "[\"agriculture\",\"energy\"]"), ("fields", ";;", "[]"),
    ("products", "a\nb", "[\"a\",\"b\"]"), ("products", "a, b", "[\"a, b\"]"),
    ("required", "[{\"min_trl\":6}]", "[{\"min_trl\":6}]"), ("required", "[{", "\"[{\""),
    ("open", "Có", "true"), ("open", "không", "false"), ("open", "1", "true"),
    ("open", "đôi khi", "\"đôi khi\""),
    ("past_projects", "[{\"title\":\"x\"}]", "[{\"title\":\"x\"}]"),
    ("description", " a ", "\"a\""), ("Name ", "x", "\"x\""),
  ]) func cellsBecomeValues(_ row: (String, String, String)) throws {
    let (name, cell, value) = row
    let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
    let found = try records("title,\(name),other\nt,\(quoted),\n", .csv)
    #expect(
      found.map(\.1) == [
        "{\"title\":\"t\",\"\(name.trimmed.lowercased())\":\(value),\"other\":null}"
      ])
  }

  @Test func pointsNestAndEmptyCellsAreNull() throws {
    let text =
      "kind;name;startup.stage;startup.raising_vnd;phone\nstartup;x;seed;3.000.000.000;\n\nfund;y;;;1\n"
    #expect(
      try records(text, .csv).map { "\($0.0) \($0.1)" } == [
        #"line 2 {"kind":"startup","name":"x","startup":{"stage":"seed","raising_vnd":3000000000},"phone":null}"#,
        #"line 4 {"kind":"fund","name":"y","startup":null,"phone":"1"}"#,
      ])
  }

  @Test func aRowThatIsTooLongIsItsOwnFault() throws {
    #expect(
      try records("id,b\n1,2,3\n4\n", .csv).map { "\($0.0) \($0.1)" } == [
        "line 2 invalid  too_many", #"line 3 {"id":"4"}"#,
      ])
  }

  @Test(arguments: [
    ("a,\n1,2\n", "invalid / missing"), ("a,A\n1,2\n", "invalid /a repeated"),
    ("a\n\"x\n", "invalid  bad_format"), ("a,b\n1,2\n", "invalid  not_accepted"),
    ("", "invalid  missing"),
  ]) func aBadHeaderRefusesTheFile(_ row: (String, String)) {
    #expect(
      outcome { () throws(DomainError) in
        try ImportSource.records(Array(row.0.utf8), .csv)
      } == row.1)
  }

  @Test func otherEncodingsAreRefused() {
    #expect(
      outcome { () throws(DomainError) in
        try ImportSource.records([0x61, 0x2C, 0xE0, 0x0A], .csv)
      } == "invalid  bad_format")
  }

  @Test func anEmptyFileHasNoRecords() throws {
    #expect(try records("id,b\n", .csv).isEmpty)
    #expect(try records("", .jsonl).isEmpty)
  }
}
