private import CSodium

/// Hashes of passwords by Argon2id (RFC 9106), each in a text that carries its own parameters.
package enum PasswordHash {
  /// How much work a guess costs.
  package struct Cost: Sendable, Equatable {
    /// Passes over the memory.
    package let operations: UInt64
    /// Bytes of memory.
    package let memory: Int

    /// A cost; at least one pass and 8 KiB.
    package init(operations: UInt64, memory: Int) {
      self.operations = operations
      self.memory = memory
    }

    /// What new hashes cost: above the least that OWASP names for Argon2id (19 MiB, 2 passes), and
    /// what libsodium calls interactive.
    package static let standard = Cost(operations: 2, memory: 64 * 1024 * 1024)
  }

  /// The hash of a password, with a salt of its own; nil where the memory cannot be had.
  package static func make(_ password: String, cost: Cost = .standard) -> String? {
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
    let code = unsafe crypto_pwhash_str_alg(
      &text, password, UInt64(password.utf8.count), cost.operations, cost.memory,
      crypto_pwhash_alg_argon2id13())
    guard code == 0 else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether a password is the one that was hashed; false also where the text is no hash.
  package static func matches(_ password: String, _ hash: String) -> Bool {
    guard hash.utf8.count < Int(crypto_pwhash_strbytes()) else { return false }
    return unsafe crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
  }

  /// Whether a hash was made with other parameters than new ones are.
  package static func isOutdated(_ hash: String, cost: Cost = .standard) -> Bool {
    guard hash.utf8.count < Int(crypto_pwhash_strbytes()) else { return true }
    return unsafe crypto_pwhash_str_needs_rehash(hash, cost.operations, cost.memory) != 0
  }
}
