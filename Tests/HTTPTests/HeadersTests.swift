import HTTP
import Testing

@Suite struct HeadersTests {
  @Test func ignoresCaseOfNamesAndKeepsOrder() {
    var headers = Headers([("Accept", "a"), ("X", "1"), ("accept", "b")])
    #expect(headers["ACCEPT"] == "a")
    #expect(headers.all("Accept") == ["a", "b"])
    #expect(headers.joined("accept") == "a, b")
    #expect(headers.map(\.name) == ["Accept", "X", "accept"])
    headers["aCCept"] = "c"
    #expect(headers.all("Accept") == ["c"])
    headers["Accept"] = nil
    #expect(!headers.contains("Accept"))
    #expect(headers.count == 1)
    headers.setDefault("x", "2")
    #expect(headers["X"] == "1")
  }

  @Test(arguments: ["a\rb", "a\nb", "a\r\nb", "a\0", "\u{7F}", "\u{1B}[0m"])
  func refusesValuesThatCouldSplitAMessage(value: String) {
    var headers = Headers()
    let isAdded = headers.append("X", value)
    #expect(!isAdded)
    #expect(headers.isEmpty)
    headers["X"] = "old"
    headers["X"] = value
    #expect(headers["X"] == nil)
  }

  @Test(arguments: ["", "a b", "a:b", "é", "a\r", "a\0"])
  func refusesNamesThatAreNotTokens(name: String) {
    var headers = Headers()
    let isAdded = headers.append(name, "1")
    #expect(!isAdded)
  }

  @Test func takesTextInAnyScript() {
    var headers = Headers()
    let isAdded = headers.append("X", "Đắk Lắk\t(mới)")
    #expect(isAdded)
  }
}
