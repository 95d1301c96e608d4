private import Glibc

/// An open file of the process; the one place where the framework calls the C library.
package struct Descriptor: Sendable {
  /// The number the system knows it by.
  package let number: Int32

  /// A file that stays open as long as this is used.
  package init(number: Int32) {
    self.number = number
  }

  /// Standard output.
  package static let output = Descriptor(number: STDOUT_FILENO)
  /// Standard error.
  package static let errors = Descriptor(number: STDERR_FILENO)

  /// Whether it is a terminal.
  package var isTerminal: Bool { isatty(number) == 1 }

  /// The terminal's columns; nil when it is none or does not tell.
  package var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of a text, as often as the system takes only a part.
  ///
  /// - Throws: `Failure.outputClosed` when the reader has gone (EPIPE), else an input/output
  ///   failure with the system's reason.
  package func write(_ text: String) throws(Failure) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EPIPE {
        throw .outputClosed
      } else if errno != EINTR {
        throw Failure(.inputOutput, "cannot write: \(Self.reason(errno))")
      }
    }
  }

  /// Makes writing to a closed pipe an error of that write instead of the end of the process.
  package static func ignoreClosedPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  private static func reason(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
