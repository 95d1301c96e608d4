private import Crypto
package import Domain
import Storage

/// Whose mail about what somebody wants no more, as the link in each message says it.
///
/// The link works without login and without end, so it can do nothing else; its tag keeps others
/// from making one.
package struct Unsubscription: Sendable, Equatable {
  /// Whose mail.
  package let account: ID<Account>
  /// About what; nil for all that can be chosen.
  package let topic: NoticeTopic?

  /// Whose mail about what.
  package init(account: ID<Account>, topic: NoticeTopic?) {
    self.account = account
    self.topic = topic
  }

  private var statement: String { account.text + "." + (topic?.rawValue ?? "all") }

  /// The text that stands in the link.
  func token(_ key: [UInt8]) -> String? {
    Authenticator(key: key).map { statement + "." + Hexadecimal.text($0.tag(bytes)) }
  }

  private var bytes: [UInt8] { Array("unsubscribe \(statement)".utf8) }

  /// What a token says; nil where this register did not make it.
  init?(token: String, key: [UInt8]) {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard token.utf8.count <= 200, parts.count == 3, let tag = Hexadecimal.bytes(parts[2]) else {
      return nil
    }
    let topic = NoticeTopic(rawValue: String(parts[1]))
    guard topic != nil || parts[1] == "all", topic?.canBeChosen ?? true else { return nil }
    self.init(account: ID(String(parts[0])), topic: topic)
    guard Authenticator(key: key)?.verifies(tag, of: bytes) == true else { return nil }
  }

  /// The setting that holds the key.
  private static let setting = "unsubscribe_key"

  /// The register's key; nil where no message has needed one yet.
  static func key(_ db: inout Database) throws(DomainError) -> [UInt8]? {
    try db.setting(setting).flatMap { Hexadecimal.bytes($0[...]) }
  }

  /// The register's key, drawn where there is none yet.
  static func key(
    _ db: inout Database, drawn random: @Sendable (Int) -> [UInt8]
  ) throws(DomainError) -> [UInt8] {
    if let key = try key(&db) { return key }
    let key = random(Authenticator.keyLength)
    try db.set(setting, to: Hexadecimal.text(key))
    return key
  }
}

/// Bytes as pairs of hexadecimal digits.
private enum Hexadecimal {
  static func text(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
      guard !pair.hasPrefix("+"), !pair.hasPrefix("-"), let byte = UInt8(pair, radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }
}
