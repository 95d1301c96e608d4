/// A key by which a client may repeat a request without its effect (IETF draft
/// idempotency-key-header), with a digest of the request it stands for.
package struct IdempotencyKey: Sendable {
  /// Who uses it; keys of different actors never meet.
  package let actor: String
  /// The client's text.
  package let key: String
  /// Digest of method, path and body.
  package let fingerprint: [UInt8]

  /// How long keys are kept, in seconds.
  package static let lifetime: Int64 = 48 * 3600

  /// A key for one request.
  package init(actor: String, key: String, fingerprint: [UInt8]) {
    self.actor = actor
    self.key = key
    self.fingerprint = fingerprint
  }
}
