private import CCurl
private import FoundationEssentials

/// One request to another service, and its whole answer.
package struct Fetch: Sendable {
  /// Where; https, or http on this machine itself.
  package let url: String
  /// The fields of a form to post; nil reads.
  package var form: [(name: String, value: String)]?
  /// Header fields.
  package var headers: [(name: String, value: String)] = []
  /// Seconds that all of it may take.
  package var seconds = 5
  /// Bytes that the answer may have.
  package var mostBytes = 256 * 1024

  /// Why no answer was taken.
  package enum Failure: Error, Sendable, Equatable {
    /// The address is neither https nor http on this machine.
    case address
    /// The service cannot be reached, its certificate does not hold, it is too slow, or it says
    /// more than was asked; the text is the library's.
    case transfer(String)
    /// It answered, with this status; redirections are answers too, which nobody follows.
    case status(Int)
  }

  /// A request that reads.
  package init(_ url: String) { self.url = url }

  /// Does it, on this thread.
  /// - Returns: the body of an answer with status 200
  package func run() throws(Failure) -> [UInt8] {
    guard let plain = Self.mayBePlain(url) else { throw .address }
    guard let handle = unsafe curl_easy_init() else { throw .transfer("out of memory") }
    defer { unsafe curl_easy_cleanup(handle) }
    let answer = Answer(limit: mostBytes)
    let context = unsafe Unmanaged.passUnretained(answer)
    unsafe innoreg_curl_set_text(handle, CURLOPT_URL, url)
    unsafe innoreg_curl_set_text(
      handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https")
    unsafe innoreg_curl_set_number(handle, CURLOPT_FOLLOWLOCATION, 0)
    unsafe innoreg_curl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 1)
    unsafe innoreg_curl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 2)
    unsafe innoreg_curl_set_number(handle, CURLOPT_TIMEOUT, seconds)
    unsafe innoreg_curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
    unsafe innoreg_curl_set_text(handle, CURLOPT_USERAGENT, "innoreg")
    var list: UnsafeMutablePointer<curl_slist>?
    defer { unsafe curl_slist_free_all(list) }
    for header in headers {
      unsafe list = curl_slist_append(list, "\(header.name): \(header.value)")
    }
    unsafe innoreg_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
    if let form {
      unsafe innoreg_curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, Self.encode(form))
    }
    unsafe innoreg_curl_set_context(handle, CURLOPT_WRITEDATA, context.toOpaque())
    unsafe innoreg_curl_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
      let answer = unsafe Unmanaged<Answer>.fromOpaque(context).takeUnretainedValue()
      let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
      // Taking less than was given ends the transfer.
      return unsafe answer.take(part) ? size * count : 0
    }
    let code = withExtendedLifetime(answer) { unsafe curl_easy_perform(handle) }
    guard code == CURLE_OK else {
      throw .transfer(unsafe String(cString: curl_easy_strerror(code)))
    }
    var status = 0
    unsafe innoreg_curl_get_number(handle, CURLINFO_RESPONSE_CODE, &status)
    guard status == 200 else { throw .status(status) }
    return answer.bytes
  }

  /// Whether an address is one on this machine that needs no encryption; nil where it may not be
  /// asked at all.
  private static func mayBePlain(_ text: String) -> Bool? {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
      let url = URL(string: text), url.user == nil, let host = url.host, !host.isEmpty
    else { return nil }
    switch url.scheme {
    case "https": return false
    case "http": return ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) ? true : nil
    default: return nil
    }
  }

  /// `application/x-www-form-urlencoded`.
  private static func encode(_ form: [(name: String, value: String)]) -> String {
    form.map { escape($0.name) + "=" + escape($0.value) }.joined(separator: "&")
  }

  private static func escape(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.append(Character(Unicode.Scalar(byte)))
      default: result += "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }
  }
}

/// What has arrived of an answer; used by the thread that asks alone.
private final class Answer {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func take(_ part: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count + part.count <= limit else { return false }
    unsafe bytes.append(contentsOf: part)
    return true
  }
}
