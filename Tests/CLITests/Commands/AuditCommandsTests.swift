import CLI
import Domain
import Testing

@Suite struct AuditCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.sorter, Records.problem)
  }

  private func actions(_ words: String...) throws -> [String] {
    let outcome = tool.run(["audit", "list", "--json"] + words)
    try #require(outcome.code == .ok, "\(outcome)")
    let items = try JSONParser.parse(outcome.output)["items"]?.elements ?? []
    return items.compactMap { $0["action"]?.text }
  }

  @Test func actsAreListedTheNewestFirst() throws {
    let json = try tool.json("audit", "list")
    let items = json["items"]?.elements ?? []
    #expect(json["total"] == JSON(items.count))
    let times = items.compactMap { $0["at"]?.text }
    #expect(times == times.sorted().reversed() && times.count == items.count)
    // Numbers would count what is left out: entries are named by their hash.
    #expect(items.allSatisfy { $0["sequence"] == nil && $0["entry"]?.text?.count == 64 })
    let first = try #require(items.last)
    #expect(first["payload"]?["after"] != nil)
    let table = tool.run("audit", "list", "--language", "vi").output
    #expect(table.contains("Bản ghi") && table.contains(first["id"]?.text ?? "?"))
    #expect(table.contains(first["entry"]?.text?.prefix(12) ?? "?"))
  }

  @Test func filtersNarrow() throws {
    _ = try tool.json("lexicon", "add", "coffee", "--vi", "hạt nâu")
    let all = try actions()
    #expect(try actions("--aggregate", "lexicon") == ["lexicon.add"])
    #expect(try actions("--action", "lexicon.add") == ["lexicon.add"])
    #expect(try actions("--actor", "cli") == all)
    #expect(try actions("--actor", "nobody") == [])
    #expect(try actions("--since", "2020-01-01") == all)
    #expect(try actions("--since", "2999-01-01") == [])
    #expect(try actions("--limit", "1") == ["lexicon.add"])
    let next = try tool.json("audit", "list", "--limit", "1")["next_cursor"]?.text
    #expect(try actions("--cursor", try #require(next)) == Array(all.dropFirst()))
  }

  @Test(arguments: [["--since", "soon"], ["--aggregate", "firm"], ["--cursor", "x"]])
  func whatMeansNothingIsRefused(_ words: [String]) {
    #expect(tool.run(["audit", "list"] + words).code == .usage)
  }
}

/// What the tool does about personal data and the proof of the log.
@Suite struct PrivacyCommandsTests {
  private let tool: Tool

  init() throws {
    tool = try Tool.ready()
    try tool.take(Records.sorter, Records.problem)
  }

  @Test func theChainIsProvedAndItsHeadIsKnownAgain() throws {
    let proof = try tool.json("audit", "verify")
    #expect(proof["sound"] == true && proof["faults"] == [])
    let known = "\(proof["entries"]?.wholeNumber ?? 0):\(proof["head"]?.text ?? "")"
    _ = try tool.json("lexicon", "add", "coffee", "--vi", "hạt nâu")
    #expect(tool.run("audit", "verify", "--known", known).code == .ok)
    let other = known.replacing(":", with: ":0").dropLast()
    let wrong = tool.run("audit", "verify", "--known", String(other), "--json")
    #expect(wrong.code == .data && wrong.output.contains("known: missing"))
    #expect(tool.run("audit", "verify", "--known", "x").code == .usage)
  }

  @Test func aRequestIsEnteredAnsweredAndFulfilled() throws {
    let secret = try tool.json("account", "add", "an@example.vn", "--name", "An")
    let account = try #require(secret["id"]?.text)
    let data = try tool.json("account", "data", "an@example.vn")
    #expect(data["kept"]?["account"] != nil)
    let accesses = try tool.json("audit", "accesses", "--record", account)
    #expect(accesses["items"]?.elements?.first?["part"] == "personal_data")
    let request = try tool.json("data-request", "add", "erase", "--account", account)
    let (id, number) = (request["id"]?.text ?? "?", request["number"]?.text ?? "?")
    let due = try tool.json("data-request", "list", "--due", "open")
    #expect(due["items"]?.elements?.map { $0["id"]?.text } == [id])
    #expect(
      try tool.json("data-request", "answer", id, "--reply", "Đã nhận")["status"] == "answered")
    #expect(tool.run("data-request", "complete", id).code != .ok, "not erased yet")
    let erased = try tool.json("account", "erase", account, "--request", number)
    #expect(erased["account"]?["status"] == "erased")
    #expect(try tool.json("data-request", "show", id)["status"] == "completed")
    #expect(tool.run("account", "show", "an@example.vn").code == .noInput)
    let proof = try tool.json("audit", "verify")
    #expect(proof["sound"] == true && (proof["erased"]?.wholeNumber ?? 0) > 0)
    #expect(tool.run("check").code == .ok)
    let shown = tool.run("data-request", "list", "--language", "vi").output
    #expect(shown.contains("Xoá dữ liệu") && shown.contains("Đã thực hiện"))
  }
}
