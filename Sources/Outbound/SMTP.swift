private import CCurl

/// A mail server that takes messages (RFC 5321), over libcurl.
package struct SMTP: Sendable {
  /// Whether the connection must be encrypted.
  package enum Security: String, Sendable, CaseIterable {
    /// STARTTLS, or TLS from the start with `smtps:`; without, nothing is sent.
    case required
    /// In the clear, for a server on the same machine or in the same room.
    case none
  }

  private let url: String
  private let security: Security
  private let credentials: (user: String, password: String)?
  private let authorities: String?
  private let seconds: Int

  /// A server by its URL, such as `smtp://mail.example.vn:587` or `smtps://mail.example.vn`.
  /// - Parameters:
  ///   - url: where it is
  ///   - security: what is asked of the connection; with `smtps:` always TLS
  ///   - credentials: who logs in
  ///   - authorities: a file of certificates (PEM) to trust instead of the system's
  ///   - seconds: how long handing over one message may take
  package init(
    url: String, security: Security, credentials: (user: String, password: String)? = nil,
    authorities: String? = nil, seconds: Int = 60
  ) {
    self.url = url
    self.security = security
    self.credentials = credentials
    self.authorities = authorities
    self.seconds = seconds
  }

  /// Hands a message over.
  /// - Throws: `HandOverFailure` where the server has not taken it.
  package func send(_ envelope: Envelope) throws(HandOverFailure) {
    guard let handle = unsafe curl_easy_init() else { throw HandOverFailure("libcurl") }
    defer { unsafe curl_easy_cleanup(handle) }
    let recipients = unsafe curl_slist_append(nil, "<\(envelope.recipient)>")
    defer { unsafe curl_slist_free_all(recipients) }
    let source = unsafe Unmanaged.passRetained(MessageSource(envelope.message))
    defer { unsafe source.release() }
    let texts: [(CURLoption, String?)] = [
      (CURLOPT_URL, url), (CURLOPT_MAIL_FROM, "<\(envelope.sender)>"),
      (CURLOPT_USERNAME, credentials?.user), (CURLOPT_PASSWORD, credentials?.password),
      (CURLOPT_CAINFO, authorities),
      // Mail goes where the configuration says, whatever proxy the environment names.
      (CURLOPT_PROXY, ""), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
    ]
    let upgrade = security == .required ? CURLUSESSL_ALL : CURLUSESSL_NONE
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_UPLOAD, 1), (CURLOPT_INFILESIZE, envelope.message.count), (CURLOPT_NOSIGNAL, 1),
      (CURLOPT_USE_SSL, Int(upgrade.rawValue)), (CURLOPT_TIMEOUT, seconds),
      (CURLOPT_CONNECTTIMEOUT, min(seconds, 20)), (CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
    ]
    var isSet = true
    for (option, text) in texts {
      guard let text else { continue }
      isSet = unsafe innoreg_curl_set_text(handle, option, text) == CURLE_OK && isSet
    }
    for (option, number) in numbers {
      isSet = unsafe innoreg_curl_set_number(handle, option, number) == CURLE_OK && isSet
    }
    isSet =
      unsafe innoreg_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients) == CURLE_OK && isSet
    isSet =
      unsafe innoreg_curl_set_context(handle, CURLOPT_READDATA, source.toOpaque()) == CURLE_OK
      && isSet
    isSet =
      unsafe innoreg_curl_set_callback(handle, CURLOPT_READFUNCTION, MessageSource.read)
      == CURLE_OK && isSet
    guard isSet else { throw HandOverFailure("libcurl does not take an option") }
    let result = unsafe curl_easy_perform(handle)
    guard result != CURLE_OK else { return }
    var reply = 0
    _ = unsafe innoreg_curl_get_number(handle, CURLINFO_RESPONSE_CODE, &reply)
    throw Self.failure(result, reply: reply)
  }

  /// Refusals of the recipient or of the message are for good; all else, wrong credentials and
  /// certificates included, is for an administrator to mend while the message waits.
  private static func failure(_ result: CURLcode, reply: Int) -> HandOverFailure {
    let text = unsafe curl_easy_strerror(result).map { unsafe String(cString: $0) } ?? "?"
    let isRefusal = result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY
    let isPermanent = isRefusal && [550, 551, 552, 553, 554].contains(reply)
    return HandOverFailure(
      reply >= 400 ? "\(text) (SMTP \(reply))" : text, isPermanent: isPermanent)
  }
}

/// A message that libcurl reads piece by piece.
private final class MessageSource {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  static let read: innoreg_curl_callback = { target, size, count, context in
    guard let target = unsafe target, let context = unsafe context else { return 0 }
    let source = unsafe Unmanaged<MessageSource>.fromOpaque(context).takeUnretainedValue()
    return unsafe source.copy(to: target, most: size * count)
  }

  private func copy(to target: UnsafeMutablePointer<CChar>, most: Int) -> Int {
    let piece = bytes[position..<min(position + most, bytes.count)]
    for (offset, byte) in piece.enumerated() {
      unsafe target[offset] = CChar(bitPattern: byte)
    }
    position += piece.count
    return piece.count
  }
}
