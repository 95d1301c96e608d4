private import COath
private import Glibc

/// One-time passwords by the clock (TOTP, RFC 6238): six digits, a new one every thirty seconds,
/// over SHA-1, which is what every authenticator application speaks.
package enum OneTimePassword {
  /// Digits of a password.
  package static let digits = 6
  /// Seconds for which a password is shown.
  package static let step: Int64 = 30
  /// How many steps a clock may be off, either way.
  private static let window = 1

  private static let isReady = oath_init() == Int32(OATH_OK.rawValue)

  /// The step that a password belongs to, where it is of the present one or of a neighbour; nil
  /// where it is wrong.
  ///
  /// Whoever asks must refuse a step that was used before (RFC 6238 §5.2).
  package static func step(
    of password: String, secret: [UInt8], at seconds: Int64
  ) -> Int64? {
    guard isReady, seconds >= 0, password.utf8.count == digits,
      password.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    var position: Int32 = 0
    var counter: UInt64 = 0
    let key = secret.map(CChar.init(bitPattern:))
    let code = unsafe oath_totp_validate3(
      key, key.count, time_t(seconds), UInt32(step), 0, window, &position, &counter, password)
    return code >= 0 ? Int64(clamping: counter) : nil
  }

  /// The password at a moment.
  package static func password(secret: [UInt8], at seconds: Int64) -> String? {
    guard isReady, seconds >= 0 else { return nil }
    let key = secret.map(CChar.init(bitPattern:))
    var text = [CChar](repeating: 0, count: digits + 1)
    let code = unsafe oath_totp_generate(
      key, key.count, time_t(seconds), UInt32(step), 0, UInt32(digits), &text)
    guard code == Int32(OATH_OK.rawValue) else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// A secret as people type it into an application (Base32, RFC 4648 §6).
  package static func base32(_ secret: [UInt8]) -> String {
    let bytes = secret.map(CChar.init(bitPattern:))
    var text: UnsafeMutablePointer<CChar>?
    var length = 0
    let code = unsafe oath_base32_encode(bytes, bytes.count, &text, &length)
    guard code == Int32(OATH_OK.rawValue), let start = unsafe text else { return "" }
    defer { unsafe free(start) }
    return unsafe String(cString: start)
  }
}
