import Domain
import Testing

@Suite struct IssuingDocumentTests {
  private static let least: JSON = [
    "number": "0193/QĐ-UBND", "kind": "decision", "date": "2026-05-28", "issuer": "UBND tỉnh",
  ]

  private func faults(_ json: JSON) -> [String] {
    keys(
      DomainTests.faults { () throws(DomainError) in
        _ = try IssuingDocument.Particulars.read(json)
      })
  }

  @Test func numbersAreTexts() throws {
    let read = try IssuingDocument.Particulars.read(Self.least)
    #expect(read.number == "0193/QĐ-UBND" && read.year == 2026)
    #expect(JSON.object(JSONObject(read.members)) == Self.least)
    #expect(faults(Self.least.merging(["number": 193])) == ["/number wrong_type"])
  }

  @Test func everythingThatTellsItApartIsNeeded() {
    #expect(
      faults([:]) == ["/number missing", "/kind missing", "/date missing", "/issuer missing"])
    #expect(
      faults(Self.least.merging(["kind": "law", "date": "28/05/2026", "id": "x", "by": "y"]))
        == ["/kind not_accepted", "/date bad_format", "/id read_only", "/by unknown_member"])
  }

  @Test(arguments: [
    ("193/QĐ-UBND", "UBND tỉnh", true), ("0193/QĐ-UBND", "ubnd  Tỉnh", false),
    ("0193 / qđ-ubnd", "UBND tỉnh", false), ("0193/QĐ-UBND", "Sở KH&CN", true),
  ])
  func spellingMakesNoOtherDocument(_ number: String, _ issuer: String, _ differs: Bool) throws {
    let one = try IssuingDocument.Particulars.read(Self.least)
    let other = try IssuingDocument.Particulars.read(
      Self.least.merging(["number": .string(number), "issuer": .string(issuer)]))
    #expect((one.key != other.key) == differs)
  }

  @Test(
    arguments: [
      ([:], ["/act missing", "/problems missing"]),
      (["act": "publish", "problems": ["a"], "into": ["b"]], ["/into unknown_member"]),
      (["act": "merge", "problems": ["a"]], ["/into missing"]),
      (["act": "merge", "problems": ["a"], "into": ["b", "c"]], ["/into too_many"]),
      (["act": "split", "problems": ["a", "b"], "into": ["c", "d"]], ["/problems too_many"]),
      (["act": "withdraw", "problems": ["a"], "reason_code": "legal", "reason": "x"], []),
    ] as [(JSON, [String])])
  func ordersSayWhatIsDoneToWhat(_ json: JSON, _ expected: [String]) {
    let found = keys(
      DomainTests.faults { () throws(DomainError) in _ = try DocumentOrder(json) })
    #expect(found == expected)
  }
}
