private import Crypto
import Domain

/// Digests, random bytes and secrets, as the use cases need them.
package enum Credentials {
  /// Prepares the library; safe to call more than once.
  /// - Returns: whether it can be used.
  package static func prepare() -> Bool { Sodium.prepare() }

  /// A BLAKE2b digest of 32 bytes.
  @Sendable package static func digest(_ bytes: [UInt8]) -> [UInt8] { Sodium.digest(bytes) }

  /// Unpredictable bytes.
  @Sendable package static func random(_ count: Int) -> [UInt8] { Sodium.random(count) }

  /// A new token's secret: 32 characters from 160 random bits after a prefix by which secret
  /// scanners know it.
  static func secret(_ random: (Int) -> [UInt8]) -> String {
    "innoreg_" + ID<Token>(random: random(10)).text + ID<Token>(random: random(10)).text
  }

  /// The characters of a secret that may be shown.
  static func prefix(of secret: String) -> String { String(secret.prefix(16)) }
}
