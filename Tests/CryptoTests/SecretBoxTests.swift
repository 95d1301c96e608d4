import Crypto
import Testing

@Suite struct SecretBoxTests {
  let key: SecretKey

  init() throws {
    try #require(Sodium.prepare())
    key = SecretKey()
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000]) func whatIsSealedOpensAgain(_ count: Int) {
    let content = Sodium.random(count)
    let box = SecretBox.seal(content, for: "x", with: key)
    #expect(box.count == count + SecretBox.overhead)
    #expect(SecretBox.open(box, for: "x", with: key) == content)
  }

  @Test func everyBitContextAndKeyMatter() {
    let box = SecretBox.seal(Array("lời giải".utf8), for: "proposal:1", with: key)
    for index in box.indices {
      var changed = box
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(SecretBox.open(changed, for: "proposal:1", with: key) == nil)
      #expect(SecretBox.open(Array(box.prefix(index)), for: "proposal:1", with: key) == nil)
    }
    #expect(SecretBox.open(box, for: "proposal:2", with: key) == nil)
    #expect(SecretBox.open(box, for: "proposal:1", with: SecretKey()) == nil)
    #expect(SecretBox.open(box + [0], for: "proposal:1", with: key) == nil)
  }

  @Test func theSameContentNeverLooksTheSame() {
    let content = Array("lời giải".utf8)
    #expect(
      SecretBox.seal(content, for: "x", with: key) != SecretBox.seal(content, for: "x", with: key))
  }

  @Test func aKeyIsToldByItsFingerprintAndPrintsNothing() {
    #expect(SecretKey(key.bytes) == key)
    #expect(SecretKey() != key)
    #expect(key.fingerprint != SecretKey().fingerprint)
    #expect(key.fingerprint.count == 32 && key.fingerprint != key.bytes)
    #expect(SecretKey([1, 2, 3]) == nil)
    var text = ""
    dump(key, to: &text)
    #expect("\(key)" == "SecretKey" && !text.contains("\(key.bytes[0]), \(key.bytes[1])"))
  }
}
