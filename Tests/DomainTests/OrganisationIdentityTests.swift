import Domain
import Testing

@Suite struct OrganisationIdentityTests {
  @Test(arguments: ["066090000001", "066 090 000 001", "066-090.000001", "001203000007"])
  func aPersonsNumberIsReadAndMasked(_ written: String) throws {
    let number = try PersonalID(written)
    let digits = try #require(number.digits)
    #expect(digits.count == 12)
    #expect(number.mask == "********" + digits.suffix(4))
    #expect(number.masked.digits == nil && number.masked.mask == number.mask)
    #expect(number != number.masked)
    #expect(try PersonalID(number.mask) == number.masked)
  }

  @Test(arguments: [
    ("06609000001", PersonalID.Failure.length(digits: 11)), ("", .length(digits: 0)),
    ("0660900000011", .length(digits: 13)), ("06609000000a", .character("a")),
    ("000090000001", .province), ("097090000001", .province), ("066490000001", .century),
    ("********123", .character("*")), ("********123x", .character("*")),
    ("٠٦٦٠٩٠٠٠٠٠٠١", .character("٠")),
  ]) func whatIsNoNumberIsRefused(_ written: String, _ failure: PersonalID.Failure) {
    #expect(throws: failure) { try PersonalID(written) }
  }

  private func profile(_ patch: JSON) throws -> OrganisationProfile {
    let base: JSON = ["kind": "technology_firm", "name": "Hộ Ví Dụ"]
    return try OrganisationProfile.read(base.merging(patch), places: try Places.gazetteer()).profile
  }

  @Test func theWholeNumberNeverStandsInARecord() throws {
    let read = try profile([
      "personal_id": "066090000001", "legal": ["household_business"],
    ])
    #expect(read.personalID?.digits == "066090000001" && read.contradictions.isEmpty)
    let text = JSON.object(JSONObject(read.members)).compact
    #expect(text.contains("********0001") && !text.contains("066090000001"))
    #expect(read.identity == .personalID)
  }

  @Test func onlyHouseholdsAndAngelsAreKnownByAPerson() throws {
    let firm = try profile(["personal_id": "066090000001"])
    #expect(firm.contradictions.map(\.path) == ["/personal_id"])
    let angel = try profile([
      "kind": "fund", "personal_id": "066090000001", "fund": ["fund_kind": "angel_network"],
    ])
    #expect(angel.contradictions.isEmpty)
  }

  @Test(arguments: [("SG", true), ("sg", true), ("VN", false), ("SGP", false), ("S1", false)])
  func aForeignRegisterHasACountry(_ code: String, _ isTaken: Bool) {
    let read = try? profile(["foreign_register": ["country": .string(code), "number": "2019"]])
    #expect((read?.foreignRegister?.country == "SG") == isTaken)
  }

  @Test func anOverrideLetsAWrongCheckDigitPass() throws {
    #expect(throws: DomainError.self) { try profile(["tax_code": "0100233489"]) }
    let read = try profile([
      "tax_code": "0100233489", "tax_code_override": ["reason": "Giấy chứng nhận ghi như vậy"],
    ])
    #expect(read.taxCode == "0100233489" && read.taxCodeOverride != nil)
    #expect(throws: DomainError.self) {
      try profile(["tax_code": "010023348", "tax_code_override": ["reason": "x"]])
    }
    #expect(throws: DomainError.self) {
      try profile(["tax_code": "0100233489", "tax_code_override": [:]])
    }
  }

  @Test func evidenceEndsAfterItBegins() throws {
    let read = try profile([
      "legal": [
        ["status": "large", "issued_on": "2026-02-01", "expires_on": "2026-01-31"],
        ["status": "cooperative", "issued_on": "2026-02-01", "expires_on": "2026-02-01"],
      ]
    ])
    #expect(read.contradictions.map(\.path) == ["/legal/0/expires_on"])
  }
}
