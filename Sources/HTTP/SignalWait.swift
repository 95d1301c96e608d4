import Glibc

/// Waits for the system to ask the process to end.
///
/// Make it first thing in `main`, before any thread starts: threads inherit the mask, so that the
/// signals wait for ``waitForTermination()`` instead of ending the process at once.
package struct SignalWait: Sendable {
  /// A request to end.
  package enum Termination: Sendable, Equatable {
    /// `SIGTERM`, from a service manager.
    case terminate
    /// `SIGINT`, from a terminal.
    case interrupt
  }

  /// Holds back `SIGTERM` and `SIGINT` in this thread and all that it starts from now on.
  package init() {
    Self.mask(SIG_BLOCK)
  }

  /// Waits in this thread, which must be the one that made this value.
  ///
  /// Afterwards the signals have their usual effect in this thread again: a second one, while the
  /// program stops, ends the process at once.
  ///
  /// - Returns: which signal came.
  package func waitForTermination() -> Termination {
    var signals = Self.signals()
    var received: Int32 = 0
    while unsafe sigwait(&signals, &received) != 0 {}
    Self.mask(SIG_UNBLOCK)
    return received == SIGINT ? .interrupt : .terminate
  }

  private static func signals() -> sigset_t {
    var signals = sigset_t()
    _ = unsafe sigemptyset(&signals)
    _ = unsafe sigaddset(&signals, SIGTERM)
    _ = unsafe sigaddset(&signals, SIGINT)
    return signals
  }

  private static func mask(_ how: Int32) {
    var signals = signals()
    _ = unsafe pthread_sigmask(how, &signals, nil)
  }
}
