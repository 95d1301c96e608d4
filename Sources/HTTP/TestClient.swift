import Synchronization

/// A small blocking HTTP/1.1 client for tests and for the health check: one server, plain TCP.
package struct TestClient: Sendable {
  /// Why no answer came.
  package enum Failure: Error, Equatable, Sendable {
    /// The connection was not taken; the reason is the system's.
    case cannotConnect(String)
    /// The server closed the connection before the answer was complete.
    case closed
    /// Nothing came within the time set.
    case timeout
    /// What came is not an HTTP/1.1 response.
    case malformed(String)
  }

  /// What the server answered.
  package struct Answer: Sendable, Equatable {
    /// The status code.
    package let status: Int
    /// The header fields.
    package let headers: Headers
    /// The body, with chunks put together.
    package let body: [UInt8]

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let host: String
  private let port: UInt16
  private let seconds: Int

  /// Names a server, and how many seconds a read or write may wait.
  package init(host: String = "127.0.0.1", port: UInt16, seconds: Int = 10) {
    self.host = host
    self.port = port
    self.seconds = seconds
  }

  /// Opens a connection.
  package func connect() throws(Failure) -> TestConnection {
    do throws(Socket.Failure) {
      return TestConnection(
        descriptor: try Socket.connect(host: host, port: port, seconds: seconds))
    } catch {
      throw .cannotConnect(error.message)
    }
  }

  /// Sends one request on a connection of its own and reads the answer.
  ///
  /// `Host`, and for a body `Content-Length`, are added where they are not given.
  package func send(
    _ method: Method, _ target: String, headers: [(String, String)] = [], body: [UInt8] = []
  ) throws(Failure) -> Answer {
    let connection = try connect()
    var fields = Headers(headers)
    fields.setDefault("Connection", "close")
    connection.send(TestClient.request(method, target, headers: fields, body: body))
    return try connection.receive(afterHead: method == .HEAD)
  }

  /// The bytes of a request.
  package static func request(
    _ method: Method, _ target: String, headers: Headers = Headers(), body: [UInt8] = []
  ) -> [UInt8] {
    var fields = headers
    fields.setDefault("Host", "localhost")
    if !body.isEmpty { fields.setDefault("Content-Length", String(body.count)) }
    var head = "\(method.name) \(target) HTTP/1.1\r\n"
    for field in fields { head += "\(field.name): \(field.value)\r\n" }
    return Array((head + "\r\n").utf8) + body
  }
}

/// One connection of a ``TestClient``. It is closed when the last reference goes.
package final class TestConnection: Sendable {
  private let descriptor: Int32
  private let unread = Mutex<[UInt8]>([])

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    Socket.close(descriptor)
  }

  /// Sends bytes as they are.
  ///
  /// - Returns: whether the system took them all.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    Socket.send(descriptor, bytes)
  }

  /// Sends text as it is.
  @discardableResult
  package func send(_ text: String) -> Bool {
    send(Array(text.utf8))
  }

  /// Tells the server that nothing more will be sent; answers can still be read.
  package func endSending() {
    Socket.shutdownSending(descriptor)
  }

  /// Reads until the server closes, and returns all that came, also where the end was rough.
  package func receiveAll() throws(TestClient.Failure) -> [UInt8] {
    while true {
      do {
        try fill()
      } catch .timeout {
        throw .timeout
      } catch {
        return take { $0.count }
      }
    }
  }

  /// Reads one answer. Interim answers (1xx) are skipped unless asked for.
  ///
  /// - Parameters:
  ///   - afterHead: whether the request was `HEAD`, whose answer has no body.
  ///   - interim: whether a 1xx answer is returned too.
  /// - Returns: the answer.
  /// - Throws: ``TestClient/Failure`` where none comes, or not a whole one.
  package func receive(
    afterHead: Bool = false, interim: Bool = false
  ) throws(TestClient.Failure) -> TestClient.Answer {
    let head = try until("\r\n\r\n")
    var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    guard let first = lines.first, first.hasPrefix("HTTP/1."),
      let status = Int(first.dropFirst(9).prefix(3))
    else { throw .malformed(String(decoding: head, as: UTF8.self)) }
    lines.removeFirst()
    var headers = Headers()
    for line in lines {
      guard let colon = line.firstIndex(of: ":"),
        headers.append(
          String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
      else { throw .malformed(String(line)) }
    }
    if status < 200 {
      let answer = TestClient.Answer(status: status, headers: headers, body: [])
      return interim ? answer : try receive(afterHead: afterHead)
    }
    let hasBody = !afterHead && status != 204 && status != 304
    return TestClient.Answer(
      status: status, headers: headers, body: hasBody ? try body(headers) : [])
  }

  private func body(_ headers: Headers) throws(TestClient.Failure) -> [UInt8] {
    if headers["Transfer-Encoding"]?.lowercased() == "chunked" { return try chunks() }
    guard let length = headers["Content-Length"] else { return try receiveAll() }
    guard let count = Int(length), count >= 0 else { throw .malformed(length) }
    return try exactly(count)
  }

  private func chunks() throws(TestClient.Failure) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let line = String(decoding: try until("\r\n").dropLast(2), as: UTF8.self)
      guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else {
        throw .malformed(line)
      }
      if size == 0 {
        _ = try until("\r\n")
        return body
      }
      body += try exactly(size)
      _ = try until("\r\n")
    }
  }

  private func until(_ mark: String) throws(TestClient.Failure) -> [UInt8] {
    let mark = Array(mark.utf8)
    while true {
      let found = take { bytes in
        guard bytes.count >= mark.count else { return 0 }
        let start = (0...(bytes.count - mark.count)).first { bytes[$0...].starts(with: mark) }
        return start.map { $0 + mark.count } ?? 0
      }
      if !found.isEmpty { return found }
      try fill()
    }
  }

  private func exactly(_ count: Int) throws(TestClient.Failure) -> [UInt8] {
    while unread.withLock({ $0.count }) < count { try fill() }
    return take { _ in count }
  }

  private func take(_ count: ([UInt8]) -> Int) -> [UInt8] {
    unread.withLock { bytes in
      let count = count(bytes)
      let taken = Array(bytes.prefix(count))
      bytes.removeFirst(count)
      return taken
    }
  }

  private func fill() throws(TestClient.Failure) {
    switch Socket.receive(descriptor) {
    case .bytes(let bytes): unread.withLock { $0 += bytes }
    case .end, .reset: throw .closed
    case .timeout: throw .timeout
    }
  }
}
