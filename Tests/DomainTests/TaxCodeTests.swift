import Domain
import Testing

@Suite struct TaxCodeTests {
  @Test(arguments: [
    ("0100233488", "0100233488"), ("0100 233 488", "0100233488"), ("0100.233.488", "0100233488"),
    ("0100233488-001", "0100233488-001"), ("0100233488001", "0100233488-001"),
    ("0100233488 – 999", "0100233488-999"), ("01-00233488", "0100233488"),
  ]) func reads(_ row: (String, String)) throws {
    let code = try TaxCode(row.0)
    #expect(code.text == row.1)
    #expect(code.parent == "0100233488")
    #expect(try TaxCode(code.text) == code)
  }

  @Test(arguments: [
    ("", TaxCode.Failure.length(digits: 0)), ("010023348", .length(digits: 9)),
    ("01002334881", .length(digits: 11)), ("066080012345", .length(digits: 12)),
    ("01002334880011", .length(digits: 14)),
    ("0100233489", .checkDigit(expected: 8)), ("0100233480", .checkDigit(expected: 8)),
    ("1000233488", .checkDigit(expected: TaxCode.checkDigit(of: [1, 0, 0, 0, 2, 3, 3, 4, 8]))),
    ("0100233488-000", .branch), ("0100233488000", .branch),
    ("0100000000", .serial), ("6600000000", .serial),
    ("010023348A", .character("A")), ("０100233488", .character("０")),
    ("0100233488/001", .character("/")), ("0100²33488", .character("²")),
  ]) func refuses(_ row: (String, TaxCode.Failure)) {
    #expect(throws: row.1) { try TaxCode(row.0) }
  }

  @Test func atMostOneTenthDigitIsRight() {
    var random = Seeded(5)
    var without = 0
    for _ in 0..<2000 {
      let digits = (0..<9).map { _ in random.number(0...9) }
      guard digits[2...].contains(where: { $0 != 0 }) else { continue }
      let first = digits.map(String.init).joined()
      let right = (0...9).filter { (try? TaxCode(first + String($0))) != nil }
      #expect(right == [TaxCode.checkDigit(of: digits)].compactMap { $0 })
      if right.isEmpty { without += 1 }
    }
    // One remainder in eleven gives ten, which no digit can be.
    #expect((100...300).contains(without))
  }

  @Test func aSlipOfOneDigitIsFound() throws {
    let digits = Array("0100233488")
    for position in digits.indices {
      for digit in "0123456789" where digit != digits[position] {
        var slip = digits
        slip[position] = digit
        #expect((try? TaxCode(String(slip))) == nil)
      }
    }
  }
}
