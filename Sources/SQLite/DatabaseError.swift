/// A refusal by SQLite, as its result code and what it says.
package struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds that callers act upon; see https://sqlite.org/rescode.html.
  package enum Kind: Sendable, Equatable {
    /// Another connection holds the lock for longer than the busy timeout.
    case busy
    /// The query was interrupted at its deadline.
    case interrupted
    /// A UNIQUE or PRIMARY KEY constraint, with the columns as `table.column`.
    case unique(columns: [String])
    /// A FOREIGN KEY constraint; SQLite does not say which.
    case foreignKey
    /// Any other constraint, or an abort raised by a trigger, with its text.
    case constraint(String)
    /// The disk is full.
    case full
    /// The file cannot be opened.
    case cannotOpen
    /// The file is no database or is damaged.
    case notADatabase
    /// The file or connection is read-only.
    case readOnly
    case other
  }

  /// What happened.
  package let kind: Kind
  /// The extended result code.
  package let code: Int32
  /// SQLite's own words.
  package let message: String

  /// Classifies a result code; the subject of a constraint stands only in the message.
  package init(code: Int32, message: String) {
    self.code = code
    self.message = message
    kind =
      switch (code & 0xFF, code) {
      case (5, _), (6, _): .busy
      case (9, _): .interrupted
      case (19, 2067), (19, 1555): .unique(columns: Self.columns(in: message))
      case (19, 787): .foreignKey
      case (19, _): .constraint(message)
      case (13, _): .full
      case (14, _): .cannotOpen
      case (11, _), (26, _): .notADatabase
      case (8, _): .readOnly
      default: .other
      }
  }

  /// The text reads `UNIQUE constraint failed: t.a, t.b`.
  private static func columns(in message: String) -> [String] {
    guard let colon = message.lastIndex(of: ":") else { return [] }
    return message[message.index(after: colon)...].split(separator: ",").map { column in
      String(column.drop { $0 == " " })
    }
  }

  package var description: String { "SQLite \(code): \(message)" }
}
