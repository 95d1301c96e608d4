import Domain
import FoundationEssentials
import HTTP
import Testing
import Web

/// The sentences: as many in one language as in the other, each used, none wanting.
@Suite struct LocalisationTests {
  private let messages = Result { try Messages() }

  /// Every way in which an error can be, with values that show.
  static let errors: [DomainError] =
    notJSON + [
      .invalid([Fault("/a", .missing)]),
      .notFound(aggregate: "problem", id: "abc"), .unauthenticated,
      .forbidden(action: "problem.publish", needs: ["dost", "agency", "member"]),
      .refused(
        TransitionRefusal(
          aggregate: "problem", event: "publish", state: "closed", allowedFrom: ["draft"],
          allowedBy: ["dost", "clock"])),
      .stale(current: 4), .versionRequired(current: 4),
      .conflict(field: "tax_code", value: "0100233488", holder: nil), .keyReused,
      .ineligible([UnmetRequirement(requirement: .minTRL(6), found: "3")]),
      .badCredentials, .secondFactorRequired, .throttled(seconds: 30), .lastHolder(role: "admin"),
      .deadlinePassed(Service.start), .tooEarly(Service.start),
      .pending([Pending(.feedback, "abc")]), .obstructed(.sealedMatters),
      .obstructed(.sealedToNewcomers),
      .obstructed(.noRevisionPending), .obstructed(.belongsToOrganisation),
      .obstructed(.erasureRequested(number: "DL-2026-001")),
      .obstructed(.reportIssued(id: "abc", period: "2026", at: Service.start, letter: nil)),
      .obstructed(.reportIssued(id: "abc", period: "2026", at: Service.start, letter: "12/BC")),
      .badCursor, .unavailable("busy"),
      .internalFault("secret"),
    ]

  private static let requirements: [Requirement] = [
    .minTRL(6), .legal(.highTechEnterprise), .province("66"), .minEmployees(10),
    .foundedBefore(2020),
  ]

  /// Texts that are no JSON, one for each reason.
  private static let malformed: [String] = [
    "{", "}", "\"\\q\"", "01", "\"\u{1}\"", "{\"a\":1,\"a\":2}",
    String(repeating: "[", count: 100),
    "{" + (0..<2000).map { "\"m\($0)\":0" }.joined(separator: ",") + "}",
  ]

  private static var notJSON: [DomainError] {
    do { _ = try JSONParser.parse("{]") } catch { return [.notJSON(error)] }
    return []
  }

  private static var reasons: Set<String> {
    var reasons: Set<String> = []
    for bytes in malformed.map({ Array($0.utf8) }) + [[0x22, 0xFF, 0x22]] {
      do { _ = try JSONParser.parse(bytes) } catch { reasons.insert(error.reason.rawValue) }
    }
    return reasons
  }

  /// What is asked for by reviews, their minutes and engagements.
  private static var ofReviews: Set<String> {
    let minutes = [
      "title", "not_tender", "problem", "document", "mechanism", "status", "reason", "opened",
      "proposals", "made_at", "incomplete", "criteria", "criterion", "weight", "max_points",
      "guidance", "blind", "ranking", "rules", "rank", "proposal", "score", "mean", "spread",
      "counted", "cost", "tied", "thin", "identifier", "partners", "feedback", "reviewers",
      "reviewer", "declaration", "total", "scores", "consensus", "remark", "decisions",
      "decision", "date", "by", "acts", "signatures", "role", "name", "signature", "chair",
      "secretary", "none",
    ]
    return Set(minutes.map { "minutes." + $0 }).union([
      "aggregate.milestone", "aggregate.consensus", "aggregate.feedback", "event.set_criteria",
      "event.judge", "event.engage",
    ])
  }

  /// Every key that the service can ask for.
  private var used: Set<String> {
    var keys = Set(Self.errors.map { "error." + ErrorPresenter.key($0) })
    keys.formUnion(["error.unsupported_media", "error.no_route", "error.method_not_allowed"])
    keys.formUnion(["error.csrf_token", "error.read_only_token"])
    var used = Set(keys.flatMap { [$0 + ".title", $0 + ".detail"] })
    used.formUnion(Fault.Rule.allCases.map { "fault." + $0.rawValue })
    used.formUnion(Self.reasons.map { "json." + $0 })
    used.formUnion(Party.allCases.map { "party." + $0.rawValue })
    used.formUnion(
      Notice.Kind.allCases.flatMap {
        ["notice.\($0.rawValue).subject", "notice.\($0.rawValue).body"]
      })
    used.formUnion([
      "mail.digest.subject", "mail.footer", "mail.unsubscribe", "party.account",
      "unsubscribe.all", "unsubscribe.button", "unsubscribe.done", "unsubscribe.question",
      "unsubscribe.title",
    ])
    used.formUnion([
      "party.member", "party.agency", "party.person", "aggregate.second_factor",
      "note.former_province", "requirement.none",
      "note.deadline_passed", "fault.missing_of", "event.update", "event.propose",
      "event.invite", "event.record_outcome", "event.open", "aggregate.partnership",
      "aggregate.opening",
      "event.apply", "event.give_feedback", "event.introduce", "event.request_mentor",
      "error.conflict.tax_code", "error.conflict.personal_id",
      "aggregate.invitation", "party.invited", "event.claim",
      "event.confirm_record", "event.invite_member", "event.merge",
      "event.ask", "event.cite", "event.extend", "problem.changed", "problem.no_value",
    ])
    used.formUnion(
      Self.requirements.compactMap { members($0.json).first?.name }.map { "requirement." + $0 })
    used.formUnion(Self.ofReviews)
    used.formUnion(Aggregate.allCases.map { "aggregate." + $0.rawValue })
    return used
  }

  @Test func everyKeyStandsInBothLanguagesAndIsUsed() throws {
    let messages = try messages.get()
    #expect(messages.keys(.vi) == messages.keys(.en))
    #expect(used.subtracting(messages.keys(.vi)) == [])
    let onPages = try PageSentences()
    #expect(messages.keys(.vi).subtracting(used).filter { !onPages.mayAsk(for: $0) } == [])
    #expect(onPages.asked.subtracting(messages.keys(.vi)) == [])
  }

  @Test func bothLanguagesFillInTheSameValues() throws {
    let messages = try messages.get()
    for key in messages.keys(.vi) {
      let (vi, en) = (messages(key, .vi), messages(key, .en))
      #expect(places(vi) == places(en), "\(key)")
      #expect(!vi.isEmpty && !en.isEmpty, "\(key)")
      #expect(Folding.nfc(vi) == vi, "\(key)")
    }
  }

  /// One of something, and two: the number goes with its word.
  @Test func aNumberGoesWithItsWord() throws {
    let messages = try messages.get()
    var counted: Set<String> = []
    for key in messages.keys(.en) {
      let text = messages(key, .en)
      for choice in text.matches(of: /\{([a-z_]+):([^|{}]+)\|([^|{}]+)\}/) {
        counted.insert(key)
        let (place, one, many) = (String(choice.1), String(choice.2), String(choice.3))
        #expect(text.contains("{\(place)}"), "\(key): the number itself is not told")
        let (single, several) = (
          messages(key, .en, [place: "1"]), messages(key, .en, [place: "2"])
        )
        #expect(single.contains(one) && !single.contains("\(place):"), "\(key): \(single)")
        #expect(several.contains(many) && !several.contains("\(place):"), "\(key): \(several)")
      }
      // A number before the plural of a word cannot be 1, so the word must be chosen.
      for plain in text.matches(of: /\{(count|days|seconds|needed)\} (?:[a-z]+ )?[a-z]+s\b/) {
        #expect(Self.isNoPlural(String(plain.0)), "\(key): \(plain.0)")
      }
    }
    #expect(counted.count > 20)
    #expect(messages("opened.at", .en, ["count": "1", "by": "An"]) == "1 proposal opened by An,")
    #expect(messages("opened.at", .en, ["count": "2", "by": "An"]) == "2 proposals opened by An,")
    #expect(
      messages("opened.at", .vi, ["count": "1", "by": "An"]) == "Đã mở 1 đề xuất, người mở An,")
  }

  /// Words that end as plurals do and are none.
  private static func isNoPlural(_ words: String) -> Bool {
    ["this", "is", "was", "has"].contains { words.hasSuffix(" " + $0) }
  }

  /// What the guide to the pages quotes is what they say.
  @Test func theGuideUsesTheWordsOfThePages() throws {
    let messages = try messages.get()
    let guide = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/pages.md"), encoding: .utf8)
    let sentences = Set(messages.keys(.en).map { messages($0, .en) })
    let quoted = guide.matches(of: /“([^”]+)”/).map { String($0.1) }
    #expect(quoted.count >= 4)
    #expect(quoted.filter { !sentences.contains($0) } == [])
  }

  private func places(_ text: String) -> Set<Substring> {
    Set(text.matches(of: /\{[a-z_]+\}/).map(\.output))
  }

  @Test(arguments: errors, Language.allCases)
  func anErrorIsToldWithoutGaps(_ error: DomainError, _ language: Language) throws {
    let service = try Service()
    let presenter = service.site.errors
    let texts = [
      presenter.title(error, language),
      presenter.detail(error, language, requestID: "request-7"),
    ]
    for text in texts {
      #expect(!text.isEmpty)
      #expect(!text.contains("{") && !text.contains("error."), "\(text)")
      #expect(!text.contains("secret"))
    }
  }

  @Test(arguments: requirements, Language.allCases)
  func aRequirementIsToldInWords(_ requirement: Requirement, _ language: Language) throws {
    let presenter = try Service().site.errors
    for found in ["", "12"] {
      let text = presenter.text(
        of: UnmetRequirement(requirement: requirement, found: found), language)
      #expect(!text.contains("{") && !text.contains("requirement."), "\(text)")
    }
  }

  @Test func aDeadlineIsToldAsItIsReadInVietnam() throws {
    let deadline = try #require(Instant(rfc3339: "2026-12-31"))
    #expect(deadline.textInVietnam == "31/12/2026 23:59")
  }
}
