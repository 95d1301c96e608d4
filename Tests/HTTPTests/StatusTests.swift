import HTTP
import Testing

@Suite struct StatusTests {
  @Test func namesCodes() {
    #expect(Status.ok.description == "200 OK")
    #expect(Status.unprocessableContent.reason == "Unprocessable Content")
    #expect(Status(499).reason == "Client Error")
    #expect(Status(412).classLabel == "4xx")
  }

  @Test(arguments: [Int.min, -1, 0, 100, 199, 600, Int.max])
  func turnsOtherCodesInto500(code: Int) {
    #expect(Status(code) == .internalServerError)
  }

  @Test func knowsSafeMethods() {
    #expect(Method.known.filter(\.isSafe) == [.GET, .HEAD, .OPTIONS])
  }
}
