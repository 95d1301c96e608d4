import Crypto
import Testing

@Suite struct AuthenticatorTests {
  private let key = [UInt8](repeating: 7, count: Authenticator.keyLength)

  @Test func aTagIsOfItsTextAndKeyAlone() throws {
    let authenticator = try #require(Authenticator(key: key))
    let text = Array("an".utf8)
    let tag = authenticator.tag(text)
    #expect(tag.count == 32)
    #expect(authenticator.verifies(tag, of: text))
    #expect(!authenticator.verifies(tag, of: Array("am".utf8)))
    var other = tag
    other[31] ^= 1
    #expect(!authenticator.verifies(other, of: text))
    #expect(!authenticator.verifies(Array(tag.dropLast()), of: text))
    #expect(!authenticator.verifies([], of: text))
    let foreign = try #require(Authenticator(key: key.map { $0 + 1 }))
    #expect(!foreign.verifies(tag, of: text))
  }

  @Test func aKeyOfAnotherLengthIsNone() {
    #expect(Authenticator(key: []) == nil)
    #expect(Authenticator(key: key + [1]) == nil)
  }
}
