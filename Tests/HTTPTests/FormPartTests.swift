import HTTP
import Synchronization
import Testing

/// Forms with files, as browsers send them, through the real server.
@Suite struct FormPartTests {
  /// The parts that a server finds in a body; nil where it finds none that can be read.
  private func parts(
    _ body: [UInt8], type: String = "multipart/form-data; boundary=x7"
  ) throws -> [FormPart]? {
    let seen = Mutex<[FormPart]?>(nil)
    var configuration = ServerConfiguration()
    configuration.port = 0
    let server = Server(configuration: configuration, logger: LogLines().logger, metrics: nil) {
      request in
      seen.withLock { $0 = request.parts }
      return Response(.noContent)
    }
    let port = try server.start()
    defer { server.stop(deadline: .seconds(5)) }
    let answer = try TestClient(port: port, seconds: 10)
      .send(.POST, "/", headers: [("Content-Type", type)], body: body)
    #expect(answer.status == 204)
    return seen.withLock { $0 }
  }

  private func part(_ name: String, _ file: String? = nil, _ bytes: [UInt8]) -> [UInt8] {
    let disposition = "form-data; name=\"\(name)\"" + (file.map { "; filename=\"\($0)\"" } ?? "")
    return Array("--x7\r\nContent-Disposition: \(disposition)\r\n\r\n".utf8) + bytes
      + Array("\r\n".utf8)
  }

  private let end = Array("--x7--\r\n".utf8)

  @Test func textsAndFilesComeWhole() throws {
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let found = try parts(
      part("note", nil, Array("Xin chào\r\n--x\r\nhết".utf8)) + part("file", "Hồ sơ.pdf", large)
        + part("empty", nil, []) + part("note", nil, Array("hai".utf8)) + end)
    let expected = [
      FormPart(name: "note", bytes: Array("Xin chào\r\n--x\r\nhết".utf8)),
      FormPart(name: "file", fileName: "Hồ sơ.pdf", bytes: large),
      FormPart(name: "empty", bytes: []), FormPart(name: "note", bytes: Array("hai".utf8)),
    ]
    #expect(found == expected)
  }

  @Test func whatIsNoWholeFormIsNone() throws {
    #expect(try parts(part("a", nil, [1, 2, 3])) == nil, "no end")
    #expect(try parts(part("a", nil, [1]) + end, type: "multipart/form-data") == nil, "no boundary")
    #expect(try parts(Array("a=b".utf8)) == nil, "another form")
    let many = (0...FormPart.most).flatMap { part("a\($0)", nil, [1]) }
    #expect(try parts(many + end) == nil, "too many")
    #expect(
      try parts(Array("a=b".utf8), type: "application/x-www-form-urlencoded") == nil,
      "no multipart form")
  }
}
