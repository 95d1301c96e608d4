import HTTP
import Testing

@Suite struct ConditionalTests {
  typealias Case = (Method, String, String, String?, Conditional.Outcome)

  static let cases: [Case] = [
    // If-Match: strong comparison only.
    (Method.PATCH, "If-Match", "\"v1\"", "v1", Conditional.Outcome.proceed),
    (.PATCH, "If-Match", "\"v0\", \"v1\"", "v1", .proceed),
    (.PATCH, "If-Match", "*", "v1", .proceed),
    (.PATCH, "If-Match", "*", nil, .preconditionFailed),
    (.PATCH, "If-Match", "\"v0\"", "v1", .preconditionFailed),
    (.PATCH, "If-Match", "W/\"v1\"", "v1", .preconditionFailed),
    (.PATCH, "If-Match", "\"v1\"", nil, .preconditionFailed),
    (.PATCH, "If-Match", "v1", "v1", .preconditionFailed),
    (.PATCH, "If-Match", "", "v1", .preconditionFailed),
    // If-None-Match: weak comparison.
    (.GET, "If-None-Match", "\"v1\"", "v1", .notModified),
    (.HEAD, "If-None-Match", "W/\"v1\"", "v1", .notModified),
    (.GET, "If-None-Match", "\"v0\" ,, \"v1\"", "v1", .notModified),
    (.GET, "If-None-Match", "*", "v1", .notModified),
    (.GET, "If-None-Match", "*", nil, .proceed),
    (.GET, "If-None-Match", "\"v0\"", "v1", .proceed),
    (.GET, "If-None-Match", "garbage", "v1", .proceed),
    (.GET, "If-None-Match", "\"a,b\"", "a,b", .notModified),
    (.PUT, "If-None-Match", "*", "v1", .preconditionFailed),
    (.PUT, "If-None-Match", "*", nil, .proceed),
  ]

  @Test(arguments: cases)
  func evaluates(
    method: Method, name: String, value: String, current: String?, outcome: Conditional.Outcome
  ) {
    #expect(
      Conditional.evaluate(
        method: method, headers: Headers([(name, value)]),
        current: current.flatMap { EntityTag($0) })
        == outcome)
  }

  @Test func readsListsOverSeveralLines() {
    let headers = Headers([("If-Match", "\"a\""), ("If-Match", "\"b\"")])
    #expect(
      Conditional.evaluate(method: .PUT, headers: headers, current: EntityTag("b")) == .proceed)
  }

  @Test func checksIfMatchFirst() {
    let headers = Headers([("If-None-Match", "\"v1\""), ("If-Match", "\"v0\"")])
    #expect(
      Conditional.evaluate(method: .GET, headers: headers, current: EntityTag("v1"))
        == .preconditionFailed)
  }

  @Test func proceedsWithoutConditions() {
    #expect(
      Conditional.evaluate(method: .DELETE, headers: Headers(), current: nil) == .proceed)
    #expect(!Conditional.hasIfMatch(Headers()))
    #expect(Conditional.hasIfMatch(Headers([("if-match", "*")])))
  }

  @Test(arguments: ["\"", "\"a", "W/a", "\"a\"\"b\"", "\"a\" \"b\"", "w/\"a\"", ",", "\"a b\""])
  func refusesToReadBadLists(value: String) {
    #expect(Conditional.Condition(value) == nil)
  }

  @Test func writesTags() throws {
    #expect(EntityTag(version: 3).description == "\"v3\"")
    #expect(try #require(EntityTag("a", isWeak: true)).description == "W/\"a\"")
    #expect(EntityTag("a\"b") == nil)
  }

  @Test func readsTheTagsItWrites() throws {
    for tag in [EntityTag(version: .max), try #require(EntityTag("x/y", isWeak: true))] {
      #expect(Conditional.Condition(tag.description) == .tags([tag]))
    }
  }
}
