import HTTP
import Testing

@Suite struct QueryTests {
  @Test func keepsOrderAndRepeats() throws {
    let query = try Query(encoded: Array("b=1&a=2&b=3&&c&=x&d==".utf8))
    #expect(query.items.map(\.name) == ["b", "a", "b", "c", "", "d"])
    #expect(query.all("b") == ["1", "3"])
    #expect(query["b"] == "1")
    #expect(query["c"] == "")
    #expect(query["d"] == "=")
    #expect(query["missing"] == nil)
  }

  @Test func writesWhatItReads() throws {
    let query = Query([("q", "cà phê & trà"), ("trang", "2"), ("", "="), ("a+b", "100%")])
    #expect(try Query(encoded: Array(query.encoded.utf8)) == query)
  }
}
