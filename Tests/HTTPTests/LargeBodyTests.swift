import Foundation
import HTTP
import Testing

/// Routes that take larger bodies than others, a few at a time.
@Suite struct LargeBodyTests {
  private static let body = [UInt8](repeating: 0x61, count: 3000)

  private func serve(_ most: Int = 8) throws -> RunningServer {
    try RunningServer { configuration in
      configuration.maxBodyBytes = 1000
      configuration.maxLargeBodies = most
      configuration.largeBodies = [
        ServerConfiguration.LargeBody(.POST, "/echo", maxBytes: 4000)
      ]
    }
  }

  @Test func onlyThatRouteTakesThem() throws {
    let running = try serve()
    defer { running.server.stop(deadline: .seconds(5)) }
    let client = TestClient(port: running.port)
    #expect(try client.send(.POST, "/echo", body: Self.body).status == 200)
    #expect(try client.send(.POST, "/echo?x=1", body: Self.body).status == 200)
    #expect(
      try client.send(.POST, "/echo", body: [UInt8](repeating: 0x61, count: 4001)).status == 413)
    #expect(try client.send(.PUT, "/echo", body: Self.body).status == 413)
    #expect(try client.send(.POST, "/echo/", body: Self.body).status == 413)
  }

  @Test func oneTooManyIsToldToTryAgain() throws {
    let running = try serve(1)
    defer { running.server.stop(deadline: .seconds(5)) }
    let client = TestClient(port: running.port)
    let slow = try client.connect()
    let request = TestClient.request(.POST, "/echo", body: Self.body)
    slow.send(Array(request.dropLast(10)))
    // The slow one has outgrown the limit once the next is refused.
    var status = 0
    for _ in 0..<200 where status != 503 {
      // A refusal must not come from the place that the one before has not left yet.
      Thread.sleep(forTimeInterval: 0.02)
      status = try client.send(.POST, "/echo", body: Self.body).status
    }
    #expect(status == 503)
    slow.send(Array(request.suffix(10)))
    #expect(try slow.receive().status == 200)
    // Its place is free a moment after its answer has gone out.
    for _ in 0..<200 where status != 200 {
      status = try client.send(.POST, "/echo", body: Self.body).status
    }
    #expect(status == 200)
  }
}
