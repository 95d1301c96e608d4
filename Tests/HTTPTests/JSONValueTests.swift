import FoundationEssentials
import HTTP
import Testing

@Suite struct JSONValueTests {
  @Test func writesEachKind() {
    let value = JSONValue.object([
      ("z", .null), ("a", .bool(true)), ("n", .int(.min)), ("d", .number(1.5)),
      ("i", .number(.infinity)), ("s", .string("Đắk \"Lắk\"\\\n\u{1}")),
      ("l", .array([.int(1), .int(2)])),
      ("e", .array([])), ("o", .object([])),
    ])
    #expect(
      String(decoding: value.bytes, as: UTF8.self) == #"""
        {"z":null,"a":true,"n":-9223372036854775808,"d":1.5,"i":null,"s":"Đắk \"Lắk\"\\\n\u0001","l":[1,2],"e":[],"o":{}}
        """#)
  }

  @Test func writesTextThatAnyReaderUnderstands() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let scalars = (0..<30).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0...0x1_F000, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars))
      let bytes = JSONValue.array([.string(text)]).bytes
      #expect(try JSONDecoder().decode([String].self, from: Data(bytes)) == [text])
    }
  }
}
