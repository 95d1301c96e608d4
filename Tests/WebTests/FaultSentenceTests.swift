import Domain
import Testing
import UseCases
import Web

/// What was found and what would be accepted, as people write it.
@Suite struct FaultSentenceTests {
  private let presenter: ErrorPresenter

  init() throws {
    let registry = try Service().registry
    presenter = ErrorPresenter(
      messages: try Messages(), codes: registry.codes, places: registry.places)
  }

  private static let faults: [(fault: Fault, vi: String, en: String)] = [
    (
      Fault("/points/fit", .outOfRange, found: "10.5", accepted: "0…10, 0.01"),
      "Giá trị 10,5 không được nhận; cần từ 0 đến 10, bước 0,01.",
      "10.5 is out of range; accepted: from 0 to 10, in steps of 0.01."
    ),
    (
      Fault("/amount_vnd", .outOfRange, found: "Σ 1200000000", accepted: "Σ ≤ 1000000000"),
      "Tổng cộng 1.200.000.000\u{A0}₫; cần không quá 1.000.000.000\u{A0}₫.",
      "1,200,000,000\u{A0}₫ in total; accepted: at most 1,000,000,000\u{A0}₫."
    ),
    (
      Fault("/criteria", .outOfRange, found: "Σ 90", accepted: "Σ 100"),
      "Tổng cộng 90; cần đúng 100.", "90 in total; accepted: exactly 100."
    ),
    (
      Fault("/due", .outOfRange, found: "2026-05-31", accepted: "≥ 2026-06-01"),
      "Giá trị 31/05/2026 không được nhận; cần từ 01/06/2026 trở đi.",
      "31/05/2026 is out of range; accepted: 01/06/2026 or later."
    ),
    (
      Fault("/founded", .outOfRange, found: "1200", accepted: "1800…2100"),
      "Giá trị 1200 không được nhận; cần từ 1800 đến 2100.",
      "1200 is out of range; accepted: from 1800 to 2100."
    ),
    (
      Fault("/employees", .outOfRange, found: "-1", accepted: "0…10000000"),
      "Giá trị -1 không được nhận; cần từ 0 đến 10.000.000.",
      "-1 is out of range; accepted: from 0 to 10,000,000."
    ),
    (
      Fault(
        "/deadline", .inThePast, found: "2026-05-31T17:00:00Z", accepted: "> 2026-06-01T00:00:00Z"),
      "Thời điểm 01/06/2026 00:00 đã qua; cần sau 01/06/2026 07:00.",
      "01/06/2026 00:00 has passed; accepted: after 01/06/2026 07:00."
    ),
    (
      Fault("/text", .tooLong, found: "12345", accepted: "≤ 5000"),
      "Dài quá: 12.345 ký tự, cho phép không quá 5000.",
      "Too long: 12,345 characters, allowed at most 5000."
    ),
    (
      Fault("/name", .notAccepted, found: "≥ 5", accepted: "0…10"),
      "Giá trị “≥ 5” không được nhận. Nhận: 0…10.", "“≥ 5” is not accepted. Accepted: 0…10."
    ),
  ]

  @Test(arguments: faults.indices) func valuesAreWrittenAsPeopleDo(_ place: Int) {
    let (fault, vi, en) = Self.faults[place]
    #expect(presenter.text(of: fault, .vi) == vi)
    #expect(presenter.text(of: fault, .en) == en)
  }
}
