import Glibc

/// Standard error, written a line at a time.
package enum StandardError {
  /// Writes a line in one call, so that lines of several threads do not mix. What cannot be
  /// written is dropped: a full disk must not stop the service.
  package static let write: @Sendable (String) -> Void = { line in
    var rest = ArraySlice(line.utf8 + [0x0A])
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { buffer in
        unsafe Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count)
      }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
