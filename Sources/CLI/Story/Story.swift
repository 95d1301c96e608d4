import Domain
import HTTP

/// One problem from its publication to its solution, through the public API alone: a startup
/// registers, a firm claims the record that DOST had imported, both propose under seal, reviewers
/// score, the province awards and accepts the work.
///
/// Who acts is named by what they are there for.
struct Story {
  /// The teller.
  let teller: StoryTeller
  /// The secret by which the first administrator, whom the operator has made, sets a password.
  let welcome: String
  /// What time it is.
  let clock: () -> Instant
  /// Seconds for which the problem takes proposals.
  let openSeconds: Int64

  private var admin = StoryTeller.Person(
    name: Bilingual(vi: "Quản trị viên", en: "The administrator"), email: Story.adminAddress)
  private var officer = StoryTeller.Person(
    name: Bilingual(vi: "Cán bộ Sở KH&CN", en: "The DOST officer"), email: "so@example.vn")
  private var founder = StoryTeller.Person(
    name: Bilingual(vi: "Người sáng lập", en: "The founder"), email: "khoinghiep@example.vn")
  private var rival = StoryTeller.Person(
    name: Bilingual(vi: "Giám đốc doanh nghiệp", en: "The firm’s director"),
    email: "doanhnghiep@example.vn")
  private var reviewers = (1...3).map { number in
    StoryTeller.Person(
      name: Bilingual(vi: "Chuyên gia \(number)", en: "Reviewer \(number)"),
      email: "chuyengia\(number)@example.vn")
  }
  private var startup = ""
  private var firm = (id: "", name: "")
  private var problem = (id: "", code: "")
  private var deadline = Instant(seconds: 0)
  private var proposals = (founder: "", rival: "")

  /// The address of the first administrator.
  static let adminAddress = "quantri@example.vn"

  /// A story that has not begun.
  init(
    teller: StoryTeller, welcome: String, openSeconds: Int64, clock: @escaping () -> Instant
  ) {
    self.teller = teller
    self.welcome = welcome
    self.openSeconds = openSeconds
    self.clock = clock
  }

  /// Tells it from the first account to the last milestone.
  /// - Throws: `StoryTeller.Break` at the first step that comes out otherwise than it should,
  ///   `Failure` where nothing can be printed.
  mutating func run() throws {
    try openOffice()
    try registerStartup()
    try writeProblem()
    try claimFirm()
    try publishProblem()
    try inviteTheBest()
    try propose()
    try tryToPeek()
    try passTheDeadline()
    try review()
    try award()
    try deliver()
    try report()
  }

  private mutating func openOffice() throws {
    try teller.welcome(&admin, secret: welcome)
    try teller.register(&officer)
    for index in reviewers.indices { try teller.register(&reviewers[index]) }
    try give("dost", to: officer)
    for reviewer in reviewers { try give("reviewer", to: reviewer) }
    try teller.say(
      "Quản trị viên mở văn phòng: một cán bộ Sở và ba chuyên gia có tài khoản, xác nhận qua thư.",
      "The administrator opens the office: one DOST officer and three reviewers have accounts, "
        + "confirmed by mail.")
  }

  private func give(_ role: String, to person: StoryTeller.Person) throws {
    let path = "/accounts/" + person.account
    let account = try teller.call(.GET, path, as: admin)
    try teller.call(.PATCH, path, ["role": .string(role)], as: admin, tag: account.tag)
  }

  private mutating func registerStartup() throws {
    try teller.register(&founder)
    let made = try teller.call(
      .POST, "/organisations", Self.startupProfile, as: founder, expecting: 201)
    startup = made.id
    try teller.call(
      .POST, "/organisations/\(startup)/submit", as: founder, tag: made.tag)
    let waiting = try teller.call(.GET, "/organisations/queue", as: officer)
    let found = (waiting.json["items"]?.elements ?? []).contains { item in
      item["organisation"]?["id"]?.text == startup || item["id"]?.text == startup
    }
    guard found else {
      throw StoryTeller.Break(call: "GET /organisations/queue", detail: waiting.json.compact)
    }
    try teller.call(.POST, "/organisations/\(startup)/verify", as: officer)
    let told = try teller.notification(to: founder)
    try teller.say(
      "Doanh nghiệp khởi nghiệp đăng ký bằng một biểu mẫu, Sở xác minh; người sáng lập được báo: "
        + "“\(told.vi)”",
      "A startup registers in one form and DOST verifies it; the founder is told: “\(told.en)”")
  }

  private mutating func writeProblem() throws {
    let draft = try teller.call(
      .POST, "/problems", Self.statement, as: officer, expecting: 201)
    problem.id = draft.id
    try teller.call(.PUT, "/problems/\(draft.id)/criteria", Self.criteria, as: officer)
    let list = try teller.call(.GET, "/problems/\(draft.id)/matches?limit=3", as: officer)
    let best = (list.json["matches"]?.elements ?? []).compactMap { $0["organisation"] }
    guard let other = best.first(where: { $0["id"]?.text != startup }) else {
      throw StoryTeller.Break(call: "GET /problems/…/matches", detail: list.json.compact)
    }
    firm = (other["id"]?.text ?? "", other["name"]?.text ?? "")
    try teller.say(
      "Sở soạn bài toán, định trước tiêu chí và trọng số, và xem trước ai phù hợp.",
      "DOST writes a problem, fixes criteria and weights, and sees beforehand who would fit.")
  }

  private mutating func claimFirm() throws {
    try teller.register(&rival)
    let claim = try teller.call(
      .POST, "/organisations/\(firm.id)/claims",
      ["grounds": "Tôi là người đại diện theo pháp luật."], as: rival, expecting: 201)
    try teller.call(.POST, "/claims/\(claim.id)/accept", as: officer, tag: claim.tag)
    try teller.say(
      "\(firm.name), do Sở nhập từ danh sách, được người của mình nhận lại; Sở chấp thuận.",
      "\(firm.name), which DOST had imported from a list, is claimed by its own people; DOST "
        + "accepts.")
  }

  private mutating func publishProblem() throws {
    let document = try teller.call(
      .POST, "/documents",
      [
        "number": "01/QĐ-UBND", "kind": "decision", "date": .string(clock().dayInVietnam),
        "issuer": "UBND tỉnh Đắk Lắk", "title": "Công bố bài toán lớn đợt 1",
      ], as: officer, expecting: 201)
    try teller.call(.POST, "/documents/\(document.id)/issue", as: officer, tag: document.tag)
    deadline = clock() + openSeconds
    let draft = try teller.call(.GET, "/problems/" + problem.id, as: officer)
    try teller.call(
      .PATCH, "/problems/" + problem.id, ["deadline": .string(deadline.description)], as: officer,
      tag: draft.tag)
    let published = try teller.call(
      .POST, "/problems/\(problem.id)/publish", ["document": .string(document.id)], as: officer)
    problem.code = published.json["code"]?.text ?? ""
    try teller.say(
      "Sở công bố bài toán \(problem.code) theo quyết định; hạn nộp "
        + "\(deadline.deadlineTextInVietnam).",
      "DOST publishes problem \(problem.code) under a decision; the deadline is "
        + "\(deadline.deadlineTextInVietnam).")
  }

  private func inviteTheBest() throws {
    let list = try teller.call(
      .GET, "/problems/\(problem.code)/matches?limit=3", as: officer)
    let matches = list.json["matches"]?.elements ?? []
    let best = matches.compactMap { $0["organisation"]?["id"]?.text }
    guard best.count == 3, best.contains(startup), best.contains(firm.id) else {
      throw StoryTeller.Break(call: "GET /problems/…/matches", detail: list.json.compact)
    }
    for organisation in best {
      try teller.call(
        .POST, "/problems/\(problem.code)/outcomes",
        ["organisation": .string(organisation), "kind": "invited"], as: officer, expecting: 201)
    }
    let summary = matches.first?["summary"]
    try teller.say(
      "Hệ thống xếp hạng đơn vị phù hợp và nêu lý do; Sở mời ba đơn vị đầu. Đứng đầu: "
        + (summary?["vi"]?.text ?? ""),
      "The register ranks who fits and says why; DOST invites the first three. At the top: "
        + (summary?["en"]?.text ?? ""))
  }

  private mutating func propose() throws {
    proposals.founder = try propose(
      as: founder, Self.secretApproach, cost: 900_000_000, months: 9)
    proposals.rival = try propose(
      as: rival, "Lắp trạm thời tiết ở mỗi xã và gửi bản tin hằng tuần.", cost: 1_400_000_000,
      months: 14)
    let receipt = try teller.call(
      .GET, "/proposals/\(proposals.founder)/receipt", as: founder)
    let digest = receipt.json["digest"]?.text ?? ""
    try teller.say(
      "Hai đơn vị nộp đề xuất có niêm phong. Biên nhận ghi mã băm \(digest.prefix(16))…",
      "Both hand in proposals under seal. The receipt bears the digest \(digest.prefix(16))…")
  }

  private func propose(
    as person: StoryTeller.Person, _ approach: String, cost: Int64, months: Int64
  ) throws -> String {
    let draft = try teller.call(
      .POST, "/proposals",
      [
        "problem": .string(problem.code), "approach": .string(approach),
        "cost_vnd": .integer(cost), "duration_months": .integer(months), "trl": 7,
      ], as: person, expecting: 201)
    try teller.call(.POST, "/proposals/\(draft.id)/submit", as: person, tag: draft.tag)
    return draft.id
  }

  private func tryToPeek() throws {
    try teller.call(.GET, "/proposals/\(proposals.founder)", as: rival, expecting: 404)
    try teller.call(.GET, "/proposals/\(proposals.founder)", as: officer, expecting: 404)
    let early = try teller.call(
      .POST, "/problems/\(problem.code)/open", as: officer, expecting: 409)
    let seen = try teller.call(.GET, "/proposals", as: officer)
    guard count(seen) == 0 else {
      throw StoryTeller.Break(call: "GET /proposals", detail: seen.json.compact)
    }
    try expect("refused", early)
    try teller.say(
      "Đối thủ thử đọc đề xuất của nhau: không tìm thấy. Sở cũng không thấy gì và trước hạn nộp thì "
        + "không mở được.",
      "One tries to read the other’s: not found. DOST sees nothing either, and cannot open before "
        + "the deadline.")
  }

  private func passTheDeadline() throws {
    teller.wait(until: deadline, clock)
    let late = try teller.call(
      .POST, "/proposals/\(proposals.rival)/withdraw", as: rival, expecting: 409)
    try teller.waitForClosing(of: problem.code)
    let opening = try teller.call(
      .POST, "/problems/\(problem.code)/open", as: officer)
    let opened = opening.json["proposals"]?.elements?.count ?? 0
    try expect("deadline_passed", late)
    try teller.say(
      "Hết hạn đến từng giây: sau đó không ai rút được nữa. Sở mở \(opened) đề xuất bằng một thao tác có ghi nhật "
        + "ký.",
      "The deadline holds to the second: nobody can withdraw after it. DOST opens \(opened) proposals, an act "
        + "that is logged.")
  }

  private mutating func review() throws {
    try teller.call(.POST, "/problems/\(problem.code)/review", as: officer)
    for proposal in [proposals.founder, proposals.rival] {
      try teller.call(.POST, "/proposals/\(proposal)/admit", as: officer)
    }
    try teller.call(
      .POST, "/problems/\(problem.code)/reviewers",
      ["accounts": .array(reviewers.map { .string($0.account) })], as: officer, expecting: 201)
    var scored = 0
    for (index, reviewer) in reviewers.enumerated() {
      for review in try reviews(of: reviewer) {
        let path = "/reviews/" + review
        if index == 2 {
          try teller.call(
            .POST, path + "/declare",
            ["conflict": "has", "grounds": "Từng tư vấn cho một bên dự tuyển."], as: reviewer)
          continue
        }
        try teller.call(.POST, path + "/declare", ["conflict": "none"], as: reviewer)
        let sheet = try teller.call(.GET, path, as: reviewer)
        let isFounders = sheet.json["proposal"]?.text == proposals.founder
        let points: Int64 = (isFounders ? 8 : 6) + Int64(index)
        try teller.call(
          .PUT, path + "/scores", Self.scores(points), as: reviewer, tag: sheet.tag)
        try teller.call(.POST, path + "/lock", as: reviewer)
        scored += 1
      }
    }
    for review in try reviews(of: reviewers[2]) {
      let closed = try teller.call(.GET, "/reviews/" + review, as: reviewers[2])
      guard closed.json["material"] == nil else {
        throw StoryTeller.Break(call: "GET /reviews", detail: closed.json.compact)
      }
    }
    try teller.say(
      "Ba chuyên gia: một người khai có xung đột lợi ích nên không được xem; hai người chấm độc "
        + "lập \(scored) phiếu và khóa điểm.",
      "Three reviewers: one declares a conflict and sees nothing; two score \(scored) sheets, "
        + "each alone, and lock them.")
  }

  private func reviews(of reviewer: StoryTeller.Person) throws -> [String] {
    let list = try teller.call(.GET, "/reviews?limit=100", as: reviewer)
    return (list.json["items"]?.elements ?? []).compactMap { $0["id"]?.text }
  }

  private func award() throws {
    for (proposal, points) in [(proposals.founder, Int64(9)), (proposals.rival, 6)] {
      try teller.call(
        .PUT, "/proposals/\(proposal)/consensus", Self.scores(points), as: officer)
      try teller.call(
        .PUT, "/proposals/\(proposal)/feedback",
        ["text": "Cảm ơn đơn vị; nhận xét chi tiết nằm trong biên bản."], as: officer)
    }
    let ranking = try teller.call(.GET, "/problems/\(problem.code)/ranking", as: officer)
    let first = ranking.json["items"]?.elements?.first
    let owed = try teller.call(
      .POST, "/problems/\(problem.code)/award", as: officer, expecting: 409)
    try teller.call(
      .POST, "/proposals/\(proposals.founder)/shortlist",
      ["reason": "Điểm cao nhất, giải pháp sẵn sàng."], as: officer)
    try teller.call(
      .POST, "/proposals/\(proposals.founder)/select",
      ["reason": "Đáp ứng bài toán tốt nhất với chi phí thấp hơn."], as: officer)
    try teller.call(
      .POST, "/proposals/\(proposals.rival)/decline",
      ["reason": "Chưa đáp ứng yêu cầu cảnh báo theo vườn."], as: officer)
    try teller.call(.POST, "/problems/\(problem.code)/award", as: officer)
    let feedback = try teller.call(
      .GET, "/proposals/\(proposals.rival)/feedback", as: rival)
    let total = first?["score"].map(\.compact) ?? ""
    try expect("pending", owed)
    try teller.say(
      "Chưa đủ quyết định và lý do thì chưa chọn được giải pháp. Đứng đầu với "
        + "\(total.replacing(".", with: ",")) điểm; "
        + "đơn vị không được chọn đọc được nhận xét: “\(feedback.json["text"]?.text ?? "")”",
      "Without decisions and reasons nothing can be awarded. The first has \(total) "
        + "points; who was not selected reads: “\(feedback.json["text"]?.text ?? "")”")
  }

  private func deliver() throws {
    let list = try teller.call(.GET, "/engagements?problem=\(problem.code)", as: officer)
    guard let engagement = list.json["items"]?.elements?.first?["id"]?.text else {
      throw StoryTeller.Break(call: "GET /engagements", detail: list.json.compact)
    }
    let path = "/engagements/" + engagement
    let planned = try teller.call(
      .POST, path + "/milestones",
      [
        "title": "Lắp cảm biến tại 40 vườn", "due": .string((clock() + 30 * 86_400).dayInVietnam),
        "amount_vnd": 300_000_000,
      ], as: officer, expecting: 201)
    guard let milestone = planned.json["milestones"]?.elements?.first?["id"]?.text else {
      throw StoryTeller.Break(call: "POST /milestones", detail: planned.json.compact)
    }
    try teller.call(.POST, "/problems/\(problem.code)/start", as: officer)
    try teller.call(
      .POST, path + "/milestones/\(milestone)/submit",
      ["text": "Đã lắp 40 bộ cảm biến, số liệu truyền về ổn định."], as: founder)
    try teller.call(.POST, path + "/milestones/\(milestone)/accept", as: officer)
    let open = try teller.call(.GET, path, as: officer)
    try teller.call(
      .PATCH, path, ["outcome": "Cảnh báo đến từng vườn trước 48 giờ."], as: officer,
      tag: open.tag)
    try teller.call(.POST, path + "/complete", as: officer)
    try teller.call(.POST, "/problems/\(problem.code)/solve", as: officer)
    try teller.say(
      "Mốc đầu tiên được nộp minh chứng và nghiệm thu; bài toán được giải.",
      "The first milestone is shown done and accepted; the problem is solved.")
  }

  private func report() throws {
    let minutes = try teller.call(
      .GET, "/problems/\(problem.code)/minutes?format=json", as: officer)
    let history = try teller.call(.GET, "/problems/\(problem.code)/history")
    let acts = try teller.call(.GET, "/audit?limit=1", as: admin)
    // What was opened and awarded just now is in the figures.
    let figures = try teller.call(.GET, "/reports?\(reportedDays)", as: officer)
    guard Self.figure("proposals_opened", in: figures.json) == 2,
      Self.figure("problems_awarded", in: figures.json) == 1
    else { throw StoryTeller.Break(call: "GET /reports", detail: figures.json.compact) }
    let issued = try teller.call(
      .POST, "/reports", ["notes": ["problems": "Một bài toán đã được giải."]], as: officer,
      expecting: 201)
    try teller.call(.POST, "/reports/\(issued.id)/publish", as: officer, tag: issued.tag)
    let published = try teller.call(.GET, "/reports/\(issued.id)")
    let digest = published.json["digest"]?.text ?? ""
    try teller.say(
      "Báo cáo: biên bản có \(minutes.json["items"]?.elements?.count ?? 0) đề xuất, lịch sử "
        + "công khai \(count(history)) bước, nhật ký \(count(acts)) việc. Số liệu của kỳ được chốt "
        + "và công khai với mã băm \(digest.prefix(16))…",
      "Report: the minutes list \(minutes.json["items"]?.elements?.count ?? 0) proposals, the "
        + "public history has \(count(history)) steps, the audit log \(count(acts)) acts. The "
        + "figures of the period are frozen and published under the digest "
        + "\(digest.prefix(16))…")
  }

  /// Today and the day before, in case it was midnight meanwhile.
  private var reportedDays: String {
    let today = clock()
    return "from=\((today + -86_400).dayInVietnam)&to=\(today.dayInVietnam)"
  }

  /// That an answer refused for the reason for which it should.
  private func expect(_ code: String, _ answer: StoryTeller.Answer) throws {
    guard answer.code == code else {
      throw StoryTeller.Break(call: code, detail: answer.json.compact)
    }
  }

  private func count(_ list: StoryTeller.Answer) -> Int64 {
    list.json["total"]?.wholeNumber ?? Int64(list.json["items"]?.elements?.count ?? 0)
  }
}
