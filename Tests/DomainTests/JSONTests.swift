import Domain
import Testing

@Suite struct JSONTests {
  /// Original, patch and result of RFC 7396, appendix A.
  static let mergePatches: [[String]] = [
    [#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#],
    [#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#],
    [#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#],
    [#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#],
    [#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#],
    [#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#],
    [#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#],
    [#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#],
    [#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#],
    [#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#],
    [#"{"a":"foo"}"#, #"null"#, #"null"#],
    [#"{"a":"foo"}"#, #""bar""#, #""bar""#],
    [#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#],
    [#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#],
    [#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#],
  ]

  @Test(arguments: mergePatches) func mergesAsTheStandardShows(_ row: [String]) throws {
    let merged = try JSONParser.parse(row[0]).merging(JSONParser.parse(row[1]))
    #expect(merged == (try JSONParser.parse(row[2])))
  }

  @Test func mergingTwiceIsMergingOnce() {
    var random = Seeded(3)
    for _ in 0..<200 {
      let (target, patch) = (random.json(depth: 3), random.json(depth: 3))
      let once = target.merging(patch)
      #expect(once.merging(patch) == once)
    }
  }

  @Test func objectsKeepTheirOrderAndCompareWithoutIt() throws {
    let left = try JSONParser.parse(#"{"b":1,"a":2}"#)
    #expect(left.compact == #"{"b":1,"a":2}"#)
    #expect(left == ["a": 2, "b": 1])
    #expect(left != ["a": 2])
    #expect(left != ["a": 2, "b": 1, "c": nil])
  }

  @Test func settingMembersAppendsReplacesAndRemoves() {
    var object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
    #expect(object.members.map(\.name) == ["a", "b"])
    #expect(object["a"] == 3)
    object["c"] = 4
    object["b"] = nil
    object["none"] = nil
    #expect(JSON.object(object).compact == #"{"a":3,"c":4}"#)
  }

  @Test func readsItsOwnKind() {
    #expect(JSON.string("x").text == "x")
    #expect(JSON.integer(1).text == nil)
    #expect(JSON.integer(7).wholeNumber == 7)
    #expect(JSON.number(7.5).wholeNumber == nil)
    #expect(JSON.array([1]).elements == [1])
    #expect(JSON.null.elements == nil)
    #expect(JSON.array([])["a"] == nil)
    #expect(JSON(nil as String?) == .null)
    #expect(JSON(nil as Int?) == .null)
    #expect(JSON(UInt64.max) == .integer(.max))
    let kinds: [JSON] = [nil, true, 1, 1.5, "", [], [:]]
    #expect(
      kinds.map(\.typeName) == [
        "null", "boolean", "integer", "number", "string", "array", "object",
      ])
  }
}
