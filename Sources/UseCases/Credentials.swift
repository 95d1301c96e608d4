private import Crypto
import Domain

/// Digests, random bytes and secrets, as the use cases need them.
package enum Credentials {
  /// Prepares the library; safe to call more than once.
  /// - Returns: whether it can be used.
  package static func prepare() -> Bool { Sodium.prepare() }

  /// A BLAKE2b digest of 32 bytes.
  @Sendable package static func digest(_ bytes: [UInt8]) -> [UInt8] { Sodium.digest(bytes) }

  /// A SHA-256 digest, for what people check with tools of their own.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256.digest(bytes) }

  /// Unpredictable bytes.
  @Sendable package static func random(_ count: Int) -> [UInt8] { Sodium.random(count) }

  /// A new token's secret: 32 characters from 160 random bits after a prefix by which secret
  /// scanners know it.
  static func secret(_ random: (Int) -> [UInt8]) -> String {
    "innoreg_" + ID<Token>(random: random(10)).text + ID<Token>(random: random(10)).text
  }

  /// A new secret of a link, a session or a login: 256 random bits.
  static func linkSecret(_ random: (Int) -> [UInt8]) -> String { Base64URL.encode(random(32)) }

  /// What scripts of a page must send with changes of a session, to show that they have read its
  /// answers and so are of this site.
  package static func csrfToken(ofSession secret: String) -> String {
    Base64URL.encode(Sodium.digest(Array("csrf \(secret)".utf8)))
  }

  /// Whether two secrets are the same, in a time that tells nothing of where they differ.
  package static func equal(_ left: String, _ right: String) -> Bool {
    ConstantTime.equal(Array(left.utf8), Array(right.utf8))
  }

  /// A code that stands in for the second factor once: 80 random bits, in groups of four.
  static func recoveryCode(_ random: (Int) -> [UInt8]) -> String {
    let text = Array(ID<Token>(random: random(10)).text)
    return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }
      .joined(separator: "-")
  }

  /// What is kept of a recovery code; how it is grouped and its case do not matter.
  static func recoveryDigest(_ code: String, _ account: ID<Account>) -> [UInt8] {
    let plain = code.lowercased().filter { $0 != "-" && $0 != " " }
    return digest(Array("recovery \(account.text) \(plain)".utf8))
  }

  /// The characters of a secret that may be shown.
  static func prefix(of secret: String) -> String { String(secret.prefix(16)) }
}
