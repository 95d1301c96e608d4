import HTTP
import Testing

@Suite struct PercentEncodingTests {
  @Test func decodesWhatItEncoded() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let scalars = (0..<20).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0xA0...0x1_F000, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars)) + " +%/?&=#\"<>"
      let encoded = PercentEncoding.encode(text)
      #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      #expect(try PercentEncoding.decode(encoded.utf8) == text)
    }
  }

  @Test(arguments: [
    ("a+b", "a+b", PercentEncoding.Plus.literal), ("a+b%2B", "a b+", .space),
    ("%c3%A0", "à", .literal), ("%41", "A", .literal), ("", "", .space),
  ])
  func decodes(encoded: String, text: String, plus: PercentEncoding.Plus) throws {
    #expect(try PercentEncoding.decode(encoded.utf8, plus: plus) == text)
  }

  @Test(arguments: [
    ("a%", PercentEncoding.Failure.badEscape(offset: 1)), ("%4", .badEscape(offset: 0)),
    ("%20%g0", .badEscape(offset: 3)), ("%0x", .badEscape(offset: 0)), ("%FF", .notUTF8),
    ("%E1%BB", .notUTF8), ("%C0%80", .notUTF8), ("%00", .controlCharacter),
    ("%1F", .controlCharacter), ("%7f", .controlCharacter), ("%C2%9F", .controlCharacter),
    ("%0A", .controlCharacter),
  ])
  func refuses(encoded: String, failure: PercentEncoding.Failure) {
    #expect(throws: failure) { try PercentEncoding.decode(encoded.utf8) }
  }

  @Test func takesLineBreaksOnlyWhenAsked() throws {
    #expect(try Query(form: Array("text=a%0D%0Ab%09c".utf8))["text"] == "a\r\nb\tc")
    #expect(throws: PercentEncoding.Failure.controlCharacter) {
      try Query(form: Array("text=%00".utf8))
    }
    #expect(throws: PercentEncoding.Failure.controlCharacter) {
      try Query(encoded: Array("text=a%0Ab".utf8))
    }
  }
}
