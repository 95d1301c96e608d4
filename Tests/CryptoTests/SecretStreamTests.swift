import Crypto
import Testing

@Suite struct SecretStreamTests {
  let key: SecretKey

  init() throws {
    try #require(Sodium.prepare())
    key = SecretKey()
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])
  func whatIsSealedOpensAgain(_ count: Int) {
    let content = Sodium.random(count)
    let sealed = SecretStream.seal(content, for: "file:1", with: key)
    #expect(SecretStream.open(sealed, for: "file:1", with: key) == content)
    #expect(SecretStream.open(sealed, for: "file:2", with: key) == nil)
    #expect(SecretStream.open(sealed, for: "file:1", with: SecretKey()) == nil)
  }

  @Test func whatIsChangedMovedOrCutOffDoesNotOpen() {
    let sealed = SecretStream.seal(Sodium.random(200_000), for: "f", with: key)
    for index in stride(from: 0, to: sealed.count, by: 4099) {
      var changed = sealed
      changed[index] ^= 0x10
      #expect(SecretStream.open(changed, for: "f", with: key) == nil, "\(index)")
    }
    let chunk = SecretStream.chunkLength + 17
    let (first, second) = (24..<24 + chunk, 24 + chunk..<24 + 2 * chunk)
    let swapped = sealed[..<24] + sealed[second] + sealed[first] + sealed[second.upperBound...]
    #expect(SecretStream.open(Array(swapped), for: "f", with: key) == nil)
    for end in [0, 10, 24, 40, first.upperBound, second.upperBound, sealed.count - 1] {
      #expect(SecretStream.open(Array(sealed[..<end]), for: "f", with: key) == nil, "\(end)")
    }
    #expect(SecretStream.open(sealed + sealed[first], for: "f", with: key) == nil)
  }
}
