import FoundationEssentials
import Glibc
import Synchronization

/// An HTTP/1.1 server over GNU libmicrohttpd.
///
/// A request reaches the handler whole and only if it keeps every rule; anything else is answered
/// here with `application/problem+json`. What libmicrohttpd 0.9.75 answers by itself, with its own
/// short HTML page and the end of the connection, never reaches us:
/// - no version, or one that is not `HTTP/d.d`: 400; a major version other than 1: 505;
/// - a header line without a colon: 400; a `Content-Length` that is not a number: 400, or 413 past
///   64 bits; bad chunk framing: 400, or 413 past 64 bits;
/// - a head that outgrows the connection's memory, several times our own limits: 414 while in the
///   request line, else 431.
///
/// A request line without a space or with an empty method, a connection over the limit per
/// address, and a silent connection are closed without a word. Trailer fields are read and dropped.
/// A client that ends its sending direction within a request may be noticed only when it counts as
/// silent. After a bad `Content-Length` the library repeats its header section inside the body.
package final class Server: Sendable {
  /// How a stop went.
  package enum StopOutcome: Equatable, Sendable {
    /// Every request that was whole got its response.
    case drained
    /// Time ran out while this many responses were under way; they were cut.
    case cut(Int)
    /// Time ran out while this many handlers were at work. Their threads cannot be ended, so the
    /// library was left as it is; the process should now exit.
    case abandoned(Int)
  }

  private struct Running {
    let daemon: Daemon
    let listener: Int32
  }

  private let context: ServerContext
  private let state = Mutex<Running?>(nil)

  /// Makes a server that is not yet listening.
  ///
  /// - Parameters:
  ///   - configuration: where to listen and what to take.
  ///   - logger: told of refused requests, timeouts and streams that fail.
  ///   - metrics: counts refused requests, which no middleware sees.
  ///   - handler: answers every request; it is called on several threads at a time.
  package init(
    configuration: ServerConfiguration, logger: Logger, metrics: Metrics? = nil,
    handler: @escaping @Sendable (Request) -> Response
  ) {
    context = ServerContext(
      configuration: configuration, logger: logger, metrics: metrics, handler: handler)
  }

  deinit {
    _ = stop(deadline: .zero)
  }

  /// Begins to listen and to serve. Ignores `SIGPIPE` in the whole process from then on: a client
  /// that hangs up must not end it.
  ///
  /// - Returns: the port, which matters when 0 was asked for.
  /// - Throws: ``ServerError``; nothing is left open then.
  package func start() throws(ServerError) -> UInt16 {
    let configuration = context.configuration
    let certificate = try configuration.tls.map { tls throws(ServerError) in
      (key: try Self.read(tls.keyPath), chain: try Self.read(tls.certificatePath))
    }
    _ = signal(SIGPIPE, SIG_IGN)
    let result: Result<UInt16, ServerError> = state.withLock { running in
      guard running == nil else { return .failure(.alreadyRunning) }
      let listener: Int32
      do throws(Socket.Failure) {
        listener = try Socket.listen(host: configuration.host, port: configuration.port)
      } catch {
        return .failure(
          .cannotListen(
            host: configuration.host, port: configuration.port, reason: error.message))
      }
      context.isDraining.store(false, ordering: .sequentiallyConsistent)
      guard context.watchdog.start() else {
        Socket.close(listener)
        return .failure(.refused)
      }
      guard let daemon = Daemon(on: listener, certificate: certificate, serving: context) else {
        context.watchdog.stop()
        Socket.close(listener)
        return .failure(.refused)
      }
      running = Running(daemon: daemon, listener: listener)
      return .success(Socket.localPort(listener) ?? configuration.port)
    }
    return try result.get()
  }

  /// Stops taking connections, lets requests that are whole get their responses, and ends.
  ///
  /// - Parameter deadline: how long to wait for responses.
  /// - Returns: how it went; ``StopOutcome/drained`` also where nothing was running.
  @discardableResult
  package func stop(deadline: Duration) -> StopOutcome {
    let running = state.withLock { state in
      defer { state = nil }
      return state
    }
    guard let running else { return .drained }
    context.isDraining.store(true, ordering: .sequentiallyConsistent)
    running.daemon.quiesce()
    Socket.shutdown(running.listener)
    let end = ContinuousClock.now + deadline
    while context.inFlight.load(ordering: .sequentiallyConsistent) > 0, .now < end {
      usleep(5_000)
    }
    let cut = context.inFlight.load(ordering: .sequentiallyConsistent)
    let busy = context.running.load(ordering: .sequentiallyConsistent)
    guard busy == 0 else { return .abandoned(busy) }
    running.daemon.stop()
    Socket.close(running.listener)
    context.watchdog.stop()
    return cut == 0 ? .drained : .cut(cut)
  }

  private static func read(_ path: String) throws(ServerError) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(path: path)
    }
  }
}
