import Domain
import HTTP
import Testing
import UseCases

/// What a proposer is told of the result, and when: with the award, and by nothing before it.
@Suite struct ResultTests {
  let scene: Scene
  var service: Service { scene.service }
  private var firm: Caller { .member(scene.id("firm")) }
  private var problem: String { "/api/v1/problems/" + scene.id("open") }
  private var proposal: String { "/api/v1/proposals/" + scene.id("proposal") }

  init() throws { scene = try Scene() }

  private func judge(_ steps: [String]) throws {
    for step in steps {
      let body: JSON = step == "admit" ? [:] : ["reason": .string("Lý do " + step)]
      let taken = try service.post("\(proposal)/\(step)", body, as: .dost)
      try #require(taken.status == 200, "\(step): \(taken.text)")
    }
  }

  private func open() throws {
    // A request may be repeated under its key for two days.
    try service.turn(to: "2026-06-30T12:00:00Z")
    let sent = try service.post(proposal + "/submit", as: firm, headers: key)
    try #require(sent.status == 200, "\(sent.text)")
    try service.turn(to: "2026-07-02T00:00:00Z")
    for step in ["close", "open"] { try service.post("\(problem)/\(step)", as: .dost) }
  }

  /// Under which the offer was handed in.
  private let key = [("Idempotency-Key", "nop")]

  /// Everything that the proposer can read of it.
  private func read() throws -> [String] {
    let outcomes = try service.get(problem + "/outcomes", as: firm)
    return [
      try service.get(proposal, as: firm).text, try service.get(proposal, as: firm).tag,
      try service.get("/api/v1/proposals", as: firm).text,
      try service.get(proposal + "/history", as: firm).text,
      outcomes.text, try service.post(proposal + "/withdraw", as: firm).json["state"]?.text ?? "",
      try service.post(proposal + "/submit", as: firm, headers: key).text,
      try service.post(
        problem + "/outcomes",
        ["organisation": .string(scene.id("firm")), "kind": "refused"], as: firm
      ).json["state"]?.text ?? "",
    ]
  }

  /// A table of ways to judge: what the proposer reads before the award is what stood before the
  /// result, to the letter, and afterwards the result with its reason.
  @Test(arguments: [
    (["admit", "shortlist"], "select", "shortlisted"),
    (["admit", "shortlist"], "decline", "shortlisted"), (["admit"], "decline", "admissible"),
  ])
  func nothingTellsOfTheResultBeforeTheAward(
    _ before: [String], _ step: String, _ told: String
  ) throws {
    try open()
    try judge(before)
    let known = try read()
    try judge([step])
    try service.send(
      .PUT, proposal + "/feedback", as: .dost, body: ["text": "Nhận xét mật"])
    #expect(try read() == known)
    let seen = try service.get(proposal, as: firm).json
    #expect(seen["status"]?.text == told)
    #expect(seen["status_reason"]?.text == (told == "shortlisted" ? "Lý do shortlist" : nil))
    let result = step == "select" ? "selected" : "declined"
    #expect(try service.get(proposal, as: .dost).json["status"]?.text == result)

    var browser = try PageBrowser(service, owning: scene.id("firm"))
    let page = "/my/proposals/" + scene.id("proposal")
    try browser.open(page)
    #expect(!browser.page.text.contains("Lý do " + step), "the page")
    #expect(!browser.page.text.contains("badge-" + result))
    try browser.open("/my")
    #expect(!browser.page.text.contains("badge-" + result), "the list")

    try service.post(problem + "/review", as: .dost)
    let ended = try service.post(
      problem + "/no-award", ["reason_code": "all_rejected"], as: .dost)
    try #require(ended.status == 200, "\(ended.text)")
    let last = try service.get(proposal, as: firm).json
    #expect(last["status"]?.text == result && last["status_reason"]?.text == "Lý do " + step)
    let acts = try service.get(proposal + "/history", as: firm)
    #expect(acts.text.contains("proposal." + step))
    // Good news stand in a box that says so, bad ones in another.
    try browser.open(page)
    let box = result == "selected" ? "<div class=\"done\">" : "<div class=\"notice bad\">"
    #expect(browser.page.text.contains(box) && browser.page.text.contains("Lý do " + step))
  }
}
