import HTTP
import Testing

@Suite struct ServerStopTests {
  @Test(arguments: ServerConfiguration.Mode.allCases)
  func finishesARequestInFlightWhenItStops(mode: ServerConfiguration.Mode) throws {
    let running = try RunningServer { $0.mode = mode }
    let idle = try running.client.connect()
    idle.send(TestClient.request(.GET, "/hello"))
    #expect(try idle.receive().status == 200)
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/slow/700"))
    pause(milliseconds: 200)
    #expect(running.server.stop(deadline: .seconds(10)) == .drained)
    let answer = try connection.receive()
    #expect(answer.text == "slept")
    #expect(answer.headers["Connection"]?.lowercased() == "close")
    #expect(throws: TestClient.Failure.self) { try running.client.send(.GET, "/hello") }
  }

  @Test func saysWhenAHandlerOutlastsTheStop() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/slow/1500"))
    pause(milliseconds: 200)
    #expect(running.server.stop(deadline: .milliseconds(100)) == .abandoned(1))
    #expect(try connection.receive().text == "slept")
  }

  @Test func cutsAReaderThatNeverReads() throws {
    let running = try RunningServer()
    let connection = try running.client.connect()
    connection.send(TestClient.request(.GET, "/stream/1000"))
    pause(milliseconds: 300)
    #expect(running.server.stop(deadline: .milliseconds(100)) == .cut(1))
  }

  @Test(arguments: ServerConfiguration.Mode.allCases)
  func stopsInTheMiddleOfTraffic(mode: ServerConfiguration.Mode) async throws {
    for _ in 0..<15 {
      let running = try RunningServer {
        $0.mode = mode
        $0.threads = 8
      }
      let client = running.client
      async let answers = withTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            var count = 0
            while let answer = try? client.send(.GET, "/hello"), answer.text == "hello" {
              count += 1
            }
            return count
          }
        }
        return await group.reduce(0, +)
      }
      pause(milliseconds: 20)
      let outcome = running.server.stop(deadline: .seconds(10))
      #expect(outcome == .drained)
      _ = await answers
      #expect(throws: TestClient.Failure.self) { try client.send(.GET, "/hello") }
    }
  }
}
