import FoundationEssentials
import HTTP
import Synchronization
import Testing

/// Lines that a logger wrote.
final class LogLines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { Array($0) } }

  var logger: Logger {
    Logger(format: .text, sink: { line in self.lines.withLock { $0.append(line) } })
  }
}

struct BrokenStream: Error {}

/// Counts how many of its tokens live.
final class Census: Sendable {
  final class Token: Sendable {
    private let census: Census

    init(_ census: Census) {
      self.census = census
      census.living.wrappingAdd(1, ordering: .sequentiallyConsistent)
    }

    deinit {
      census.living.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  private let living = Atomic<Int>(0)

  var count: Int { living.load(ordering: .sequentiallyConsistent) }
}

/// A real server on a free port of the loopback address, with routes that show what arrived.
struct RunningServer {
  let server: Server
  let port: UInt16
  let log = LogLines()
  let metrics = Metrics()
  let census = Census()

  init(_ configure: (inout ServerConfiguration) -> Void = { _ in }) throws {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.threads = 2
    configuration.maxConnectionsPerAddress = 0
    configure(&configuration)
    let router = try Router(Self.routes(census))
    let handler = compose(
      [RequestID.middleware, AccessLog.middleware(log.logger), metrics.middleware],
      around: router.respond)
    server = Server(
      configuration: configuration, logger: log.logger, metrics: metrics, handler: handler)
    port = try server.start()
  }

  var client: TestClient { TestClient(port: port, seconds: 10) }

  /// Sends raw text and reads all until the server closes.
  func exchange(_ text: String) throws -> String {
    try exchange(Array(text.utf8))
  }

  /// Sends raw bytes and reads all until the server closes.
  func exchange(_ bytes: [UInt8]) throws -> String {
    let connection = try client.connect()
    connection.send(bytes)
    return String(decoding: try connection.receiveAll(), as: UTF8.self)
  }

  /// Sends raw bytes and reads one answer.
  func answer(_ bytes: [UInt8]) throws -> TestClient.Answer {
    let connection = try client.connect()
    connection.send(bytes)
    return try connection.receive()
  }

  func answer(_ text: String) throws -> TestClient.Answer {
    try answer(Array(text.utf8))
  }

  /// What every abuse test ends with.
  func stillAnswers() throws -> Bool {
    try client.send(.GET, "/hello").text == "hello"
  }

  private static func routes(_ census: Census) -> [Route] {
    [
      Route(.GET, "/held") { _, _ in
        let token = Census.Token(census)
        return .stream(type: .text) {
          withExtendedLifetime(token) { Array(repeating: UInt8(ascii: "x"), count: 10_000) }
        }
      },
      Route(.GET, "/hello") { _, _ in .text("hello") },
      Route(.POST, "/echo") { request, _ in .bytes(request.body, type: .text) },
      Route(.PUT, "/length") { request, _ in .text(String(request.body.count)) },
      Route(.GET, "/path/{a}/{b}") { request, _ in .text(request.path.joined(separator: "|")) },
      Route(.GET, "/query") { request, _ in
        .text(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|"))
      },
      Route(.GET, "/header/{name}") { request, parameters in
        .text(request.headers.joined(parameters["name"] ?? "") ?? "none")
      },
      Route(.GET, "/host") { request, _ in .text(request.host ?? "none") },
      Route(.GET, "/peer") { request, _ in .text("\(request.scheme) \(request.remoteAddress)") },
      Route(.GET, "/slow/{milliseconds}") { _, parameters in
        let milliseconds = Int64(parameters["milliseconds"] ?? "") ?? 0
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < end { pause(milliseconds: 2) }
        return .text("slept")
      },
      Route(.GET, "/stream/{pages}") { _, parameters in
        let pages = Int(parameters["pages"] ?? "") ?? 0
        let sent = Mutex(0)
        return .stream(type: .text) {
          let page = sent.withLock { sent in
            sent += 1
            return sent
          }
          if page == 2 { return [] }
          return page > pages + 1 ? nil : Array(repeating: UInt8(ascii: "x"), count: 50_000)
        }
      },
      Route(.GET, "/broken") { _, _ in
        let sent = Mutex(false)
        return .stream(type: .text) {
          let isFirst = sent.withLock { sent in
            defer { sent = true }
            return !sent
          }
          guard isFirst else { throw BrokenStream() }
          return Array("begin".utf8)
        }
      },
      Route(.GET, "/nothing") { _, _ in Response(.noContent, body: .text("must not be sent")) },
      Route(.GET, "/same") { _, _ in
        var response = Response(.notModified, body: .text("must not be sent"))
        response.headers["ETag"] = EntityTag(version: 3).description
        return response
      },
      Route(.GET, "/odd") { _, _ in
        Response(
          Status(99),
          headers: Headers([
            ("Content-Length", "999"), ("Connection", "keep-alive"), ("X-Fine", "1"),
            ("X-Split", "a\r\nSet-Cookie: b=c"),
          ]), body: .text("odd"))
      },
    ]
  }
}
