private import CSodium

/// What the whole program takes from libsodium without further ado: digests and random bytes.
package enum Sodium {
  /// Prepares the library; safe to call more than once.
  /// - Returns: whether it can be used.
  package static func prepare() -> Bool { sodium_init() >= 0 }

  /// A BLAKE2b digest of 32 bytes.
  @Sendable package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe crypto_generichash(&digest, 32, bytes, UInt64(bytes.count), nil, 0)
    return digest
  }

  /// Unpredictable bytes.
  @Sendable package static func random(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }
}
