/// Conditional requests (RFC 9110 §13), as pure functions.
package enum Conditional {
  /// The value of `If-Match` or `If-None-Match`.
  package enum Condition: Sendable, Equatable {
    /// `*`: whatever state there is.
    case any
    /// One of these states.
    case tags([EntityTag])

    /// Parses a value, a comma-separated list of tags or `*`.
    ///
    /// - Returns: `nil` where it is neither.
    package init?(_ value: String) {
      let bytes = Array(value.utf8)
      var position = 0
      func skip(_ isSkipped: (UInt8) -> Bool) {
        while position < bytes.count, isSkipped(bytes[position]) { position += 1 }
      }
      func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
      if bytes.filter({ !isSpace($0) }) == [UInt8(ascii: "*")] {
        self = .any
        return
      }
      var tags: [EntityTag] = []
      skip { isSpace($0) || $0 == UInt8(ascii: ",") }
      while position < bytes.count {
        let isWeak = bytes[position...].starts(with: "W/".utf8)
        if isWeak { position += 2 }
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")),
          let tag = EntityTag(String(decoding: bytes[start..<end], as: UTF8.self), isWeak: isWeak)
        else { return nil }
        tags.append(tag)
        position = end + 1
        skip(isSpace)
        guard position == bytes.count || bytes[position] == UInt8(ascii: ",") else { return nil }
        skip { isSpace($0) || $0 == UInt8(ascii: ",") }
      }
      guard !tags.isEmpty else { return nil }
      self = .tags(tags)
    }
  }

  /// What to do with a request.
  package enum Outcome: Sendable, Equatable {
    /// Go on.
    case proceed
    /// Answer 304: the client has this state already.
    case notModified
    /// Answer 412: the resource is not in the state that the client means.
    case preconditionFailed
  }

  /// Whether the request carries `If-Match`; a change without it is answered with 428.
  package static func hasIfMatch(_ headers: Headers) -> Bool {
    headers.contains("If-Match")
  }

  /// Evaluates `If-Match`, then `If-None-Match` (RFC 9110 §13.2.2).
  ///
  /// An `If-Match` that cannot be read fails, since the client meant to be careful; an
  /// `If-None-Match` that cannot be read is ignored, since a full answer is always right.
  ///
  /// - Parameters:
  ///   - method: decides between 304 and 412 for `If-None-Match`.
  ///   - headers: the request's.
  ///   - current: the tag of the resource as it is; `nil` where there is none.
  /// - Returns: what to do.
  package static func evaluate(
    method: Method, headers: Headers, current: EntityTag?
  ) -> Outcome {
    if let value = headers.joined("If-Match") {
      switch Condition(value) {
      case .any:
        if current == nil { return .preconditionFailed }
      case .tags(let tags):
        guard let current, tags.contains(where: { $0.strongly(matches: current) }) else {
          return .preconditionFailed
        }
      case nil:
        return .preconditionFailed
      }
    }
    if let value = headers.joined("If-None-Match"), let condition = Condition(value), let current {
      let isMatched =
        switch condition {
        case .any: true
        case .tags(let tags): tags.contains { $0.weakly(matches: current) }
        }
      if isMatched {
        return method == .GET || method == .HEAD ? .notModified : .preconditionFailed
      }
    }
    return .proceed
  }
}
