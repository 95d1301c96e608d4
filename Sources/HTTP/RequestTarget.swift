/// A request target (RFC 9112 §3.2), parsed and decoded strictly.
package struct RequestTarget: Sendable, Equatable {
  /// The decoded segments; `/` has none. A path that ends in `/` has an empty last segment. An
  /// encoded slash is part of its segment.
  package let segments: [String]
  /// The path as it was sent, without the query; `*` for `OPTIONS *`.
  package let rawPath: String
  /// The decoded query.
  package let query: Query
  /// Host and port of an absolute target, which take the place of `Host` (RFC 9112 §3.2.2).
  package let authority: String?

  /// Parses the bytes between method and version.
  ///
  /// - Throws: a ``Refusal`` with 400. Segments `.` and `..` (also when encoded) are refused, not
  ///   resolved: two programs that resolve them differently disagree about what is guarded.
  package init(_ bytes: [UInt8], method: Method) throws(Refusal) {
    guard !bytes.isEmpty else { throw Self.bad("The request target is empty.") }
    if let offset = bytes.firstIndex(where: { $0 <= 0x20 || $0 >= 0x7F }) {
      throw Self.bad(
        "The request target holds a raw byte \(bytes[offset]) at offset \(offset); "
          + "send it percent-encoded.")
    }
    guard !bytes.contains(UInt8(ascii: "#")) else {
      throw Self.bad("The request target holds a fragment, which stays with the client.")
    }
    if bytes == [UInt8(ascii: "*")] {
      guard method == .OPTIONS else {
        throw Self.bad("The target * belongs to OPTIONS only.")
      }
      (segments, rawPath, query, authority) = ([], "*", Query(), nil)
      return
    }
    var rest = bytes[...]
    if rest.first == UInt8(ascii: "/") {
      authority = nil
    } else {
      let absolute = try Self.splitAbsolute(bytes)
      authority = absolute.authority
      rest = absolute.rest
    }
    let mark = rest.firstIndex(of: UInt8(ascii: "?"))
    let path = rest[..<(mark ?? rest.endIndex)]
    rawPath = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
    segments = try Self.segments(of: path)
    guard let mark else {
      query = Query()
      return
    }
    do {
      query = try Query(encoded: rest[rest.index(after: mark)...])
    } catch {
      throw Self.bad("The query \(Self.explanation(error)).")
    }
  }

  private init(_ other: RequestTarget, _ query: Query) {
    (segments, rawPath, authority) = (other.segments, other.rawPath, other.authority)
    self.query = query
  }

  /// The same path with other parameters.
  func asking(_ query: Query) -> RequestTarget { RequestTarget(self, query) }

  private static func splitAbsolute(
    _ bytes: [UInt8]
  ) throws(Refusal) -> (authority: String, rest: ArraySlice<UInt8>) {
    let text = String(decoding: bytes.prefix(8), as: UTF8.self).lowercased()
    let length = text.hasPrefix("http://") ? 7 : text.hasPrefix("https://") ? 8 : 0
    guard length > 0 else {
      throw bad("The request target must begin with / or be an http or https URI.")
    }
    let rest = bytes[length...]
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    let authority = String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)
    guard HostName.isValid(authority) else {
      throw bad("The absolute request target has no valid host.")
    }
    return (authority, rest[(end ?? rest.endIndex)...])
  }

  private static func segments(of path: ArraySlice<UInt8>) throws(Refusal) -> [String] {
    let encoded = path.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard path.count > 1 else { return [] }
    var segments: [String] = []
    for (position, bytes) in encoded.enumerated() {
      let segment: String
      do {
        segment = try PercentEncoding.decode(bytes)
      } catch {
        throw bad("Path segment \(position + 1) \(explanation(error)).")
      }
      guard segment != ".", segment != ".." else {
        throw bad("Path segment \(position + 1) is a dot segment; send the resolved path.")
      }
      guard !segment.isEmpty || position == encoded.count - 1 else {
        throw bad("Path segment \(position + 1) is empty.")
      }
      segments.append(segment)
    }
    return segments
  }

  private static func explanation(_ failure: PercentEncoding.Failure) -> String {
    switch failure {
    case .badEscape(let offset):
      "has a % at offset \(offset) without two hexadecimal digits after it"
    case .notUTF8: "does not decode to UTF-8"
    case .controlCharacter: "holds a control character"
    }
  }

  private static func bad(_ detail: String) -> Refusal {
    Refusal(.badRequest, detail)
  }
}
