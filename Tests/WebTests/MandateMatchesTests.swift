import Domain
import HTTP
import Testing
import Web

/// Matches with funds, programmes and mentors over the real server; every answer is held against
/// the published description.
@Suite struct MandateMatchesTests {
  private let service: Service
  private let startup: String
  private let fund: String
  private let incubator: String

  init() throws {
    let service = try Service()
    self.service = service
    func verified(_ body: JSON) throws -> String {
      let made = try service.postNew(body)
      for event in ["submit", "verify"] {
        let moved = try service.post("/api/v1/organisations/\(made)/\(event)", as: .dost)
        try #require(moved.status == 200, "\(moved.text)")
      }
      return made
    }
    startup = try verified([
      "kind": "startup", "name": "Hạt Mẫu", "description": "Truy xuất nguồn gốc cà phê.",
      "province": "66", "fields": ["agriculture"],
      "startup": [
        "stage": "seed", "raising_vnd": 2_000_000_017, "raising_visible_to_funds": true,
      ],
    ])
    fund = try verified([
      "kind": "fund", "name": "Quỹ Mẫu", "province": "66", "description": "Quỹ của tỉnh.",
      "fund": [
        "fund_kind": "venture_capital", "stages": ["seed"], "ticket_min_vnd": 3_000_000_000,
        "thesis": "Cà phê, truy xuất nguồn gốc. Không đầu tư bò sữa.", "open": true,
      ],
    ])
    incubator = try verified([
      "kind": "incubator", "name": "Vườn ươm Mẫu", "province": "66", "fields": ["agriculture"],
      "description": "Vườn ươm nông nghiệp.",
      "incubator": [
        "mentors": 12,
        "programmes": [
          ["id": "ca-phe", "title": "Ươm tạo cà phê"],
          ["id": "du-lich", "title": "Du lịch", "closes": "2026-05-31"],
        ],
        "mentor_profiles": [["title": "Cố vấn cà phê", "languages": ["vi"], "open": true]],
      ],
    ])
  }

  private func get(_ path: String, as caller: Caller = .anonymous) throws -> Reply {
    try service.get("/api/v1" + path, as: caller)
  }

  private func first(_ reply: Reply) -> JSON? { reply.json["matches"]?.elements?.first }

  @Test func bothDirectionsAgree() throws {
    let funds = try get("/organisations/\(startup)/fund-matches")
    #expect(funds.status == 200)
    #expect(first(funds)?["organisation"]?["id"]?.text == fund)
    #expect(first(funds)?["evidence"]?.elements?.first?["mandate_field"] == "thesis")
    for path in ["/funds/\(fund)/startup-matches", "/organisations/\(fund)/startup-matches"] {
      let startups = try get(path)
      #expect(startups.status == 200)
      #expect(first(startups)?["organisation"]?["id"]?.text == startup)
      #expect(first(startups)?["score"] == first(funds)?["score"])
      #expect(first(startups)?["summary"] == first(funds)?["summary"])
    }
  }

  @Test func theRoundIsForThoseWhoMaySeeIt() throws {
    for (caller, isSeen) in [
      (Caller.anonymous, false), (.member(fund), false), (.member(startup), true), (.dost, true),
    ] {
      let reply = try get("/organisations/\(startup)/fund-matches", as: caller)
      let codes = (reply.json["excluded"]?.elements?.first?["reasons"]?.elements ?? [])
        .compactMap { $0["code"]?.text }
      #expect(codes == (isSeen ? ["ticket_above_round"] : []))
    }
    for (caller, isSeen) in [
      (Caller.anonymous, false), (.reviewer, false), (.member(incubator), false),
      (.member(fund), true), (.dost, true),
    ] {
      let reply = try get("/funds/\(fund)/startup-matches", as: caller)
      #expect(reply.text.contains("2000000017") == isSeen)
      #expect(reply.text.contains("ticket_above_round") == isSeen)
    }
    // Elsewhere the fund sees no more than the public.
    let record = try get("/organisations/\(startup)", as: .member(fund))
    #expect(!record.text.contains("2000000017"))
  }

  @Test func programmesAndMentorsAreShownWithTheirIncubator() throws {
    let programmes = try get("/organisations/\(startup)/programme-matches")
    #expect(first(programmes)?["programme"]?["id"] == "ca-phe")
    #expect(first(programmes)?["organisation"]?["id"]?.text == incubator)
    let mentors = try get("/organisations/\(startup)/mentor-matches")
    #expect(first(mentors)?["mentor"]?["id"] == "co-van-ca-phe")
    let candidates = try get("/organisations/\(incubator)/startup-matches?programme=ca-phe")
    #expect(first(candidates)?["organisation"]?["id"]?.text == startup)
    let teams = try get("/organisations/\(incubator)/startup-matches?mentor=co-van-ca-phe")
    #expect(first(teams)?["organisation"]?["id"]?.text == startup)
  }

  @Test(
    arguments: [
      ("/organisations/{startup}/fund-matches?limit=0", 422, "?limit out_of_range"),
      ("/organisations/{startup}/fund-matches?kind=fund", 422, "?kind unknown_member"),
      ("/organisations/{fund}/fund-matches", 422, "/kind not_for_kind"),
      ("/organisations/{startup}/startup-matches", 422, "/kind not_for_kind"),
      ("/organisations/{incubator}/startup-matches", 422, "/incubator/programmes missing"),
      (
        "/organisations/{incubator}/startup-matches?programme=x", 422,
        "/incubator/programmes not_accepted"
      ),
      ("/organisations/nobody/mentor-matches", 404, nil),
      ("/funds/{startup}/startup-matches", 404, nil),
      ("/funds/nobody/startup-matches", 404, nil),
    ] as [(String, Int, String?)]) func whatCannotBeAnsweredSaysWhy(
      _ pattern: String, _ status: Int, _ fault: String?
    ) throws
  {
    let path = pattern.replacing("{startup}", with: startup).replacing("{fund}", with: fund)
      .replacing("{incubator}", with: incubator)
    let reply = try get(path)
    #expect(reply.status == status)
    if let fault { #expect(reply.faults.contains(fault), "\(reply.text)") }
  }
}

extension Service {
  /// Registers an organisation and tells its identifier.
  fileprivate func postNew(_ body: JSON) throws -> String {
    let made = try post("/api/v1/organisations", body, as: .dost)
    try #require(made.status == 201, "\(made.text)")
    return made.id
  }
}
