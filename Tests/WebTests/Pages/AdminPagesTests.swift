import Domain
import HTTP
import Matching
import Testing
import UseCases

/// What administrators do over pages.
@Suite struct AdminPagesTests {
  private static let paths = [
    "/admin/accounts", "/admin/tokens", "/admin/weights", "/admin/weights/proposal",
    "/admin/lexicon", "/admin/lexicon/new", "/admin/jobs", "/admin/jobs/health",
  ]

  private static func admin(
    _ service: Service, _ language: Language = .vi
  ) throws -> PageBrowser {
    try PageBrowser(service, as: "admin@example.vn", role: .admin, language)
  }

  /// The secret of the link in the newest message of that kind.
  private static func secret(_ service: Service, _ kind: Notice.Kind) throws -> String {
    try service.registry.keepTime()
    while let job = try service.registry.claimMail(lease: 60) {
      if let notice = job.notices.first(where: { $0.kind == kind }) {
        return try #require(notice.values["secret"])
      }
    }
    Issue.record("no message \(kind)")
    return ""
  }

  @Test(arguments: Language.allCases)
  func theirPagesAreTheirsAlone(_ language: Language) throws {
    let service = try Service()
    var admin = try Self.admin(service, language)
    var person = try PageBrowser(service, as: "an@example.vn")
    var stranger = try PageBrowser(service)
    for path in Self.paths {
      let page = try admin.open(path)
      #expect(page.status == 200, "\(path)")
      #expect(page.body.count < 60_000, "\(path)")
      #expect(
        page.text.firstMatch(of: />(accounts|tokens|weights|lexicon|jobs|form)\.[a-z_.]+</) == nil)
      #expect(try person.open(path).status == 403, "\(path)")
      try stranger.open(path)
      #expect(stranger.target.hasPrefix("/login?next="), "\(path)")
    }
  }

  @Test func anAccountIsMadeLockedAndOpenedAgain() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/accounts")
    #expect(
      try admin.submit("/admin/accounts", ["email": "no address", "name": "X"]).status == 422)
    let made = try admin.submit(
      "/admin/accounts",
      [
        "email": "moi@example.vn", "name": "Lê Mới", "role": "reviewer",
        "language": "vi",
      ])
    #expect(admin.target.hasSuffix("?done=link_sent") && !made.text.contains("token="))
    var person = try PageBrowser(service)
    try person.open("/reset?token=" + (try Self.secret(service, .accountWelcome)))
    try person.submit("/reset/complete", ["password": Browser.password])
    #expect(person.target == "/login?done=password_set")
    try admin.open("/admin/accounts?email=moi@example.vn")
    let path = String(
      try #require(admin.page.text.firstMatch(of: /href="(\/admin\/accounts\/[^"]+)"/)?.1))
    try admin.open(path)
    try admin.submit(path, ["change": "role", "role": "dost"])
    #expect(admin.target == path + "?done=saved")
    #expect(
      try admin.submit(path, ["change": "disable", "reason": ""]).status == 422
        || admin.page.status == 409)
    try admin.open(path)
    try admin.submit(path, ["change": "disable", "reason": "Nghỉ việc"])
    #expect(admin.target == path + "?done=saved")
    let id = String(path.split(separator: "/").last ?? "")
    let record = try service.get("/api/v1/accounts/" + id, as: .admin).json
    #expect(record["status"] == "disabled" && record["role"] == "dost")
    #expect(!admin.offers(path + "/reset"))
    try admin.submit(path, ["change": "enable"])
    #expect(admin.offers(path + "/reset"))
    #expect(try !admin.submit(path + "/reset").text.contains("token="))
    #expect(admin.target == path + "?done=link_sent")
    #expect(try !Self.secret(service, .accountReset).isEmpty)
  }

  @Test func theLastAdministratorStays() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/accounts?email=admin@example.vn")
    let path = String(
      try #require(admin.page.text.firstMatch(of: /href="(\/admin\/accounts\/[^"]+)"/)?.1))
    try admin.open(path)
    #expect(try admin.submit(path, ["change": "role", "role": ""]).status == 409)
    #expect(admin.page.text.contains("id=\"faults\""))
  }

  @Test func aTokenIsShownOnceAndRevoked() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/tokens")
    #expect(try admin.submit("/admin/tokens", ["label": "x", "role": ""]).status == 422)
    let made = try admin.submit(
      "/admin/tokens", ["label": "Bảng điện tử", "role": "dost", "scope": "read"])
    let secret = String(try #require(made.text.firstMatch(of: /Bearer ([A-Za-z0-9_-]+)/)?.1))
    #expect(try service.get("/api/v1/organisations/queue", as: .bearer(secret)).status == 200)
    try admin.open("/admin/tokens")
    #expect(admin.page.text.contains("Bảng điện tử") && !admin.page.text.contains(secret))
    try admin.submit("/admin/tokens/revoke")
    #expect(admin.target == "/admin/tokens?done=token_revoked")
    #expect(try service.get("/api/v1/organisations/queue", as: .bearer(secret)).status == 401)
  }

  @Test func weightsAreSetAndTakenBack() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/weights")
    let refused = try admin.submit("/admin/weights", ["version": "thu", "signals.capability": "0"])
    #expect(
      refused.status == 422 && refused.text.contains("id=\"f-signals-capability-fault\""))
    try admin.open("/admin/weights")
    let before = try service.registry.weightsInForce()
    let form = Dictionary(
      admin.page.text.matches(of: /name="(signals\.[a-z_]+)"[^>]*>/).map { (String($0.1), "10") }
    ) { $1 }
    try #require(form.count == 7)
    try admin.submit("/admin/weights", form.merging(["version": "thu-1", "again": ""]) { $1 })
    #expect(admin.target == "/admin/weights?done=weights_set", "\(admin.page.text)")
    #expect(try service.registry.weightsInForce().version == "thu-1")
    try admin.submit("/admin/weights")
    #expect(admin.target == "/admin/weights?done=weights_set", "\(admin.page.text)")
    #expect(try service.registry.weightsInForce() == before)
  }

  @Test func aConceptIsAddedChangedAndRemoved() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/lexicon/new")
    let refused = try admin.submit(
      "/admin/lexicon/new", ["id": "Not One", "vi": "máy qzthu", "broader": "nothing_such"])
    #expect(refused.status == 422 && refused.text.contains("id=\"f-id-fault\""))
    try admin.submit(
      "/admin/lexicon/new",
      ["id": "qz_trial", "vi": "máy qzthu", "en": "qztrial machine", "broader": ""])
    #expect(admin.target == "/admin/lexicon/qz_trial?done=saved")
    try admin.submit("/admin/lexicon/qz_trial", ["vi": "máy qzthu\nthiết bị qzthu"])
    #expect(try service.registry.concept("qz_trial").entry.vi == ["máy qzthu", "thiết bị qzthu"])
    try admin.open("/admin/lexicon?q=qzthu")
    #expect(admin.page.text.contains("/admin/lexicon/qz_trial"))
    try admin.open("/admin/lexicon/qz_trial")
    try admin.submit("/admin/lexicon/qz_trial/remove")
    #expect(admin.target == "/admin/lexicon?done=removed")
    #expect(try admin.open("/admin/lexicon/qz_trial").status == 404)
    try admin.open("/admin/lexicon?origin=shipped")
    let shipped = String(
      try #require(
        admin.page.text.firstMatch(of: /href="(\/admin\/lexicon\/[a-z_0-9]+)"><code>/)?.1))
    try admin.open(shipped)
    #expect(!admin.offers(shipped + "/remove"))
    #expect(try admin.submit(shipped, ["vi": "", "en": ""]).status == 422)
  }

  @Test func mailIsTriedAndHealthIsTold() throws {
    let service = try Service()
    var admin = try Self.admin(service)
    try admin.open("/admin/jobs")
    #expect(try admin.submit("/admin/jobs/test", ["email": "nowhere"]).status == 422)
    try admin.submit("/admin/jobs/test", ["email": "an@example.vn"])
    #expect(admin.target == "/admin/jobs?done=mail_tested")
    #expect(admin.page.text.contains("badge-waiting"))
    #expect(try admin.open("/admin/jobs?failed=true").status == 200)
    try admin.open("/admin/jobs/health")
    #expect(admin.page.text.contains("class=\"done\""))
  }
}
