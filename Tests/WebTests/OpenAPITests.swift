import Domain
import HTTP
import Matching
import Testing
import Web

/// The published description says what the service does, all of it and nothing else.
@Suite struct OpenAPITests {
  private let contract = Contract.published

  @Test func itIsServedByteForByte() throws {
    let service = try Service()
    for path in ["/openapi.json", "/api/v1/openapi.json"] {
      let reply = try service.get(path)
      #expect(reply.status == 200)
      #expect(reply.body == OpenAPI.bytes)
      #expect(reply.headers["Content-Type"] == "application/json")
      let again = try service.get(path, headers: [("If-None-Match", reply.tag)])
      #expect(again.status == 304)
      #expect(try service.get(path, headers: [("If-None-Match", "\"x\"")]).status == 200)
    }
    #expect(contract.document["openapi"]?.text?.hasPrefix("3.1.") == true)
  }

  @Test func everyRouteIsDescribedAndEveryDescriptionIsARoute() throws {
    let routes = try Service().site.routes.map(\.name)
    #expect(Set(routes) == Set(contract.operations.map(\.name)))
  }

  @Test func everyOperationIsWhole() throws {
    var names: Set<String> = []
    for (name, operation) in contract.operations {
      let identifier = try #require(operation["operationId"]?.text, "\(name)")
      #expect(names.insert(identifier).inserted, "\(identifier)")
      #expect(operation["summary"]?.text?.isEmpty == false, "\(name)")
      #expect(operation["security"] != nil, "\(name)")
      let responses = members(operation["responses"]).map(\.name)
      #expect(responses.contains { $0.hasPrefix("2") || $0 == "303" }, "\(name)")
      #expect(responses.contains("default"), "\(name)")
      let needsBody = ["POST", "PATCH"].contains(name.prefix { $0 != " " })
      // Some records are put by their address alone.
      if !name.hasPrefix("PUT ") {
        #expect((operation["requestBody"] != nil) == needsBody, "\(name)")
      }
      let parameters = (operation["parameters"]?.elements ?? []).compactMap {
        contract.validator.resolve($0["$ref"]) ?? $0
      }
      let inPath = parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.text }
      let pattern = name.split(separator: "/").filter { $0.hasPrefix("{") }
        .map { String($0.dropFirst().dropLast()) }
      #expect(inPath == pattern, "\(name)")
    }
  }

  @Test func everyReferenceLeadsSomewhereAndNothingIsLeftOver() throws {
    var used: Set<String> = []
    func walk(_ json: JSON) {
      for (name, value) in members(json) {
        if name == "$ref", let text = value.text {
          #expect(contract.validator.resolve(value) != nil, "\(text)")
          used.insert(text)
        }
        walk(value)
      }
      for element in json.elements ?? [] { walk(element) }
    }
    walk(contract.document)
    for part in ["schemas", "responses", "parameters", "headers"] {
      for (name, _) in members(contract.document["components"]?[part]) {
        #expect(used.contains("#/components/\(part)/\(name)"))
      }
    }
  }

  @Test func codesAreThoseOfTheRegister() throws {
    func listed(_ name: String) -> [String] {
      (schema(name)["enum"]?.elements ?? []).compactMap(\.text)
    }
    #expect(listed("OrganisationKind") == OrganisationKind.accepted)
    #expect(listed("Field") == Field.accepted)
    #expect(listed("Technology") == Technology.accepted)
    #expect(listed("LegalClass") == LegalClass.accepted)
    #expect(listed("Stage") == Stage.accepted)
    #expect(listed("Mechanism") == Mechanism.accepted)
    #expect(listed("FundKind") == FundKind.accepted)
    #expect(listed("Instrument") == Instrument.accepted)
    #expect(listed("OrganisationStatus") == Organisation.Status.accepted)
    #expect(listed("ProblemStatus") == Problem.Status.accepted)
    #expect(listed("ProposalStatus") == Proposal.Status.accepted)
    #expect(listed("OutcomeKind") == Outcome.Kind.accepted)
    #expect(listed("NoticeTopic") == NoticeTopic.accepted)
    #expect(listed("MailChoice") == MailChoice.accepted)
    #expect(listed("DocumentKind") == IssuingDocument.Kind.accepted)
    #expect(listed("DocumentStatus") == IssuingDocument.Status.accepted)
    #expect(listed("DocumentAct") == DocumentOrder.Act.accepted)
    #expect(listed("ProblemActKind") == ProblemAct.Kind.accepted)
    #expect(listed("ProblemMember") == ProblemMember.accepted)
    #expect(listed("CloseReason") == CloseReason.accepted)
    #expect(listed("NoAwardReason") == NoAwardReason.accepted)
    #expect(listed("CancelReason") == CancelReason.accepted)
    #expect(listed("QuestionStatus") == Question.Status.accepted)
    #expect(listed("FundRuleSubject") == FundRule.Subject.accepted)
    #expect(listed("FundRuleEffect") == FundRule.Effect.accepted)
    #expect(listed("SavedSearchKind") == SavedSearch.Kind.accepted)
    #expect(listed("AlertPace") == SavedSearch.Alert.accepted)
    #expect(listed("IntroductionStatus") == Introduction.Status.accepted)
    #expect(listed("IntroductionRefusal") == Introduction.Refusal.accepted)
    #expect(listed("IntroductionOutcomeKind") == Introduction.Outcome.Kind.accepted)
    #expect(listed("CohortStatus") == Cohort.Status.accepted)
    #expect(listed("CohortIntake") == Cohort.Intake.accepted)
    #expect(listed("ApplicationStatus") == Application.Status.accepted)
    #expect(listed("MentorRequestStatus") == MentorRequest.Status.accepted)
    #expect(listed("ReviewStatus") == Review.Status.accepted)
    #expect(listed("ReviewConflict") == Review.Declaration.Conflict.accepted)
    #expect(listed("ReviewBar") == Review.Bar.Kind.accepted)
    #expect(listed("PendingKind") == Pending.What.accepted)
    #expect(listed("EngagementStatus") == Engagement.Status.accepted)
    #expect(listed("MilestoneStatus") == Milestone.Status.accepted)
    #expect(listed("Role") == Role.accepted)
    #expect(listed("AccountStatus") == Account.Status.accepted)
    #expect(listed("MembershipRole") == Membership.Role.accepted)
    #expect(listed("TokenScope") == Token.Scope.accepted)
    #expect(listed("ClaimStatus") == Claim.Status.accepted)
    #expect(listed("DuplicateReason") == PossibleDuplicate.Reason.accepted)
    #expect(listed("DataRequestKind") == DataRequest.Kind.accepted)
    #expect(listed("DataRequestStatus") == DataRequest.Status.accepted)
    #expect(listed("ConsentPurpose") == ConsentPurpose.accepted)
    #expect(listed("ReportPeriodKind") == ReportPeriod.Kind.accepted)
    #expect(listed("ReportSection") == ReportSection.accepted)
    #expect(listed("ReportFigure") == ReportFigure.accepted)
    #expect(listed("ReportStatus") == IssuedReport.Status.accepted)
    #expect(listed("AuditedKind") == Aggregate.allCases.map(\.rawValue))
    #expect(listed("RecordPart") == Visibility.Part.allCases.map(\.rawValue))
    for name in ["SignalShares", "WeightsInput"] {
      let shares = name == "SignalShares" ? schema(name) : schema(name)["properties"]?["signals"]
      #expect(members(shares?["properties"]).map(\.name) == Signal.allCases.map(\.rawValue))
    }
    let rules = schema("InputFault")["properties"]?["code"]?["enum"]?.elements ?? []
    #expect(rules.compactMap(\.text) == Fault.Rule.allCases.map(\.rawValue))
    let signals = schema("Component")["properties"]?["signal"]?["enum"]?.elements ?? []
    #expect(signals.compactMap(\.text) == Signal.allCases.map(\.rawValue))
  }

  @Test func everyKindOfErrorIsListed() throws {
    let listed = schema("Error")["properties"]?["code"]?["enum"]?.elements ?? []
    let made = Set(LocalisationTests.errors.map(ErrorPresenter.key))
    let others: Set<String> = [
      "unsupported_media", "no_route", "method_not_allowed", "csrf_token", "read_only_token",
    ]
    #expect(Set(listed.compactMap(\.text)) == made.union(others))
  }

  private func schema(_ name: String) -> JSON {
    contract.document["components"]?["schemas"]?[name] ?? .null
  }

  @Test(arguments: [
    (
      "/api/v1/organisations", "OrganisationInput", "OrganisationPatch",
      OrganisationProfile.readOnly
    ),
    ("/api/v1/problems", "ProblemInput", "ProblemPatch", ProblemStatement.readOnly),
    (
      "/api/v1/documents", "DocumentInput", "DocumentPatch", IssuingDocument.Particulars.readOnly
    ),
    ("/api/v1/proposals", "ProposalInput", "ProposalPatch", ProposalOffer.readOnly),
  ]) func inputsHaveTheMembersThatAreTaken(
    _ path: String, _ input: String, _ patch: String, _ readOnly: Set<String>
  ) throws {
    let scene = try Scene()
    let caller = path.hasSuffix("proposals") ? scene.caller(.firm) : .dost
    let reply = try scene.service.post(path, ["surely_unknown": 1, "problem": "x"], as: caller)
    let accepted = (reply.json["errors"]?.elements ?? [])
      .first { $0["pointer"] == "/surely_unknown" }?["accepted"]?.text
    let taken = Set((accepted ?? "").split(separator: ", ").map(String.init))
    let own: Set<String> = path.hasSuffix("proposals") ? ["problem", "organisation"] : []
    #expect(Set(members(schema(input)["properties"]).map(\.name)) == taken.union(own))
    // What is public changes with a reason.
    let said: Set<String> = path.hasSuffix("problems") ? ["reason"] : []
    #expect(Set(members(schema(patch)["properties"]).map(\.name)) == taken.union(said))
    for name in readOnly {
      let refused = try scene.service.post(
        path, .object(JSONObject([(name, 1), ("problem", "x")])), as: caller)
      #expect(refused.faults.contains("/\(name) read_only"), "\(name)")
    }
  }

  @Test func examplesOfAnswersFitTheirSchemas() throws {
    var seen = 0
    func check(_ response: JSON, _ name: String) {
      for (_, content) in members(response["content"]) {
        guard let example = content["example"], let schema = content["schema"] else { continue }
        seen += 1
        #expect(contract.validator.faults(example, schema) == [], "\(name)")
      }
    }
    for (name, operation) in contract.operations {
      for (_, response) in members(operation["responses"]) { check(response, name) }
    }
    for (name, response) in members(contract.document["components"]?["responses"]) {
      check(response, name)
    }
    #expect(seen > 40)
  }

  /// Bodies that need a secret of their own time, such as those of logging in, have one example
  /// that is held against its schema alone; their acts have tests of their own.
  @Test func examplesOfBodiesThatAreNotSentFitTheirSchemas() throws {
    for (name, operation) in contract.operations {
      for (type, content) in members(operation["requestBody"]?["content"]) {
        // The bytes of a file have no example that people could read.
        if content["schema"]?["format"] == "binary" { continue }
        #expect((content["example"] == nil) != (content["examples"] == nil), "\(name) \(type)")
        guard let example = content["example"], let schema = content["schema"] else { continue }
        #expect(contract.validator.faults(example, schema) == [], "\(name)")
      }
    }
  }

  @Test func examplesOfBodiesAreAccepted() throws {
    var seen = 0
    for (name, operation) in contract.operations {
      for (type, content) in members(operation["requestBody"]?["content"]) {
        for (label, example) in members(content["examples"]) {
          let value = try #require(example["value"])
          let schema = try #require(content["schema"])
          #expect(contract.validator.faults(value, schema) == [], "\(name) \(label)")
          let reply = try send(name, value, type)
          #expect([200, 201, 409].contains(reply.status), "\(name) \(label): \(reply.text)")
          seen += 1
        }
      }
    }
    #expect(seen > 40)
  }

  /// A request that came on paper, and what is done to it.
  private func sendAboutData(
    _ path: String, _ body: JSON, _ type: String, _ scene: Scene
  ) throws -> Reply {
    var target = ""
    if path.contains("{id}") {
      target = try scene.service.post(
        "/api/v1/data-requests",
        ["kind": "object", "details": "x", "applicant": "An"], as: .dost
      ).id
    }
    return try scene.service.send(
      .POST, path.replacing("{id}", with: target), as: .dost,
      headers: [("If-Match", "*"), ("Content-Type", type)], body: body)
  }

  private func sendAboutProblems(
    _ words: [Substring], _ path: String, _ body: JSON, _ type: String, _ scene: Scene
  ) throws -> Reply {
    var (body, target) = (body, "")
    var caller = Caller.dost
    if path.hasPrefix("/api/v1/questions") {
      target = try scene.service.post(
        "/api/v1/problems/\(scene.id("open"))/questions", ["text": "?"],
        as: .member(scene.id("firm"))
      ).id
      if path.hasSuffix("/withdraw") { caller = .member(scene.id("firm")) }
    } else if path != "/api/v1/documents" {
      target = try scene.document(issue: !path.hasSuffix("/issue"))
      if body["by"] != nil { body = ["by": .string(try scene.document("1/TB"))] }
      switch body["act"]?.text {
      case "publish": body = body.merging(["problems": [.string(scene.id("draft"))]])
      case "withdraw", "merge":
        body = body.merging(["problems": [.string(scene.id("open"))]])
        if body["into"] != nil { body = body.merging(["into": [.string(scene.id("second"))]]) }
      default: break
      }
    }
    return try scene.service.send(
      Method(String(words[0])), path.replacing("{id}", with: target), as: caller,
      headers: [("If-Match", "*"), ("Content-Type", type)], body: body)
  }

  /// Sends an example as somebody who may, to a record of a fresh register.
  private func send(_ operation: String, _ body: JSON, _ type: String) throws -> Reply {
    if let reply = try MeetingScene.send(operation, body, type) { return reply }
    let scene = try Scene()
    let words = operation.split(separator: " ")
    let path = String(words[1])
    let target: String
    let caller: Caller
    switch path.split(separator: "/").dropFirst(2).first {
    case "organisations": (target, caller) = (scene.id("firm"), .dost)
    case "problems" where path.hasSuffix("/questions") || path.hasSuffix("/follow"):
      (target, caller) = (scene.id("open"), .member(scene.id("firm")))
    case "problems":
      (target, caller) = (scene.id(path.hasSuffix("/outcomes") ? "open" : "draft"), .dost)
    case "weights": (target, caller) = ("", .admin)
    case "reports":
      let isNew = path.hasSuffix("/reports")
      target = isNew ? "" : try scene.service.post("/api/v1/reports", [:], as: .dost).id
      caller = .dost
    case "data-requests": return try sendAboutData(path, body, type, scene)
    case "documents", "questions": return try sendAboutProblems(words, path, body, type, scene)
    case "lexicon":
      let made = try scene.service.post(
        "/api/v1/lexicon", ["id": "fog_net", "vi": ["lưới sương"], "en": ["fog net"]], as: .dost)
      (target, caller) = (made.id, .dost)
    default: (target, caller) = (scene.id("proposal"), .member(scene.id("firm")))
    }
    // Its public code stands in the examples, so the problem that has it must be without proposal.
    let needed =
      switch path {
      case "/api/v1/proposals": body.merging(["problem": JSON(scene.id("second"))])
      case "/api/v1/problems/{id}/outcomes":
        body.merging(["organisation": JSON(scene.id("firm"))])
      case "/api/v1/problems/{id}/publish" where body["document"] != nil:
        body.merging(["document": .string(try scene.document())])
      default: body
      }
    let isOfficers = ["admit", "reject", "shortlist", "select", "decline"].contains {
      path.hasSuffix("/" + $0)
    }
    if isOfficers {
      try scene.service.post("/api/v1/proposals/\(target)/submit", as: caller)
      try scene.service.turn(to: "2026-08-01T00:00:00Z")
      for step in ["close", "open"] {
        try scene.service.post("/api/v1/problems/\(scene.id("open"))/\(step)", as: .dost)
      }
    }
    var kind: JSON = [:]
    if path == "/api/v1/organisations/{id}", body["startup"] != nil { kind = ["kind": "startup"] }
    return try scene.service.send(
      Method(String(words[0])), path.replacing("{id}", with: target),
      as: isOfficers ? .dost : caller, headers: [("If-Match", "*"), ("Content-Type", type)],
      body: needed.merging(kind))
  }
}
