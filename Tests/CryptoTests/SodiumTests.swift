import Crypto
import Testing

@Suite struct SodiumTests {
  @Test func digestsAreThoseOfBLAKE2b() throws {
    try #require(Sodium.prepare())
    // RFC 7693 gives the 64-byte form; this is the 32-byte digest of the empty text.
    let hex = Sodium.digest([]).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(hex == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
  }

  @Test func randomBytesDiffer() throws {
    try #require(Sodium.prepare())
    #expect(Sodium.random(16).count == 16)
    #expect(Sodium.random(16) != Sodium.random(16))
  }
}
