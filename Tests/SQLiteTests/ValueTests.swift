import SQLite
import Testing

@Suite struct ValueTests {
  @Test func optionalsBecomeNull() {
    #expect(Value(nil as String?) == .null)
    #expect(Value("x" as String?) == .text("x"))
    #expect(Value(nil as Int?) == .null)
    #expect(Value(7 as Int?) == .integer(7))
    #expect(Value(UInt64.max as UInt64?) == .integer(.max))
  }
}
