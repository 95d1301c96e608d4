import Crypto
import Testing

@Suite struct OneTimePasswordTests {
  private let secret = Array("12345678901234567890".utf8)

  /// RFC 6238, appendix B, the last six of its eight digits.
  @Test(
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
      (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ] as [(Int64, String)]) func agreesWithTheStandard(_ row: (Int64, String))
  {
    #expect(OneTimePassword.password(secret: secret, at: row.0) == row.1)
    #expect(OneTimePassword.step(of: row.1, secret: secret, at: row.0) == row.0 / 30)
  }

  @Test func aNeighbouringStepIsTakenAndNoFurtherOne() throws {
    let now: Int64 = 1_780_272_000
    for offset in -3...3 as ClosedRange<Int64> {
      let password = try #require(
        OneTimePassword.password(secret: secret, at: now + offset * 30))
      let step = OneTimePassword.step(of: password, secret: secret, at: now)
      #expect(step == (abs(offset) <= 1 ? now / 30 + offset : nil), "\(offset)")
    }
  }

  @Test(arguments: ["", "28708", "2870822", "94287082", "28708x", "２８７０８２", " 287082", "-28708"])
  func whatIsNotSixDigitsIsWrong(_ text: String) {
    #expect(OneTimePassword.step(of: text, secret: secret, at: 59) == nil)
  }

  @Test func theSecretIsShownInBase32() {
    #expect(OneTimePassword.base32(Array("foobar".utf8)).hasPrefix("MZXW6YTBOI"))
    #expect(OneTimePassword.base32(secret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
  }
}
