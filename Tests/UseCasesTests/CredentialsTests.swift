import Testing
import UseCases

@Suite struct CredentialsTests {
  init() { #expect(Credentials.prepare()) }

  /// BLAKE2b-256 of "" and "abc", as `b2sum -l 256` prints them.
  @Test(arguments: [
    ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
  ]) func digestsAreBLAKE2b(_ row: (String, String)) {
    let digest = Credentials.digest(Array(row.0.utf8))
    let text = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(text == row.1)
  }

  @Test func randomBytesAreAsManyAsAskedAndDiffer() {
    #expect(Credentials.random(0).isEmpty)
    let draws = (0..<100).map { _ in Credentials.random(16) }
    #expect(draws.allSatisfy { $0.count == 16 })
    #expect(Set(draws).count == 100)
  }
}
