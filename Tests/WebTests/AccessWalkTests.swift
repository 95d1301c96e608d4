import Domain
import HTTP
import Testing
import UseCases

/// Whoever reads what is confidential between others is written down: each part of the table of
/// `Visibility`, with the reads that show it.
@Suite struct AccessWalkTests {
  /// What happens where an officer or an administrator reads a part.
  enum Look {
    /// It is recorded: for these reads, of the record by that name.
    case recorded([(path: String, record: String)], as: WholeScene.Who = .dost)
    /// Everybody may read it, or nobody but those it belongs to.
    case nobodys
    /// It is not, for this reason.
    case unrecorded(String)
  }

  static let looks: [Visibility.Part: Look] = [
    .organisation: .nobodys,
    .organisationContacts: .recorded([
      ("organisations/{startup}", "startup"), ("organisations", "startup"),
    ]),
    .organisationRaising: .recorded([("organisations/{startup}", "startup")]),
    .organisationAdministration: .unrecorded("what DOST itself has written"),
    .organisationEvidence: .unrecorded("its papers are files, of which each look is"),
    .organisationIdentity: .recorded([("organisations/{stranger}", "stranger")]),
    .organisationMembers: .recorded([
      ("organisations/{fund}/members", "fund"), ("organisations/{startup}/invitations", "startup"),
    ]),
    .claim: .recorded([("claims/{claim}", "claim"), ("claims", "claim")]),
    .claimant: .unrecorded("read with the claim, which is"),
    .account: .recorded([("accounts/{account}", "account"), ("accounts", "account")], as: .admin),
    .problem: .nobodys,
    .proposal: .recorded([
      ("proposals/{judged_proposal}", "judged_proposal"), ("proposals", "judged_proposal"),
    ]),
    .proposalResult: .unrecorded("read with the proposal, which is"),
    .notification: .nobodys,
    .delivery: .unrecorded("by pages alone, see below"),
    .investment: .unrecorded("its terms are"),
    .investmentTerms: .recorded([
      ("funds/{fund}/investments", "investment"),
      ("funds/{fund}/investments/{investment}", "investment"),
    ]),
    .portfolioConflict: .nobodys, .watchList: .nobodys, .savedSearch: .nobodys,
    .introduction: .recorded([
      ("introductions/{introduction}", "introduction"), ("introductions", "introduction"),
    ]),
    .introductionContacts: .nobodys,
    .cohort: .nobodys,
    .cohortCounts: .unrecorded("numbers alone"),
    .application: .recorded([
      ("applications/{application}", "application"), ("applications", "application"),
    ]),
    .mentorRequest: .recorded([
      ("mentor-requests/{mentor_request}", "mentor_request"),
      ("mentor-requests", "mentor_request"),
    ]),
    .document: .nobodys, .question: .nobodys,
    .questionAsker: .recorded([
      ("questions/{question}", "question"), ("questions", "question"),
    ]),
    .review: .unrecorded("who reviews is assigned by DOST"),
    .reviewMaterial: .unrecorded("reviewers alone, see RegistryAccessesTests"),
    .reviewSolver: .unrecorded("comes with the proposal"),
    .reviewScores: .recorded([("reviews/{judged_review}", "judged_review")]),
    .deliberation: .recorded([
      ("problems/{judged}/ranking", "judged"), ("problems/{judged}/minutes", "judged"),
    ]),
    .reviewers: .unrecorded("the names of those whom DOST itself asks"),
    .feedback: .recorded([
      ("proposals/{judged_proposal}/consensus", "judged_proposal"),
      ("proposals/{judged_proposal}/feedback", "judged_proposal"),
    ]),
    .engagement: .recorded([
      ("engagements/{engagement}", "engagement"), ("engagements", "engagement"),
    ]),
    .file: .recorded([("files/{photo}/content", "photo"), ("files/{paper}/content", "paper")]),
    .dataRequest: .recorded([
      ("data-requests/{data_request}", "data_request"), ("data-requests", "data_request"),
    ]),
    .consent: .unrecorded("read with everything that is kept on a person"),
    .personalData: .recorded([("accounts/{account}/data", "account")], as: .admin),
    .audit: .recorded([
      ("organisations/{startup}/history", "startup"), ("audit", "register"),
      ("proposals/{judged_proposal}/history", "judged_proposal"),
    ]),
    .accesses: .unrecorded("the log itself"), .accessDetails: .unrecorded("the log itself"),
    .report: .nobodys, .reportFigures: .unrecorded("numbers alone"),
  ]

  @Test func everyPartIsSpokenOf() {
    #expect(Set(Self.looks.keys) == Set(Visibility.Part.allCases))
    for (part, look) in Self.looks {
      // What nobody else can see needs no record, and what an officer can needs a word.
      let others = Visibility.table.filter { $0.part == part }.flatMap(\.to)
      let isOpen = others.contains(.anybody)
      let isOfficers = !Set(others).isDisjoint(with: [.dost, .admin])
      if case .nobodys = look { #expect(isOpen || !isOfficers, "\(part)") }
    }
  }

  @Test func everyLookIsRecorded() throws {
    let scene = try WholeScene()
    func times(_ part: Visibility.Part, _ record: String) throws -> Int {
      var filter = AccessFilter()
      filter.part = part
      filter.record = scene.names[record] ?? record
      return try scene.service.registry.accesses(
        filter, page: PageRequest(limit: 100), by: .commandLine
      ).items.reduce(0) { $0 + $1.times }
    }
    for (part, look) in Self.looks {
      guard case .recorded(let reads, let who) = look else { continue }
      for (path, record) in reads {
        let target = scene.names.reduce("/api/v1/" + path) {
          $0.replacing("{\($1.key)}", with: $1.value)
        }
        let before = try times(part, record)
        let reply = try scene.read(target, as: who)
        #expect(reply.status == 200, "\(target): \(reply.text.prefix(200))")
        #expect(try times(part, record) == before + 1, "\(part.rawValue): \(target)")
      }
    }
  }

  @Test func thoseItBelongsToAreNotWatched() throws {
    let scene = try WholeScene()
    func all() throws -> Int {
      try scene.service.registry.accesses(
        AccessFilter(), page: PageRequest(limit: 100), by: .commandLine
      ).items.reduce(0) { $0 + $1.times }
    }
    let before = try all()
    for path in [
      "organisations/{startup}", "organisations/{startup}/invitations",
      "introductions/{introduction}", "applications/{application}", "questions/{question}",
      "proposals/{judged_proposal}", "engagements/{engagement}", "organisations/{startup}/history",
    ] {
      let target = scene.names.reduce("/api/v1/" + path) {
        $0.replacing("{\($1.key)}", with: $1.value)
      }
      #expect(try scene.read(target, as: .startup).status == 200, "\(target)")
    }
    let ones: [(String, WholeScene.Who)] = [
      ("data-requests/{data_request}", .person), ("accounts/{account}", .person),
      ("claims/{claim}", .claimant),
    ]
    for (path, who) in ones {
      let target = scene.names.reduce("/api/v1/" + path) {
        $0.replacing("{\($1.key)}", with: $1.value)
      }
      #expect(try scene.read(target, as: who).status == 200, "\(target)")
    }
    #expect(try all() == before)
  }

  @Test func whoReadsTheLogOfMailIsKnown() throws {
    let service = try Service()
    _ = try service.registry.deliveries(page: PageRequest(limit: 5), by: .commandLine)
    var filter = AccessFilter()
    filter.part = .delivery
    let found = try service.registry.accesses(
      filter, page: PageRequest(limit: 5), by: .commandLine)
    #expect(found.items.map(\.record) == ["mail"] && found.items.map(\.actor) == ["cli"])
  }
}
