import Domain
import HTTP
import Testing

extension Browsing {
  /// What each of those whom the register is for must be able to do on their first visit, from an
  /// empty register on, by forms and links alone.
  @Suite struct FirstVisitTests {
    private static let problem = "Cảnh báo sớm sâu bệnh trên vườn cà phê"
    private static let startup = "Công ty Cảnh Báo Vườn"

    private let officer = Person(email: "so@example.vn")
    private let founder = Person(email: "sanglap@example.vn")
    private let manager = Person(email: "quy@example.vn")
    private let mentor = Person(email: "uom@example.vn")
    private let citizen = Person(email: "dan@example.vn")

    @Test(arguments: Setting.pairs) func everybodyReachesWhatTheyCameFor(
      _ setting: Setting
    ) throws {
      let site = try RunningSite()
      let visitor = try Visitor(site, setting)
      try strollThroughAnEmptyRegister(visitor)
      try publish(visitor)
      try findProblems(visitor)
      try shortlist(visitor)
      try findStartups(visitor)
      try openIntake(visitor)
      try browse(visitor)
      #expect(try visitor.web.console().filter { $0["level"] == "SEVERE" } == [])
    }

    private func strollThroughAnEmptyRegister(_ visitor: Visitor) throws {
      try visitor.open("/")
      try visitor.sees(try visitor.say("home.title"))
      try visitor.follow(saying: "nav.problems", to: "/problems")
      try visitor.sees(try visitor.say("list.nothing"))
      try visitor.follow(saying: "nav.organisations", to: "/organisations")
      try visitor.sees(try visitor.say("list.nothing"))
    }

    /// DOST writes a problem and publishes it.
    private func publish(_ visitor: Visitor) throws {
      let secret = try visitor.site.secret(
        of: officer.email, role: .dost, language: visitor.setting.language)
      try visitor.begin(officer, with: secret)
      try visitor.follow(saying: "nav.desk_problems", to: "/desk/problems")
      try visitor.follow(saying: "desk.problem.new", to: "/desk/problems/new")
      try visitor.fill("title", Self.problem)
      try visitor.fill(
        "description",
        "Rệp sáp và gỉ sắt cà phê được phát hiện muộn. Cần cảnh báo sớm bằng cảm biến và ảnh.")
      try visitor.fill("expected_result", "Cảnh báo đến điện thoại của nông hộ trước 48 giờ.")
      try visitor.choose("field", "agriculture")
      try visitor.tick("technologies", "iot")
      try visitor.choose("min_trl", "6")
      try visitor.press(saying: "organisation.save", to: "/desk/problems/")
      try visitor.sees(try visitor.say("done.draft_saved"))
      try visitor.take("publish", to: "/desk/problems/")
      try visitor.sees(try visitor.say("done.problem_publish"))
    }

    /// A startup registers in one form and at once sees the open problems that fit it, and why.
    private func findProblems(_ visitor: Visitor) throws {
      try visitor.register(founder, by: "home.door.startup")
      try visitor.registerOrganisation(
        "startup", Self.startup, "Cảnh báo sớm sâu bệnh cho vườn cà phê bằng cảm biến và ảnh."
      ) {
        try visitor.fill("products", "Cảnh báo sớm rệp sáp và gỉ sắt cà phê")
        try visitor.tick("technologies", "iot")
        try visitor.choose("trl", "7")
        try visitor.choose("startup.stage", "seed")
      }
      try visitor.follow(saying: "nav.my_matches", to: "/my/matches")
      try visitor.sees(Self.problem)
      try visitor.sees(try visitor.say("match.evidence"))
      try visitor.follow(Self.problem, to: "/problems/")
      try visitor.sees(Self.problem)
    }

    /// DOST verifies who has registered, and gets a ranked shortlist with reasons; beside the next
    /// problem it sees who would match while it is written.
    private func shortlist(_ visitor: Visitor) throws {
      try visitor.comeBack(officer, to: "/desk")
      try visitor.follow(saying: "nav.queue", to: "/desk/queue")
      try visitor.follow(Self.startup, to: "/desk/queue/")
      try visitor.take("verify", to: "/desk/queue/")
      try visitor.sees(try visitor.say("done.decided"))
      try visitor.follow(saying: "nav.desk_problems", to: "/desk/problems")
      try visitor.follow(Self.problem, to: "/desk/problems/")
      try visitor.follow(saying: "desk.tab.shortlist", to: "/desk/problems/")
      try visitor.sees("1. " + Self.startup)
      try visitor.unfold(try visitor.say("desk.reasons"))
      try visitor.sees(try visitor.say("match.evidence"))
      try visitor.follow(saying: "nav.desk_problems", to: "/desk/problems")
      try visitor.follow(saying: "desk.problem.new", to: "/desk/problems/new")
      try visitor.fill("title", "Phát hiện gỉ sắt cà phê bằng ảnh")
      if !visitor.setting.runsScripts {
        try visitor.press(saying: "desk.preview.button", to: "/desk/problems/new")
      }
      try visitor.sees(Self.startup)
    }

    /// A fund describes its mandate once and gets the startups that fit, then alerts.
    private func findStartups(_ visitor: Visitor) throws {
      try visitor.register(manager, by: "home.door.fund")
      try visitor.registerOrganisation("fund", "Quỹ Cà Phê", "Quỹ cho nông nghiệp công nghệ cao.") {
        try visitor.choose("fund.fund_kind", "startup_investment_fund")
        try visitor.fill("fund.thesis", "Cảnh báo sâu bệnh và truy xuất nguồn gốc cà phê.")
      }
      try visitor.follow(saying: "nav.mandate", to: "/my/mandate")
      try visitor.tick("fund.fields", "agriculture")
      try visitor.tick("fund.stages", "seed")
      try visitor.fill("fund.ticket_min_vnd", "500 triệu")
      try visitor.fill("fund.ticket_max_vnd", "5 tỷ")
      try visitor.press(saying: "mandate.save", to: "/my/mandate?done=mandate_saved")
      try visitor.follow(saying: "mandate.startups", to: "/my/startups")
      try visitor.sees(Self.startup)
      try visitor.sees(try visitor.say("match.evidence"))
      try visitor.press(saying: "startups.alert", to: "/my/searches?done=search_saved")
      try visitor.sees(try visitor.say("startups.title"))
    }

    /// An incubator opens an intake and sees candidates.
    private func openIntake(_ visitor: Visitor) throws {
      try visitor.register(mentor, by: "home.door.incubator")
      try visitor.registerOrganisation("incubator", "Vườn Ươm Cao Nguyên", "Ươm tạo nông nghiệp.")
      try visitor.follow(saying: "nav.my_programmes", to: "/my/programmes")
      try visitor.follow(saying: "programmes.new", to: "/my/programmes/new")
      try visitor.fill("title", "Ươm tạo nông nghiệp số")
      try visitor.tick("fields", "agriculture")
      try visitor.tick("technologies", "iot")
      try visitor.tick("stages", "seed")
      try visitor.press(saying: "organisation.save", to: "/my/programmes?done=saved")
      try visitor.follow(saying: "cohorts.new", to: "/my/cohorts/new?programme=")
      try visitor.fill("name", "Khóa một")
      try visitor.pick("opens", "2026-01-01T08:00")
      try visitor.pick("closes", "2099-12-31T17:00")
      try visitor.fill("capacity", "5")
      try visitor.press(saying: "cohorts.draft", to: "/my/cohorts/")
      try visitor.sees(try visitor.say("done.draft_saved"))
      try visitor.press(saying: "cohorts.announce", to: "/my/cohorts/")
      try visitor.sees(try visitor.say("done.cohort_announce"))
      try visitor.sees(Self.startup)
    }

    /// A citizen browses, downloads and subscribes.
    private func browse(_ visitor: Visitor) throws {
      try visitor.arrive()
      try visitor.open("/")
      try visitor.search("sâu bệnh cà phê")
      try visitor.follow(Self.problem, to: "/problems/")
      try visitor.follow(saying: "nav.statistics", to: "/statistics")
      let file = try visitor.link(below: "/statistics/")
      let answer = try visitor.site.client.send(.GET, file)
      #expect(answer.status == 200)
      #expect(answer.headers["Content-Type"]?.hasPrefix("text/csv") == true)
      #expect(answer.headers["Content-Disposition"]?.contains("attachment") == true)
      try visitor.register(citizen)
      try visitor.follow(saying: "nav.problems", to: "/problems")
      try visitor.follow(Self.problem, to: "/problems/")
      try visitor.press(saying: "problem.follow", to: "/problems/")
      try visitor.sees(try visitor.say("done.following"))
    }
  }
}
