import Domain
import Testing

@Suite struct DataRequestTests {
  private static let start = Instant(seconds: 1_780_272_000)

  private func request(_ status: DataRequest.Status = .received) -> DataRequest {
    var request = DataRequest(
      id: ID("r"), number: "2026-000001", kind: .access, status: status, account: ID("a"),
      receivedAt: Self.start, replyDueAt: Self.start + 1000, actDueAt: Self.start + 9000,
      createdAt: Self.start, updatedAt: Self.start)
    if status == .answered { request.repliedAt = Self.start + 100 }
    return request
  }

  @Test(
    arguments: [
      (DataRequest.Status.received, 1000), (.answered, 9000), (.completed, nil), (.refused, nil),
      (.withdrawn, nil),
    ] as [(DataRequest.Status, Int64?)])
  func whatFallsDueNextFollowsFromTheState(_ status: DataRequest.Status, _ due: Int64?) {
    let request = request(status)
    #expect(request.dueAt == due.map { Self.start + $0 })
    #expect(!request.isOverdue(at: Self.start + (due ?? 0)))
    #expect(request.isOverdue(at: Self.start + (due ?? 0) + 1) == (due != nil))
  }

  @Test func officersAreToldAtHalfTimeAndAfterwards() {
    let request = request()
    #expect(request.nextReminder(after: Self.start, since: Self.start) == Self.start + 500)
    #expect(request.nextReminder(after: Self.start + 499, since: Self.start) == Self.start + 500)
    #expect(request.nextReminder(after: Self.start + 500, since: Self.start) == Self.start + 1001)
    #expect(request.nextReminder(after: Self.start + 1001, since: Self.start) == nil)
    #expect(self.request(.refused).nextReminder(after: Self.start, since: Self.start) == nil)
  }

  @Test(
    arguments: [
      (["kind": "access"], false, []),
      (["kind": "access", "account": "a"], false, ["/account read_only"]),
      (["kind": "access"], true, ["/applicant missing"]),
      (["kind": "access", "applicant": "An"], true, []),
      (["kind": "withdraw"], false, ["/purpose missing"]),
      (["kind": "erase", "purpose": "watch_alerts_by_mail"], false, ["/purpose not_for_kind"]),
      (["kind": "correct"], false, ["/details missing"]),
      (["kind": "x"], false, ["/kind not_accepted"]), ([:], false, ["/kind missing"]),
      (["kind": "access", "number": "1"], false, ["/number read_only"]),
      (["kind": "access", "soon": 1], false, ["/soon unknown_member"]),
      (
        ["kind": "access", "applicant": "An", "received_at": "soon"], true,
        ["/received_at bad_format"]
      ),
    ] as [(JSON, Bool, [String])])
  func draftsAreReadWhole(_ row: (JSON, Bool, [String])) {
    var faults: [String] = []
    do throws(DomainError) { _ = try DataRequest.Draft(row.0, byOfficer: row.1) } catch {
      if case .invalid(let found) = error {
        faults = found.map { "\($0.path) \($0.rule.rawValue)" }
      }
    }
    #expect(faults == row.2)
  }

  @Test func everyKindHasARuleAndAnAmendedOneTakesOver() throws {
    let rights = try DataRights(json: Places.json("fixtures/codes/data_rights.json"))
    for kind in DataRequest.Kind.allCases {
      let rule = try #require(rights.rule(for: kind, on: "2026-06-01"))
      #expect(rule.replyWorkingDays == 2 && rule.actDays >= 10, "\(kind)")
      #expect(rule.document.contains("91/2025/QH15"))
      #expect(rights.rule(for: kind, on: "2020-01-01") == rule, "the earliest stands in")
    }
    #expect(throws: ReferenceDataError.self) { try DataRights(json: []) }
  }

  @Test func everyPurposeHasATextInBothLanguages() throws {
    let texts = try ConsentTexts(json: Places.json("fixtures/consents/texts.json"))
    for purpose in ConsentPurpose.allCases {
      let text = try #require(texts.text(for: purpose, on: "2026-11-21"))
      #expect(text.text.vi != text.text.en && text.text.vi.count > 40)
      #expect(texts.text(for: purpose, on: "2000-01-01") == nil)
      #expect(Notice.Kind.allCases.contains { $0.purpose == purpose }, "nothing depends on it")
    }
    #expect(throws: ReferenceDataError.self) { try ConsentTexts(json: []) }
  }

  @Test(
    arguments: [
      (["purpose": "watch_alerts_by_mail", "given": false], []),
      (["purpose": "watch_alerts_by_mail", "given": true], ["/version missing"]),
      (["purpose": "watch_alerts_by_mail"], ["/given missing"]),
      (["purpose": "all", "given": true], ["/purpose not_accepted", "/version missing"]),
      (["purpose": "watch_alerts_by_mail", "given": "yes", "version": "1"], ["/given wrong_type"]),
    ] as [(JSON, [String])]) func nothingCountsAsConsentButAYes(_ row: (JSON, [String]))
  {
    var faults: [String] = []
    do throws(DomainError) { _ = try Consent.Decision(row.0) } catch {
      if case .invalid(let found) = error {
        faults = found.map { "\($0.path) \($0.rule.rawValue)" }
      }
    }
    #expect(faults == row.1)
  }
}
