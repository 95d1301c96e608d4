/// How a ``Server`` listens and what it takes. Every limit guards memory, threads or time against
/// one client taking all of it; a number out of range is brought to the nearest that makes sense.
package struct ServerConfiguration: Sendable, Equatable {
  /// How connections meet threads.
  package enum Mode: String, Sendable, CaseIterable {
    /// A fixed number of threads, each with its own epoll set. A handler that waits holds up the
    /// other connections of its thread.
    case pool
    /// A thread for each connection: handlers may wait, at the price of a stack per connection.
    case threadPerConnection = "thread-per-connection"
  }

  /// Certificate and key for TLS.
  package struct TLS: Sendable, Equatable {
    /// Path of the certificate chain in PEM form.
    package let certificatePath: String
    /// Path of the private key in PEM form.
    package let keyPath: String

    /// Names the two files.
    package init(certificatePath: String, keyPath: String) {
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  /// The address to listen on; by default this machine only.
  package var host = "127.0.0.1"
  /// The port; 0 lets the system choose.
  package var port: UInt16 = 8080
  /// How connections meet threads.
  package var mode = Mode.pool
  /// Threads of the pool, 1...256. The pool shares ``maxConnections`` out among them.
  package var threads = 8
  /// Most connections at a time; further ones wait in the system's queue.
  package var maxConnections = 1000
  /// Most connections of one IP address, further ones are closed at once; 0 for no limit, which
  /// a server behind a proxy needs.
  package var maxConnectionsPerAddress = 64
  /// Seconds that a connection may be silent.
  package var idleTimeout = 30
  /// Seconds within which a request must have arrived whole. It guards against clients that send a
  /// byte now and then. On a connection that is used again it counts from ``idleTimeout`` after
  /// the last response.
  package var requestDeadline = 20
  /// Most bytes of request line and header section together; more gets 431.
  package var maxHeaderBytes = 16_384
  /// Most bytes of the request target; more gets 414.
  package var maxURIBytes = 8_192
  /// Most header lines; more gets 431.
  package var maxHeaderCount = 100
  /// Most bytes of a body; more gets 413.
  package var maxBodyBytes = 1_048_576
  /// Routes that take larger bodies.
  package var largeBodies: [LargeBody] = []
  /// Most bodies at a time that have outgrown ``maxBodyBytes``; one more gets 503. Bodies stand in
  /// memory, since what they hold may be meant to touch the disk only encrypted, so this times the
  /// size of a large body bounds the memory they take.
  package var maxLargeBodies = 8
  /// Certificate and key; `nil` for plain HTTP.
  package var tls: TLS?

  /// A route that takes larger bodies than others.
  package struct LargeBody: Sendable, Equatable {
    /// The method.
    package let method: Method
    /// The whole path, without parameters.
    package let path: String
    /// Most bytes of its body.
    package let maxBytes: Int

    /// Describes a route.
    package init(_ method: Method, _ path: String, maxBytes: Int) {
      self.method = method
      self.path = path
      self.maxBytes = maxBytes
    }
  }

  /// Makes the defaults.
  package init() {}

  /// Bytes of a refused body that are read and dropped so that the client, which is still
  /// sending, can read the refusal and keep the connection.
  static let drainBytes = 1_048_576

  /// Bytes of a large body that must arrive within each ``requestDeadline``, at least.
  static let largeBodyPace = 1_048_576

  /// Most bytes that the body of a request may have.
  func maxBodyBytes(of head: RequestHead) -> Int {
    largeBodies.first { $0.method == head.method && $0.path == head.target.rawPath }
      .map { max($0.maxBytes, maxBodyBytes) } ?? maxBodyBytes
  }

  /// Memory that one connection may come to use: room for a head many times as large as the limits
  /// allow, so that an oversize one is seen whole and answered by this server and not by the
  /// library's page. The library maps it page by page as it is touched.
  var connectionMemory: Int { max(1_048_576, 4 * maxHeaderBytes + 2 * maxURIBytes) }

  /// The same with every number brought into the range that makes sense and that the library's C
  /// types hold, so that no later sum can overflow.
  var clamped: ServerConfiguration {
    func bring(_ value: Int, into range: ClosedRange<Int>) -> Int {
      min(max(value, range.lowerBound), range.upperBound)
    }
    var result = self
    result.maxConnections = bring(maxConnections, into: 1...100_000)
    result.maxConnectionsPerAddress = bring(maxConnectionsPerAddress, into: 0...100_000)
    result.threads = bring(threads, into: 1...min(256, result.maxConnections))
    result.idleTimeout = bring(idleTimeout, into: 1...86_400)
    result.requestDeadline = bring(requestDeadline, into: 1...86_400)
    result.maxHeaderBytes = bring(maxHeaderBytes, into: 256...1_048_576)
    result.maxURIBytes = bring(maxURIBytes, into: 64...1_048_576)
    result.maxHeaderCount = bring(maxHeaderCount, into: 8...10_000)
    result.maxBodyBytes = bring(maxBodyBytes, into: 0...1_073_741_824)
    result.maxLargeBodies = bring(maxLargeBodies, into: 1...1000)
    return result
  }
}

/// Why a server does not start.
package enum ServerError: Error, Equatable, Sendable {
  /// The server runs already.
  case alreadyRunning
  /// Address and port cannot be used; the reason is the system's.
  case cannotListen(host: String, port: UInt16, reason: String)
  /// A certificate or key file cannot be read.
  case unreadable(path: String)
  /// The library refused to start; with TLS most often because key and certificate do not belong
  /// together, else for want of memory or threads.
  case refused
}
