private import CCurl

/// The library by which the service speaks to others.
package enum Curl {
  /// Prepares the library; call it before other threads start. Safe to call more than once.
  /// - Returns: whether it can be used.
  package static func prepare() -> Bool { curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK }

  /// Its version, such as `7.88.1`, for `innoreg version`.
  package static var version: String {
    guard let version = unsafe innoreg_curl_version() else { return "?" }
    return unsafe String(cString: version)
  }
}
