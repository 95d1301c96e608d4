import Domain
import HTTP
import Testing
import UseCases

/// A service with a record of every kind, in each of which a word is planted that not everybody
/// may read.
final class WholeScene: Sendable {
  /// Who asks.
  enum Who: String, CaseIterable {
    case anonymous, stranger, startup, fund, incubator, reviewer, dost, admin
    /// Somebody with an account and no organisation.
    case person
    /// Somebody who claims an organisation.
    case claimant
    /// A reviewer who judges proposals, and one who has stood aside from that.
    case judge, recused
  }

  /// A word for each kind of private content, found nowhere else, with those who may read it.
  enum Planted: String, CaseIterable {
    case contact = "qzlienhe@bimat.example"
    case traction = "qztangtruong"
    case hiddenFirm = "Công ty qzancong"
    case draftProblem = "qzbaitoannhap"
    case approach = "qzcachlam"
    case attachment = "qzdinhkem"
    case waitingQuestion = "qzcauhoicho"
    case originalWords = "qzlochu"
    case draftDocument = "qzvanbannhap"
    case outcomeNote = "qzghichumoi"
    case investmentNote = "qzghichudautu"
    case savedSearch = "qztimkiem"
    case introductionMessage = "qzloingo"
    case draftApplication = "qzhosonhap"
    case sentApplication = "qzhosonop"
    case mentorMessage = "qzhoicovan"
    case accountEmail = "qznguoi@bimat.example"
    case accountName = "Qzten Người"
    case requestDetails = "qzyeucaudulieu"
    case suspensionReason = "qzlydodinhchi"
    case pendingName = "Công ty qzdoiten"
    case refusalReason = "qztuchoisua"
    case evidenceFile = "qzgiayphep"
    case personalID = "066090123456"
    case invitedAddress = "qzduocmoi@bimat.example"
    case memberAddress = "qzthanhvien@bimat.example"
    case claimGrounds = "qzcancu"
    case claimantEmail = "qznguoinhan@bimat.example"
    case claimantName = "Qznhan Quyền"
    case mergeReason = "qzlydogop"
    case judgeEmail = "qzgiamkhao@bimat.example"
    case judgeName = "Qzten Giám Khảo"
    case judgedApproach = "qzcachdangcham"
    case rivalApproach = "qzcachdoithu"
    case awardedApproach = "qzcachduocchon"
    case lockedRemark = "qznhanxetkhoa"
    case draftRemark = "qznhanxetnhap"
    case conflictGrounds = "qzxungdot"
    case waitingConsensus = "qzthongnhatcho"
    case consensusReason = "qzlydodoidiem"
    case waitingFeedback = "qzphanhoicho"
    case toldConsensus = "qzthongnhatxong"
    case toldFeedback = "qzphanhoixong"
    case choiceReason = "qzlydochon"
    case milestoneEvidence = "qzbangchung"
    case milestoneFile = "qzanhlapdat"

    var readers: Set<Who> {
      switch self {
      case .contact, .traction: [.startup, .dost, .admin]
      case .hiddenFirm, .suspensionReason: [.dost, .admin]
      case .draftProblem, .draftDocument, .outcomeNote: [.dost, .admin]
      case .approach, .attachment: [.startup]
      case .waitingQuestion, .originalWords: [.startup, .dost, .admin]
      case .investmentNote: [.fund, .dost, .admin]
      case .savedSearch: [.fund]
      case .introductionMessage: [.fund, .startup, .dost, .admin]
      case .draftApplication: [.startup]
      case .sentApplication: [.startup, .incubator, .dost, .admin]
      case .mentorMessage: [.startup, .incubator, .dost, .admin]
      case .accountEmail, .accountName: [.person, .admin]
      case .requestDetails: [.person, .dost, .admin]
      case .claimGrounds: [.claimant, .dost, .admin]
      case .claimantEmail, .claimantName: [.claimant, .dost, .admin]
      case .pendingName, .invitedAddress: [.startup, .dost, .admin]
      case .refusalReason, .evidenceFile, .personalID: [.stranger, .dost, .admin]
      case .memberAddress: [.fund, .dost, .admin]
      case .mergeReason: [.dost, .admin]
      case .judgeEmail: [.judge, .admin]
      case .judgeName, .lockedRemark: [.judge, .dost, .admin]
      case .draftRemark: [.judge]
      case .conflictGrounds: [.recused, .dost, .admin]
      case .judgedApproach: [.startup, .judge, .dost, .admin]
      case .rivalApproach: [.stranger, .judge, .dost, .admin]
      case .awardedApproach: [.startup, .incubator, .judge, .dost, .admin]
      // Before the decision nobody is told what was said of them.
      case .waitingConsensus, .consensusReason, .waitingFeedback: [.dost, .admin]
      case .toldConsensus, .toldFeedback, .choiceReason: [.startup, .incubator, .dost, .admin]
      case .milestoneEvidence, .milestoneFile: [.startup, .incubator, .dost, .admin]
      }
    }
  }

  let service: Service
  /// Those who come with an account.
  private let people: [Who: Browser]
  /// Identifiers by the names of what they are of.
  let names: [String: String]

  init() throws {
    let service = try Service()
    self.service = service
    var names: [String: String] = [:]
    func post(_ path: String, _ body: JSON? = nil, as caller: Caller = .dost) throws -> Reply {
      let reply = try service.post("/api/v1" + path, body, as: caller)
      try #require([200, 201].contains(reply.status), "\(path): \(reply.text)")
      return reply
    }
    func organisation(_ name: String, _ body: JSON, _ events: [String]) throws {
      let base: JSON = [
        "name": .string("Tổ chức " + name), "province": "66", "fields": ["agriculture"],
      ]
      let id = try post("/organisations", base.merging(body)).id
      for event in events {
        try service.post(
          "/api/v1/organisations/\(id)/\(event)",
          event == "suspend" ? ["reason": .string(Planted.suspensionReason.rawValue)] : nil,
          as: .dost)
      }
      names[name] = id
      // The fund comes by a token that an administrator made, beside somebody who claims it. To the
      // others their owners come now: nobody does while proposals for a call are unopened.
      if name == "fund" {
        let member = try Browser(service, Planted.memberAddress.rawValue)
        names["member"] = try member.id()
        let claim = try member.send(
          .POST, "/api/v1/organisations/\(id)/claims", ["grounds": "Của tôi"])
        try service.post("/api/v1/claims/\(claim.id)/accept", as: .dost)
        try service.standIn(for: id)
      } else {
        _ = try service.secret(of: .member(id))
      }
    }
    let verified = ["submit", "verify"]
    try organisation(
      "startup",
      [
        "kind": "startup", "description": "Giám sát vườn cà phê", "trl": 8,
        "email": .string(Planted.contact.rawValue),
        "startup": ["stage": "seed", "traction": .string(Planted.traction.rawValue)],
      ], verified)
    try organisation(
      "stranger", ["kind": "technology_firm", "description": "Cảm biến cà phê", "trl": 8], verified)
    try organisation(
      "fund",
      [
        "kind": "fund", "description": "Quỹ", "email": "quy@example.vn",
        "fund": ["fund_kind": "venture_capital", "thesis": "Cà phê", "open": true],
      ], verified)
    try organisation(
      "incubator",
      [
        "kind": "incubator", "description": "Vườn ươm",
        "incubator": [
          "programmes": [["id": "ca-phe", "title": "Ươm tạo cà phê"]],
          "mentor_profiles": [["id": "co-van", "title": "Cố vấn", "open": true]],
        ],
      ], verified)
    try organisation(
      "suspended",
      [
        "kind": "technology_firm", "name": .string(Planted.hiddenFirm.rawValue),
        "description": "Cảm biến cà phê",
      ], verified + ["suspend"])
    var work = WholeSceneWork(service: service, names: names)
    try work.judge()
    names = work.names
    let (startup, fund) = (names["startup", default: ""], names["fund", default: ""])
    let incubator = names["incubator", default: ""]
    let asStartup = Caller.member(startup)
    func problem(_ name: String, _ body: JSON, publish: Bool) throws {
      let base: JSON = [
        "title": .string("Giám sát cà phê " + name), "expected_result": "Cảnh báo",
        "deadline": "2026-06-30", "field": "agriculture",
      ]
      names[name] = try post("/problems", base.merging(body)).id
      if publish { _ = try post("/problems/\(names[name, default: ""])/publish") }
    }
    try problem("open", [:], publish: true)
    try problem("draft", ["title": .string(Planted.draftProblem.rawValue)], publish: false)
    let open = names["open", default: ""]
    names["proposal"] =
      try post(
        "/proposals",
        [
          "problem": .string(open), "approach": .string(Planted.approach.rawValue),
          "cost_vnd": 1, "duration_months": 1,
        ], as: asStartup
      ).id
    let file = try work.file(.attachment, as: asStartup)
    names["file"] = file
    let hung = try service.send(
      .POST, "/api/v1/proposals/\(names["proposal", default: ""])/attachments", as: asStartup,
      headers: [("If-Match", "*")], body: ["file": .string(file)])
    try #require([200, 201].contains(hung.status), "\(hung.text)")
    _ = try post("/proposals/\(names["proposal", default: ""])/submit", as: asStartup)
    names["question"] =
      try post(
        "/problems/\(open)/questions", ["text": .string(Planted.waitingQuestion.rawValue)],
        as: asStartup
      ).id
    names["answered"] =
      try post(
        "/problems/\(open)/questions", ["text": .string(Planted.originalWords.rawValue)],
        as: asStartup
      ).id
    _ = try post(
      "/questions/\(names["answered", default: ""])/answer",
      ["answer": "Có.", "wording": "Có điện?"])
    names["document"] =
      try post(
        "/documents",
        [
          "number": "9/QĐ", "kind": "decision", "date": "2026-05-28", "issuer": "UBND tỉnh",
          "title": .string(Planted.draftDocument.rawValue),
        ]
      ).id
    _ = try post(
      "/problems/\(open)/outcomes",
      [
        "organisation": .string(startup), "kind": "invited",
        "note": .string(Planted.outcomeNote.rawValue),
      ])
    names["report"] =
      try post(
        "/reports", ["period": ["month": "2026-05"], "notes": ["support": "x"]]
      ).id
    names["investment"] =
      try post(
        "/funds/\(fund)/investments",
        [
          "name": "Trại Mẫu", "date": "2026-01-01",
          "note": .string(Planted.investmentNote.rawValue),
        ], as: .member(fund)
      ).id
    try service.send(
      .PUT, "/api/v1/funds/\(fund)/watch/\(names["stranger", default: ""])", as: .member(fund))
    names["saved_search"] =
      try post(
        "/saved-searches",
        [
          "name": .string(Planted.savedSearch.rawValue), "kind": "search", "query": [:],
          "alert": "daily",
        ], as: .member(fund)
      ).id
    names["introduction"] =
      try post(
        "/introductions",
        ["to": .string(startup), "message": .string(Planted.introductionMessage.rawValue)],
        as: .member(fund)
      ).id
    func cohort(_ name: String) throws -> String {
      let id = try post(
        "/cohorts",
        [
          "programme": "ca-phe", "name": .string(name), "opens": "2026-05-01",
          "closes": "2026-06-30", "capacity": 2,
        ], as: .member(incubator)
      ).id
      _ = try post("/cohorts/\(id)/announce", as: .member(incubator))
      return id
    }
    names["cohort"] = try cohort("Khoá một")
    let second = try cohort("Khoá hai")
    func application(_ cohort: String, _ words: Planted) throws -> String {
      try post(
        "/applications",
        ["cohort": .string(cohort), "answers": .string(words.rawValue)], as: asStartup
      ).id
    }
    names["draft_application"] = try application(names["cohort", default: ""], .draftApplication)
    names["application"] = try application(second, .sentApplication)
    _ = try post("/applications/\(names["application", default: ""])/submit", as: asStartup)
    names["mentor_request"] =
      try post(
        "/mentor-requests",
        [
          "incubator": .string(incubator), "mentor": "co-van",
          "message": .string(Planted.mentorMessage.rawValue),
        ], as: asStartup
      ).id
    let browser = try Browser(service, Planted.accountEmail.rawValue)
    let named = try browser.send(
      .PATCH, "/api/v1/me", ["name": .string(Planted.accountName.rawValue)],
      headers: [("If-Match", "*")])
    try #require(named.status == 200, "\(named.text)")
    names["account"] = try browser.id()
    let asked = try browser.send(
      .POST, "/api/v1/data-requests",
      ["kind": "correct", "details": .string(Planted.requestDetails.rawValue)])
    try #require(asked.status == 201, "\(asked.text)")
    names["data_request"] = asked.id
    work.names = names
    try work.vouch()
    names = work.names
    people = work.people.merging([.person: browser]) { $1 }
    try service.registry.follow()
    try service.registry.keepTime()
    self.names = names
  }

  /// The records that stand in the place of `{id}` after a list's name; all of them where nobody
  /// has said which.
  func records(of list: String) -> [String] {
    let known: [String: [String]] = [
      "organisations": ["startup", "stranger", "fund", "incubator", "suspended"],
      "problems": ["open", "draft", "judged", "awarded"],
      "proposals": ["proposal", "judged_proposal", "rival_proposal", "awarded_proposal"],
      "questions": ["question", "answered"], "documents": ["document"],
      "reports": ["report"],
      "files": ["file", "paper", "photo"],
      "funds": ["fund"], "saved-searches": ["saved_search"],
      "introductions": ["introduction"], "cohorts": ["cohort"],
      "applications": ["application", "draft_application"],
      "mentor-requests": ["mentor_request"], "accounts": ["account"],
      "claims": ["claim"], "engagements": ["engagement"],
      "reviews": [
        "judged_review", "rival_review", "awarded_review", "recused_review", "left_review",
      ],
      "data-requests": ["data_request"], "lexicon": ["concept"], "notifications": ["open"],
      "tokens": ["open"], "sessions": ["open"],
    ]
    return known[list] ?? names.keys.sorted()
  }

  func id(_ name: String) -> String { names[name, default: "?"] }

  /// A path with its places filled in: with a record, and with what hangs on some.
  func target(_ pattern: String, _ record: String) -> String {
    [
      "organisation": "stranger", "investment": "investment", "file": "file", "account": "member",
      "invitation": "invitation", "milestone": "milestone",
    ].reduce(pattern.replacing("{id}", with: id(record)).replacing("{number}", with: "1")) {
      $0.replacing("{\($1.key)}", with: id($1.value))
    }
  }

  /// Reads a page or file that people look at, which no description of the API covers.
  func read(_ target: String, as who: Who) throws -> Reply {
    var headers: [(String, String)] = []
    if let person = people[who] {
      headers = [("Cookie", person.cookie)]
    } else if let secret = try service.secret(of: caller(who)) {
      headers = [("Authorization", "Bearer " + secret)]
    }
    return Reply(try service.client.send(.GET, target, headers: headers, body: []))
  }

  private func caller(_ who: Who) -> Caller {
    switch who {
    case .anonymous, .person, .claimant, .judge, .recused: .anonymous
    case .reviewer: .reviewer
    case .dost: .dost
    case .admin: .admin
    case .stranger, .startup, .fund, .incubator: .member(id(who.rawValue))
    }
  }

  /// Sends a request as somebody.
  func send(
    _ method: Method, _ target: String, as who: Who, body: JSON? = nil,
    headers: [(String, String)] = []
  ) throws -> Reply {
    if let person = people[who] {
      return try person.send(method, target, body, headers: headers)
    }
    return try service.send(method, target, as: caller(who), headers: headers, body: body)
  }
}
