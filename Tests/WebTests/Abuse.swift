import Domain
import HTTP
import Synchronization
import Testing

/// A hostile client: sends what it likes and looks at how it is refused.
struct Abuse {
  let scene: Scene
  /// Requests that got no answer, by what was tried: the library or a time limit closed them.
  let closed = Tally()

  var service: Service { scene.service }

  init(_ scene: Scene) { self.scene = scene }

  /// Sends a well-framed request with a body of any bytes.
  func send(
    _ method: Method, _ target: String, _ body: [UInt8] = [], as caller: Caller = .dost,
    headers: [(String, String)] = []
  ) throws -> Reply {
    var fields = headers
    if let secret = try service.secret(of: caller) {
      fields.append(("Authorization", "Bearer " + secret))
    }
    if !body.isEmpty, !headers.contains(where: { $0.0 == "Content-Type" }) {
      fields.append(("Content-Type", "application/json"))
    }
    return Reply(try service.client.send(method, target, headers: fields, body: body))
  }

  /// Sends a body and expects one of these refusals.
  func refuse(
    _ body: [UInt8], at target: String = "/api/v1/match", with statuses: Set<Int>,
    _ what: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let reply = try send(.POST, target, body)
    expectRefusal(reply, with: statuses, what, location: location)
  }

  /// Expects a problem document with one of these statuses.
  func expectRefusal(
    _ reply: Reply, with statuses: Set<Int>, _ what: String,
    location: SourceLocation = #_sourceLocation
  ) {
    if !statuses.contains(reply.status) {
      Issue.record("\(what) → \(reply.status) \(reply.text.prefix(200))", sourceLocation: location)
    }
    expectProblem(reply, what, location: location)
  }

  /// Expects the form that every refusal of this service has.
  func expectProblem(
    _ reply: Reply, _ what: String, location: SourceLocation = #_sourceLocation
  ) {
    let isWhole =
      reply.headers["Content-Type"] == "application/problem+json"
      && reply.json["status"] == JSON(reply.status) && reply.headers["X-Request-Id"] != nil
      && ["type", "title", "detail"].allSatisfy { reply.json[$0]?.text?.isEmpty == false }
    if !isWhole {
      Issue.record("\(what) → \(reply.status) \(reply.text.prefix(200))", sourceLocation: location)
    }
  }

  /// Sends bytes as they are on a connection of their own and reads every answer to its end.
  func raw(_ bytes: [UInt8], seconds: Int = 5) throws -> [Reply] {
    let connection = try TestClient(port: service.port, seconds: seconds).connect()
    connection.send(bytes)
    connection.endSending()
    var replies: [Reply] = []
    while let answer = try? connection.receive() { replies.append(Reply(answer)) }
    return replies
  }

  /// Sends bytes that the service or the library refuses, or that end the connection.
  func rawRefused(
    _ bytes: [UInt8], _ what: String, seconds: Int = 5,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let replies = try raw(bytes, seconds: seconds)
    if replies.isEmpty { closed.add(what + " (closed)") }
    for reply in replies {
      if reply.headers["X-Request-Id"] == nil {
        closed.add(what + " (the library's own \(reply.status))")
        #expect((400..<500).contains(reply.status) || reply.status == 505, "\(what)")
      } else {
        expectRefusal(reply, with: Set(400..<500), what, location: location)
      }
    }
  }

  /// A request of bytes with the lines that every request needs.
  func request(_ line: [UInt8], _ fields: [[UInt8]] = [], body: [UInt8] = []) -> [UInt8] {
    let end = Array("\r\n".utf8)
    var head = line + end + Array("Host: localhost\r\nConnection: close\r\n".utf8)
    for field in fields { head += field + end }
    if !body.isEmpty { head += Array("Content-Length: \(body.count)\r\n".utf8) }
    return head + end + body
  }
}

/// Counts by name.
final class Tally: Sendable {
  private let counts = Mutex<[String: Int]>([:])

  func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }

  var all: [String: Int] { counts.withLock { $0 } }
}

/// Random numbers that come out the same each time (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
