package import FoundationEssentials

/// Writes one line per event, as text or as JSON, with the same fields in the same order.
///
/// Lines carry no query strings, tokens, bodies or names of people: who calls passes only fields
/// that may stand in a log kept for months.
package struct Logger: Sendable {
  /// How a line looks.
  package enum Format: String, Sendable, CaseIterable {
    /// `time level message key=value ...`, for people.
    case text
    /// One JSON object, for machines.
    case json
  }

  /// How much an event matters, in rising order.
  package enum Level: String, Sendable, Comparable, CaseIterable {
    /// Everyday work.
    case info
    /// Something to look at when it happens often.
    case warning
    /// Something failed.
    case error

    package static func < (left: Level, right: Level) -> Bool {
      left.rank < right.rank
    }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  private let format: Format
  private let minimum: Level
  private let now: @Sendable () -> Date
  private let sink: @Sendable (String) -> Void

  /// Makes a logger.
  ///
  /// - Parameters:
  ///   - format: how a line looks.
  ///   - minimum: the lowest level that is written.
  ///   - now: the clock.
  ///   - sink: takes a finished line without its line feed; by default standard error.
  package init(
    format: Format, minimum: Level = .info, now: @escaping @Sendable () -> Date = { Date() },
    sink: @escaping @Sendable (String) -> Void = StandardError.write
  ) {
    self.format = format
    self.minimum = minimum
    self.now = now
    self.sink = sink
  }

  /// A logger that writes nothing.
  package static let silent = Logger(format: .text, minimum: .error, sink: { _ in })

  /// Writes a line if its level is high enough.
  package func log(_ level: Level, _ message: String, _ fields: [(String, JSONValue)] = []) {
    guard level >= minimum else { return }
    let time = Self.timestamp(now())
    switch format {
    case .json:
      let members: [(String, JSONValue)] =
        [
          ("time", .string(time)), ("level", .string(level.rawValue)),
          ("message", .string(message)),
        ]
        + fields
      sink(String(decoding: JSONValue.object(members).bytes, as: UTF8.self))
    case .text:
      let tail = fields.map { name, value in " \(name)=\(Self.text(value))" }.joined()
      sink("\(time) \(level.rawValue) \(Self.oneLine(message))\(tail)")
    }
  }

  /// A time as RFC 3339 in UTC with milliseconds.
  package static func timestamp(_ date: Date) -> String {
    date.formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true)
        .timeZone(separator: .omitted))
  }

  private static func text(_ value: JSONValue) -> String {
    if case .string(let text) = value, !text.isEmpty,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3D })
    {
      return text
    }
    return String(decoding: value.bytes, as: UTF8.self)
  }

  private static func oneLine(_ message: String) -> String {
    String(message.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
  }
}
