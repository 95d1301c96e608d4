import Domain
import Testing

@Suite struct IdentifierTests {
  @Test func isSixteenCharactersOfEightyBits() {
    #expect(ID<Problem>(random: [UInt8](repeating: 0, count: 10)).text == "0000000000000000")
    #expect(ID<Problem>(random: [UInt8](repeating: 0xFF, count: 10)).text == "zzzzzzzzzzzzzzzz")
    #expect(
      ID<Problem>(random: [0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 5)).text
        == "0000000100000000")
    #expect(ID<Problem>(random: [UInt8](repeating: 0, count: 9) + [31]).text == "000000000000000z")
  }

  @Test func differentBitsGiveDifferentIdentifiersInTheSameOrder() {
    var random = Seeded(7)
    let bytes = (0..<500).map { _ in (0..<10).map { _ in UInt8(random.number(0...255)) } }
    let sorted = bytes.sorted { $0.lexicographicallyPrecedes($1) }
    let ids = sorted.map { ID<Problem>(random: $0) }
    #expect(Set(ids).count == Set(bytes).count)
    #expect(ids == ids.sorted())
    for id in ids {
      #expect(id.text.count == 16)
      #expect(id.text.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz".contains($0) })
    }
  }
}
