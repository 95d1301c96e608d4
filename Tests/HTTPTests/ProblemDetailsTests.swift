import HTTP
import Testing

@Suite struct ProblemDetailsTests {
  @Test func rendersMembersInOrder() {
    let problem = ProblemDetails(
      type: "/problems/invalid", title: "Invalid", status: .unprocessableContent,
      detail: "Hai trường chưa đúng.", instance: "/requests/1",
      extensions: [
        (
          "errors",
          .array([.object([("pointer", .string("/name")), ("code", .string("required"))])])
        ),
        ("status", .int(1)),
      ])
    let response = problem.response
    #expect(response.status == .unprocessableContent)
    #expect(response.headers["Content-Type"] == "application/problem+json")
    #expect(
      String(decoding: problem.json.bytes, as: UTF8.self)
        == #"{"type":"/problems/invalid","title":"Invalid","status":422,"#
        + #""detail":"Hai trường chưa đúng.","instance":"/requests/1","#
        + #""errors":[{"pointer":"/name","code":"required"}]}"#)
  }

  @Test func needsOnlyAStatus() {
    #expect(
      String(decoding: ProblemDetails(status: .gone).json.bytes, as: UTF8.self)
        == #"{"type":"about:blank","title":"Gone","status":410}"#)
  }
}
