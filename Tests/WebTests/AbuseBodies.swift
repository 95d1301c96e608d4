import Domain
import HTTP
import Testing

/// Bodies that are not what they should be.
extension Abuse {
  /// Texts that are no JSON.
  static let malformed: [String] = [
    "{", "}", "[", "]", "[1,]", "{\"title\":\"a\",}", "{title:\"a\"}", "{'title':'a'}",
    "{\"title\":undefined}", "{\"title\":NaN}", "{\"title\":Infinity}", "nul", "tru", "\"a",
    "\"a\\\"", "\"\\x41\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "01", "+1", "1.",
    ".5",
    "1e", "0x10", "{\"title\" \"a\"}", "{\"title\":\"a\"}{}", "{\"title\":\"a\"} x",
    "// note\n{\"title\":\"a\"}", "{\"title\":\"a\",\"title\":\"b\"}", "{\"a\":1,,\"b\":2}",
    "\u{1}",
    "\"a\nb\"", "<title>a</title>", "title=a", "\u{FEFF}\u{FEFF}{}", "\u{2028}{}",
    "{\"title\":\"a\"\u{A0}}",
  ]

  func bodies() throws {
    for text in Self.malformed {
      for target in ["/api/v1/match", "/api/v1/organisations", "/api/v1/problems"] {
        try refuse(Array(text.utf8), at: target, with: [400], "malformed \(text.prefix(20))")
      }
    }
    try nesting()
    try encodings()
    try numbers()
    try sizes()
  }

  private func nesting() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
      for depth in [65, 1000, 10_000] {
        let opened = String(repeating: open, count: depth)
        let text = opened + "1" + String(repeating: close, count: depth)
        try refuse(Array(text.utf8), with: [400], "nesting \(depth)")
        try refuse(Array(opened.utf8), with: [400], "open nesting \(depth)")
      }
    }
    let wide = "{" + (0..<20_000).map { "\"m\($0)\":0" }.joined(separator: ",") + "}"
    try refuse(Array(wide.utf8), with: [400, 422], "20000 members")
    let long = "[" + String(repeating: "0,", count: 200_000) + "0]"
    try refuse(Array(long.utf8), with: [422], "200001 elements")
    let listed =
      "{\"title\":\"a\",\"technologies\":[" + String(repeating: "\"ai\",", count: 50_000)
      + "\"ai\"]}"
    try refuse(Array(listed.utf8), with: [422], "50001 technologies")
  }

  private func encodings() throws {
    let quoted: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE1, 0xBB],
    ]
    for bytes in quoted {
      let body = Array("{\"title\":\"".utf8) + bytes + Array("\"}".utf8)
      try refuse(body, with: [400], "UTF-8 \(bytes)")
    }
    try refuse([0], with: [400], "NUL")
    try refuse(Array("{\"title\":\"a\0b\"}".utf8), with: [400], "NUL in text")
    try refuse(Array("{\"title\":\"a\\u0000b\"}".utf8), with: [422], "escaped NUL")
    try refuse(Array("{\"ti\\u0000tle\":\"a\"}".utf8), with: [422], "NUL in a name")
    try refuse([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], with: [400], "UTF-16")
  }

  private func numbers() throws {
    let texts = [
      "1e999", "-1e999", "9223372036854775808", "-9223372036854775809", "1e400",
      "99999999999999999999",
      "1.5", "-1", "0.1e1", String(repeating: "9", count: 5000), "1e-999", "-0.0",
      "1" + String(repeating: "0", count: 400),
    ]
    for text in texts {
      for (target, member) in [
        ("/api/v1/organisations", "trl"), ("/api/v1/organisations", "founded"),
        ("/api/v1/problems", "budget_vnd"), ("/api/v1/proposals", "cost_vnd"),
      ] {
        let start =
          target.hasSuffix("organisations")
          ? "{\"kind\":\"startup\",\"name\":\"a\"" : "{\"title\":\"a\""
        let body = "\(start),\"\(member)\":\(text)}"
        let reply = try send(
          .POST, target, Array(body.utf8),
          as: target.hasSuffix("proposals") ? .member(scene.id("firm")) : .dost)
        #expect(reply.status < 500, "\(member) \(text.prefix(30))")
        let isWhole = text == "-0.0" || text == "0.1e1" || text == "1e-999"
        if !isWhole { expectRefusal(reply, with: [400, 422], "\(member) \(text.prefix(30))") }
      }
    }
  }

  private func sizes() throws {
    let big = Array(("{\"title\":\"" + String(repeating: "a", count: 1_100_000) + "\"}").utf8)
    try refuse(big, with: [413], "1.1 MB")
    var chunked = Array(
      "POST /api/v1/match HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        .utf8)
    for _ in 0..<20 {
      chunked += Array("10000\r\n".utf8) + [UInt8](repeating: 0x20, count: 65_536)
      chunked += Array("\r\n".utf8)
    }
    let replies = try raw(chunked + Array("0\r\n\r\n".utf8))
    #expect(replies.map(\.status) == [413])
    for reply in replies { expectProblem(reply, "chunked 1.3 MB") }
    for length in ["1000000000000", "18446744073709551615"] {
      try rawRefused(
        request(
          Array("POST /api/v1/match HTTP/1.1".utf8), [Array("Content-Length: \(length)".utf8)]),
        "Content-Length \(length)")
    }
    let name = String(repeating: "ệ", count: 301)
    try refuse(
      Array("{\"kind\":\"startup\",\"name\":\"\(name)\"}".utf8), at: "/api/v1/organisations",
      with: [422], "a long name")
  }

  /// Every member of every input with values of every type: whatever the description of the API
  /// bars is refused, and nothing makes the service fail.
  func types() throws {
    let values: [JSON] = [
      true, 1, -1, 1.5, "x", [], [:], [[]], [[:]], [nil], ["x", "x"], ["a": 1], [1], "",
      .string(String(repeating: "x", count: 60_000)), ["": ""],
    ]
    let contract = Contract.published
    let inputs: [(String, String, JSON, Caller)] = [
      ("organisations", "OrganisationInput", ["kind": "startup", "name": "A"], .dost),
      ("problems", "ProblemInput", ["title": "A"], .dost),
      (
        "proposals", "ProposalInput", ["problem": JSON(scene.id("open"))], .member(scene.id("firm"))
      ),
    ]
    for (list, name, base, caller) in inputs {
      let reference: JSON = ["$ref": .string("#/components/schemas/" + name)]
      let schema = contract.validator.resolve(reference["$ref"])
      for (member, _) in members(schema?["properties"]) {
        for value in values {
          let body = base.merging(.object(JSONObject([(member, [:])])))
            .replacing(member, with: value)
          let reply = try send(.POST, "/api/v1/" + list, Array(body.compact.utf8), as: caller)
          let what = "\(list) \(member) \(value.compact.prefix(20))"
          let isEmpty = value == ""
          if !isEmpty, !contract.validator.faults(body, reference).isEmpty {
            expectRefusal(reply, with: [422, 409, 404], what)
          } else if reply.status >= 400 {
            expectRefusal(reply, with: [404, 409, 422], what)
          }
        }
      }
    }
  }
}

extension JSON {
  /// This object with one member replaced as a whole.
  fileprivate func replacing(_ name: String, with value: JSON) -> JSON {
    guard case .object(var object) = self else { return self }
    object[name] = value
    return .object(object)
  }
}
