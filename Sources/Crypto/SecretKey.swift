private import CSodium

/// A key of 32 random bytes for ``SecretBox`` and ``SecretStream``.
///
/// It prints as its name, so that it reaches no log by accident.
package struct SecretKey: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  /// Bytes of a key.
  package static let length = 32
  /// The key itself; it belongs into a box or a key file, nowhere else.
  package let bytes: [UInt8]

  /// Takes over the bytes of a key; nil where they are not as many as a key has.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    self.bytes = bytes
  }

  /// A fresh key from the system's random numbers.
  package init() { bytes = Sodium.random(Self.length) }

  /// A digest by which the key can be told from others without giving it away: BLAKE2b of a fixed
  /// text under the key.
  package var fingerprint: [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let text = Array("innoreg key fingerprint".utf8)
    unsafe crypto_generichash(&digest, 32, text, UInt64(text.count), bytes, bytes.count)
    return digest
  }

  package var description: String { "SecretKey" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// Compares without telling by its time where the keys differ.
  package static func == (left: Self, right: Self) -> Bool {
    unsafe sodium_memcmp(left.bytes, right.bytes, length) == 0
  }
}
