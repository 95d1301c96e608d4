private import CJose

/// Signed texts of the JOSE family (RFC 7515) in their compact form, as identity providers issue
/// them.
package enum JSONWebSignature {
  /// Why a signed text is not believed.
  package enum Failure: Error, Sendable, Equatable {
    /// It is no JWS in compact form, or longer than 16 KiB.
    case malformed
    /// It names an algorithm that is not taken: `none`, or one with a shared key.
    case algorithm(String)
    /// None of the keys fits its algorithm and key identifier.
    case unknownKey
    /// Its header names extensions that must be understood (`crit`, RFC 7515 §4.1.11); none is.
    case critical
    /// The signature is not of that key.
    case signature
  }

  private static let longest = 16 * 1024
  /// What libcjose verifies with a public key. With a shared one (HS256 …) the client's own secret
  /// would do, and `none` is no signature.
  private static let algorithms: [String: cjose_jwk_kty_t] = [
    "RS256": CJOSE_JWK_KTY_RSA, "RS384": CJOSE_JWK_KTY_RSA, "RS512": CJOSE_JWK_KTY_RSA,
    "PS256": CJOSE_JWK_KTY_RSA, "PS384": CJOSE_JWK_KTY_RSA, "PS512": CJOSE_JWK_KTY_RSA,
    "ES256": CJOSE_JWK_KTY_EC, "ES384": CJOSE_JWK_KTY_EC, "ES512": CJOSE_JWK_KTY_EC,
  ]
  /// The least length of an RSA key in bits (RFC 7518 §3.3).
  private static let leastBits = 2048

  /// What was signed, where one of these keys signed it.
  ///
  /// - Parameters:
  ///   - compact: the signed text
  ///   - keys: public keys, each the JSON of one JWK (RFC 7517); those of other kinds are skipped
  /// - Returns: the payload's bytes
  /// - Throws: `Failure`
  package static func payload(
    of compact: String, signedBy keys: [String]
  ) throws(Failure) -> [UInt8] {
    guard compact.utf8.count <= longest else { throw .malformed }
    guard let signed = unsafe cjose_jws_import(compact, compact.utf8.count, nil) else {
      throw .malformed
    }
    defer { unsafe cjose_jws_release(signed) }
    guard let header = unsafe cjose_jws_get_protected(signed),
      let name = unsafe cjose_header_get(header, "alg", nil)
    else { throw .malformed }
    let algorithm = unsafe String(cString: name)
    guard let kind = algorithms[algorithm] else { throw .algorithm(String(algorithm.prefix(20))) }
    guard !namesExtensions(compact) else { throw .critical }
    let identifier = unsafe cjose_header_get(header, "kid", nil).map { unsafe String(cString: $0) }
    var hasCandidate = false
    for text in keys {
      guard let key = unsafe cjose_jwk_import(text, text.utf8.count, nil) else { continue }
      defer { _ = unsafe cjose_jwk_release(key) }
      guard unsafe cjose_jwk_get_kty(key, nil) == kind else { continue }
      if kind == CJOSE_JWK_KTY_RSA {
        guard unsafe cjose_jwk_get_keysize(key, nil) >= leastBits else { continue }
      }
      let own = unsafe cjose_jwk_get_kid(key, nil).map { unsafe String(cString: $0) }
      if let identifier, let own, identifier != own { continue }
      hasCandidate = true
      guard unsafe cjose_jws_verify(signed, key, nil) else { continue }
      var start: UnsafeMutablePointer<UInt8>?
      var count = 0
      guard unsafe cjose_jws_get_plaintext(signed, &start, &count, nil), let start = unsafe start
      else { throw .malformed }
      return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
    }
    throw hasCandidate ? .signature : .unknownKey
  }

  /// Whether the header has `crit`, of whatever type; libcjose reads members of some types only.
  private static func namesExtensions(_ compact: String) -> Bool {
    let packed = String(compact.prefix { $0 != "." })
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard unsafe cjose_base64url_decode(packed, packed.utf8.count, &bytes, &count, nil),
      let bytes = unsafe bytes
    else { return true }
    defer { unsafe cjose_get_dealloc()?(bytes) }
    guard let header = unsafe json_loadb(bytes, count, 0, nil) else { return true }
    defer { unsafe json_decref(header) }
    return unsafe json_object_get(header, "crit") != nil
  }
}
