import FoundationEssentials
import Synchronization

/// What all threads of a running server share.
final class ServerContext: Sendable {
  let configuration: ServerConfiguration
  let logger: Logger
  let watchdog: Watchdog
  /// Set when the server stops: responses then end their connection.
  let isDraining = Atomic<Bool>(false)
  /// Requests from the moment they are whole until their response is sent.
  let inFlight = Atomic<Int>(0)
  /// Handlers at work.
  let running = Atomic<Int>(0)
  private let largeBodies = Atomic<Int>(0)
  private let metrics: Metrics?
  private let handler: @Sendable (Request) -> Response

  init(
    configuration: ServerConfiguration, logger: Logger, metrics: Metrics?,
    handler: @escaping @Sendable (Request) -> Response
  ) {
    let configuration = configuration.clamped
    self.configuration = configuration
    self.logger = logger
    self.metrics = metrics
    self.handler = handler
    let late = Refusal(
      .requestTimeout, "The request did not arrive within \(configuration.requestDeadline) s.",
      closesConnection: true)
    var random = SystemRandomNumberGenerator()
    let farewell = late.response(requestID: RequestID.make(using: &random)).wireBytes
    watchdog = Watchdog(farewell: configuration.tls == nil ? farewell : []) { address in
      logger.log(.warning, "request timed out", [("remote", .string(address))])
    }
  }

  /// The deadline of the first request on a new connection.
  var firstDeadline: UInt64 { Watchdog.after(seconds: configuration.requestDeadline) }

  /// The deadline of the next request on a connection that stays open.
  var nextDeadline: UInt64 {
    Watchdog.after(seconds: configuration.idleTimeout + configuration.requestDeadline)
  }

  /// Whether the server is stopping, so that no connection outlives its response.
  var endsConnections: Bool { isDraining.load(ordering: .relaxed) }

  /// A body outgrows the usual limit.
  ///
  /// - Returns: whether there is room for one more; it then counts until ``endLargeBody()``.
  func beginLargeBody() -> Bool {
    let count = largeBodies.wrappingAdd(1, ordering: .relaxed).newValue
    guard count > configuration.maxLargeBodies else { return true }
    endLargeBody()
    return false
  }

  /// A large body is no longer in memory.
  func endLargeBody() {
    largeBodies.wrappingSubtract(1, ordering: .relaxed)
  }

  /// A request is whole.
  ///
  /// - Returns: whether it was in time; it then counts as in flight until ``finish(on:)``.
  func beginAnswering(on connection: ConnectionState) -> Bool {
    guard connection.beginAnswering() else { return false }
    inFlight.wrappingAdd(1, ordering: .sequentiallyConsistent)
    return true
  }

  /// A request is over.
  func finish(on connection: ConnectionState) {
    if connection.finish(deadline: nextDeadline) {
      inFlight.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
  }

  /// Lets the handler answer a whole request.
  func respond(to exchange: Exchange, head: RequestHead, parts: [FormPart]?) -> Response {
    var random = SystemRandomNumberGenerator()
    let request = Request(
      method: head.method, target: head.target, headers: head.headers, body: exchange.body,
      parts: parts,
      remoteAddress: exchange.connection.remoteAddress,
      requestID: RequestID.choose(head.headers, using: &random), receivedAt: Date(),
      scheme: configuration.tls == nil ? "http" : "https")
    running.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { running.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
    return handler(request)
  }

  /// Makes, logs and counts the answer to a request that no handler sees.
  func respond(to exchange: Exchange, refusal: Refusal) -> Response {
    var random = SystemRandomNumberGenerator()
    let requestID = RequestID.choose(exchange.head?.headers ?? Headers(), using: &random)
    let response = refusal.response(requestID: requestID)
    let duration = exchange.start.duration(to: .now)
    let path = exchange.target.prefix { $0 != UInt8(ascii: "?") }.prefix(128)
    AccessLog.record(
      logger, requestID: requestID, method: exchange.head?.method.name ?? "-",
      path: String(decoding: path.map { $0 > 0x20 && $0 < 0x7F ? $0 : 0x2E }, as: UTF8.self),
      response: response, duration: duration, remote: exchange.connection.remoteAddress)
    metrics?.count(exchange.head?.method ?? Method("-"), response, duration)
    return response
  }
}

extension Response {
  /// The fields that belong to the server.
  static let reservedFields: Set<String> = [
    "content-length", "transfer-encoding", "connection", "date",
  ]

  /// The response as it goes over the wire when the server must bypass the library, always the
  /// last on its connection. A stream cannot go this way.
  var wireBytes: [UInt8] {
    let content: [UInt8] =
      switch body {
      case .bytes(let bytes): bytes
      case .text(let text): Array(text.utf8)
      case .empty, .stream: []
      }
    var head = "HTTP/1.1 \(status.code) \(status.reason)\r\n"
    for field in headers { head += "\(field.name): \(field.value)\r\n" }
    head += "Content-Length: \(content.count)\r\nConnection: close\r\n\r\n"
    return Array(head.utf8) + content
  }
}
