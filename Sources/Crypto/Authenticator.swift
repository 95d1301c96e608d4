private import CSodium

/// Makes tags by which this program knows its own texts again (HMAC-SHA-512-256).
package struct Authenticator: Sendable {
  private let key: [UInt8]

  /// How many bytes a key has.
  package static let keyLength = Int(crypto_auth_KEYBYTES)

  /// An authenticator with a key; nil where the key has another length.
  package init?(key: [UInt8]) {
    guard key.count == Self.keyLength else { return nil }
    self.key = key
  }

  /// The tag of a text, 32 bytes.
  package func tag(_ bytes: [UInt8]) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: Int(crypto_auth_BYTES))
    unsafe crypto_auth(&tag, bytes, UInt64(bytes.count), key)
    return tag
  }

  /// Whether a tag belongs to a text, found in a time that does not depend on either.
  package func verifies(_ tag: [UInt8], of bytes: [UInt8]) -> Bool {
    guard tag.count == Int(crypto_auth_BYTES) else { return false }
    return unsafe crypto_auth_verify(tag, bytes, UInt64(bytes.count), key) == 0
  }
}
