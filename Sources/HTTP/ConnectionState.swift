import Synchronization

/// Where one connection stands, shared by the thread that serves it and the ``Watchdog``.
///
/// The two agree through `phase` alone: a request is answered only if the server's thread moves the
/// phase from receiving to answering before the watchdog moves it to expired.
final class ConnectionState: Sendable {
  /// The stages of a connection.
  enum Phase: UInt8, AtomicRepresentable, Sendable {
    /// Between two requests, or before the first.
    case waiting
    /// The request line has arrived, the rest not yet.
    case receiving
    /// The request is whole; handler and response are at work.
    case answering
    /// The deadline passed; nothing more is served.
    case expired
  }

  /// The socket. It stays open at least until the connection has left the watchdog.
  let descriptor: Int32
  /// The peer's numeric address.
  let remoteAddress: String
  private let phase = Atomic<Phase>(.waiting)
  private let deadline: Atomic<UInt64>

  /// Takes a connection that was just accepted.
  ///
  /// - Parameters:
  ///   - descriptor: its socket.
  ///   - remoteAddress: the peer.
  ///   - deadline: when the first request must be whole, on the watchdog's clock.
  init(descriptor: Int32, remoteAddress: String, deadline: UInt64) {
    self.descriptor = descriptor
    self.remoteAddress = remoteAddress
    self.deadline = Atomic(deadline)
  }

  /// The request line has arrived; the rest must follow by then.
  func beginReceiving(deadline then: UInt64) {
    if move(from: .waiting, to: .receiving) {
      deadline.min(then, ordering: .relaxed)
    }
  }

  /// Enough of a large body has arrived; the next part of it may take until then.
  func extend(deadline then: UInt64) {
    if phase.load(ordering: .acquiring) == .receiving { deadline.max(then, ordering: .relaxed) }
  }

  /// The request is whole.
  ///
  /// - Returns: whether it was in time and may be answered.
  func beginAnswering() -> Bool {
    move(from: .receiving, to: .answering)
  }

  /// The request is over; the next must be whole by then.
  ///
  /// - Returns: whether a response had been begun.
  func finish(deadline then: UInt64) -> Bool {
    deadline.store(then, ordering: .relaxed)
    if move(from: .answering, to: .waiting) { return true }
    _ = move(from: .receiving, to: .waiting)
    return false
  }

  /// Ends the connection if its deadline passed before its request was whole.
  ///
  /// - Returns: whether this call ended it.
  func expire(at now: UInt64) -> Bool {
    guard deadline.load(ordering: .relaxed) < now else { return false }
    return move(from: .waiting, to: .expired) || move(from: .receiving, to: .expired)
  }

  private func move(from old: Phase, to new: Phase) -> Bool {
    phase.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
  }
}
