import Glibc
import Processes

/// Waits for what has to come.
enum Wait {
  /// Asks again and again until there is a value.
  /// - Throws: what did not come, after half a minute, or what the last asking threw.
  static func value<Value>(
    _ what: String, else told: () -> String = { "" }, _ ask: () throws -> Value?
  ) throws -> Value {
    let end = ContinuousClock.now + .seconds(30)
    var refusal: (any Error)?
    repeat {
      do {
        if let value = try ask() { return value }
        refusal = nil
      } catch { refusal = error }
      usleep(20_000)
    } while ContinuousClock.now < end
    if let refusal { throw refusal }
    throw Executable.Failure(description: "it did not come to be that \(what): \(told())")
  }

  /// Asks again and again until it is so.
  static func until(
    _ what: String, else told: () -> String = { "" }, _ ask: () throws -> Bool
  ) throws {
    _ = try value(what, else: told) { try ask() ? true : nil }
  }
}
