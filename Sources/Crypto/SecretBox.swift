private import CSodium

/// Short texts under a key: XChaCha20-Poly1305 (IETF), libsodium's authenticated encryption.
///
/// The nonce of 24 bytes is random, as its length allows, and stands before the ciphertext. What a
/// box is for (its context) is authenticated but not contained, so a box that is put in another's
/// place does not open.
package enum SecretBox {
  private static let nonceLength = 24
  private static let tagLength = 16

  /// How many bytes a box has more than its content.
  package static let overhead = nonceLength + tagLength

  /// Encrypts. `context` is what the box is for and belongs to; the same is needed to open it.
  package static func seal(_ content: [UInt8], for context: String, with key: SecretKey) -> [UInt8]
  {
    let nonce = Sodium.random(nonceLength)
    let context = Array(context.utf8)
    var sealed = [UInt8](repeating: 0, count: content.count + tagLength)
    unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
      &sealed, nil, content, UInt64(content.count), context, UInt64(context.count), nil, nonce,
      key.bytes)
    return nonce + sealed
  }

  /// Decrypts.
  /// - Returns: the content; nil where key or context are others or a bit has changed
  package static func open(_ box: [UInt8], for context: String, with key: SecretKey) -> [UInt8]? {
    guard box.count >= overhead else { return nil }
    let nonce = Array(box.prefix(nonceLength))
    let sealed = Array(box.dropFirst(nonceLength))
    let context = Array(context.utf8)
    var content = [UInt8](repeating: 0, count: sealed.count - tagLength)
    let code = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
      &content, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), nonce,
      key.bytes)
    return code == 0 ? content : nil
  }
}
