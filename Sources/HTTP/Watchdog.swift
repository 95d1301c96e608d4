import Glibc
import Synchronization

/// Ends connections whose request does not arrive in time.
///
/// libmicrohttpd measures silence only, so a client that sends one byte a second would hold its
/// connection for ever. One thread looks at all connections a few times a second; an expired one
/// gets 408 and is shut down, whereupon the library, reading the end, closes it.
final class Watchdog: Sendable {
  private struct Table {
    var connections: [ObjectIdentifier: ConnectionState] = [:]
    /// Counts starts and stops, so that a thread knows when it is no longer the one.
    var generation: UInt64 = 0
  }

  private let table = Mutex(Table())
  private let farewell: [UInt8]
  private let onExpiry: @Sendable (String) -> Void

  /// Makes a watchdog that is not yet running.
  ///
  /// - Parameters:
  ///   - farewell: bytes sent to an expired connection; empty under TLS, where bytes past the
  ///     cipher would mean nothing.
  ///   - onExpiry: told the peer's address.
  init(farewell: [UInt8], onExpiry: @escaping @Sendable (String) -> Void) {
    self.farewell = farewell
    self.onExpiry = onExpiry
  }

  /// Nanoseconds of the monotonic clock.
  static func now() -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }

  /// The time some seconds from now.
  static func after(seconds: Int) -> UInt64 {
    now() &+ UInt64(clamping: seconds) &* 1_000_000_000
  }

  /// Begins to watch a connection.
  func add(_ connection: ConnectionState) {
    table.withLock { $0.connections[ObjectIdentifier(connection)] = connection }
  }

  /// Forgets a connection; after that its socket is not touched any more.
  func remove(_ connection: ConnectionState) {
    table.withLock { $0.connections[ObjectIdentifier(connection)] = nil }
  }

  /// Starts the thread; it holds the watchdog until ``stop()``.
  ///
  /// - Returns: whether the system gave a thread.
  func start() -> Bool {
    table.withLock { $0.generation &+= 1 }
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self)
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<Watchdog>.fromOpaque(context).takeRetainedValue().run()
        }
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      unsafe context.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Ends the thread within a quarter of a second.
  func stop() {
    table.withLock { $0.generation &+= 1 }
  }

  private func run() {
    let generation = table.withLock { $0.generation }
    while sweep(generation) { usleep(200_000) }
  }

  private func sweep(_ generation: UInt64) -> Bool {
    let now = Self.now()
    let expired: [String]? = table.withLock { table in
      guard table.generation == generation else { return nil }
      var expired: [String] = []
      for connection in table.connections.values where connection.expire(at: now) {
        if !farewell.isEmpty { Socket.sendNow(connection.descriptor, farewell) }
        Socket.shutdown(connection.descriptor)
        expired.append(connection.remoteAddress)
      }
      return expired
    }
    expired?.forEach(onExpiry)
    return expired != nil
  }
}
