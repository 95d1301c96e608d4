private import FoundationEssentials

import Domain

/// A place in a list as a text that clients hand back unread.
enum Cursor {
  /// Names the list, so that a cursor of another list is refused.
  static func encode(_ list: String, _ place: (key: SortKey, id: String)) -> String {
    let key: JSON =
      switch place.key {
      case .number(let number): .integer(number)
      case .bytes(let bytes): .string(Data(bytes).base64EncodedString())
      }
    return seal([.string(list), key, .string(place.id)])
  }

  /// What a list is sorted by.
  enum Order { case name, time }

  /// - Throws: `.badCursor` where the text is none of this list's.
  static func decode(_ text: String, _ list: String, _ order: Order) throws(DomainError) -> (
    key: SortKey, id: String
  ) {
    let parts = try open(text)
    guard parts.count == 3, parts[0].text == list, let id = parts[2].text, !id.contains("\0")
    else { throw .badCursor }
    switch (order, parts[1]) {
    case (.time, .integer(let number)): return (.number(number), id)
    case (.name, .string(let encoded)):
      guard let data = Data(base64Encoded: encoded) else { throw .badCursor }
      return (.bytes([UInt8](data)), id)
    default: throw .badCursor
    }
  }

  /// Base64 in the alphabet for URLs (RFC 4648 §5).
  static func seal(_ parts: JSON) -> String {
    String(
      Data(parts.compact.utf8).base64EncodedString().map { character in
        switch character {
        case "+": "-"
        case "/": "_"
        default: character
        }
      }.filter { $0 != "=" })
  }

  static func open(_ text: String) throws(DomainError) -> [JSON] {
    guard text.utf8.count <= 2000 else { throw .badCursor }
    var standard = String(
      text.map { character in
        switch character {
        case "-": "+"
        case "_": "/"
        default: character
        }
      })
    standard += String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: standard),
      let json = try? JSONParser.parse([UInt8](data)), let parts = json.elements
    else { throw .badCursor }
    return parts
  }
}

extension Page {
  /// The page as `{"items":…,"total":…,"next_cursor":…}`.
  func json(_ list: String, _ item: (Record) -> JSON) -> JSON {
    [
      "items": .array(items.map(item)), "total": JSON(total),
      "next_cursor": JSON(next.map { Cursor.encode(list, $0) }),
    ]
  }
}
