private import CSodium

/// Files under a key: libsodium's secretstream (XChaCha20-Poly1305), in chunks of 64 KiB.
///
/// A chunk that is changed, left out, repeated, moved or cut off at the end makes the whole fail to
/// open; the last chunk carries a mark of its own.
package enum SecretStream {
  /// Bytes of content in a chunk.
  package static let chunkLength = 65_536
  private static let headerLength = 24
  private static let chunkOverhead = 17

  /// Encrypts. `context` is what the content is for; the same is needed to open it.
  package static func seal(_ content: [UInt8], for context: String, with key: SecretKey) -> [UInt8]
  {
    var state = crypto_secretstream_xchacha20poly1305_state()
    var sealed = [UInt8](repeating: 0, count: headerLength)
    let context = Array(context.utf8)
    unsafe crypto_secretstream_xchacha20poly1305_init_push(&state, &sealed, key.bytes)
    let chunks = content.count / chunkLength + 1
    sealed.reserveCapacity(headerLength + content.count + chunks * chunkOverhead)
    var start = 0
    repeat {
      let end = min(start + chunkLength, content.count)
      let chunk = Array(content[start..<end])
      var out = [UInt8](repeating: 0, count: chunk.count + chunkOverhead)
      let tag = end == content.count ? finalTag : 0
      unsafe crypto_secretstream_xchacha20poly1305_push(
        &state, &out, nil, chunk, UInt64(chunk.count), context, UInt64(context.count), tag)
      sealed += out
      start = end
    } while start < content.count
    unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state))
    return sealed
  }

  /// Decrypts.
  /// - Returns: the content; nil where key or context are others, or anything has changed
  package static func open(_ sealed: [UInt8], for context: String, with key: SecretKey) -> [UInt8]?
  {
    guard sealed.count >= headerLength + chunkOverhead else { return nil }
    var state = crypto_secretstream_xchacha20poly1305_state()
    defer { unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state)) }
    let header = Array(sealed.prefix(headerLength))
    guard
      unsafe crypto_secretstream_xchacha20poly1305_init_pull(&state, header, key.bytes) == 0
    else { return nil }
    let context = Array(context.utf8)
    var content: [UInt8] = []
    content.reserveCapacity(sealed.count)
    var start = headerLength
    var isComplete = false
    while start < sealed.count {
      let end = min(start + chunkLength + chunkOverhead, sealed.count)
      guard !isComplete, end - start >= chunkOverhead else { return nil }
      let chunk = Array(sealed[start..<end])
      var out = [UInt8](repeating: 0, count: chunk.count - chunkOverhead)
      var tag: UInt8 = 0
      let code = unsafe crypto_secretstream_xchacha20poly1305_pull(
        &state, &out, nil, &tag, chunk, UInt64(chunk.count), context, UInt64(context.count))
      guard code == 0 else { return nil }
      isComplete = tag == finalTag
      content += out
      start = end
    }
    return isComplete ? content : nil
  }

  /// `crypto_secretstream_xchacha20poly1305_TAG_FINAL`, a macro that Swift does not see.
  private static let finalTag = crypto_secretstream_xchacha20poly1305_tag_final()
}
