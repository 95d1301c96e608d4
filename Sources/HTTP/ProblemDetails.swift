/// What went wrong, in the form every client can read: `application/problem+json` (RFC 9457).
package struct ProblemDetails: Sendable, Equatable {
  /// A URI that names the kind of problem; `about:blank` where the status says it all.
  package var type: String
  /// A short text for the kind of problem, the same each time.
  package var title: String
  /// The response's status.
  package var status: Status
  /// What is wrong with this request.
  package var detail: String?
  /// A URI that names this occurrence.
  package var instance: String?
  /// Further members in the order they are written. The five names above are not taken.
  package var extensions: [(name: String, value: JSONValue)]

  /// Makes a problem; without a title it has the status' reason phrase.
  package init(
    type: String = "about:blank", title: String? = nil, status: Status, detail: String? = nil,
    instance: String? = nil, extensions: [(name: String, value: JSONValue)] = []
  ) {
    self.type = type
    self.title = title ?? status.reason
    self.status = status
    self.detail = detail
    self.instance = instance
    self.extensions = extensions
  }

  /// Whether two problems are written alike.
  package static func == (left: ProblemDetails, right: ProblemDetails) -> Bool {
    left.json == right.json
  }

  /// The document as a value.
  package var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("type", .string(type)), ("title", .string(title)), ("status", .int(Int64(status.code))),
    ]
    if let detail { members.append(("detail", .string(detail))) }
    if let instance { members.append(("instance", .string(instance))) }
    for (name, value) in extensions where !Self.reserved.contains(name) {
      members.append((name, value))
    }
    return .object(members)
  }

  /// The response that carries it.
  package var response: Response {
    .bytes(json.bytes, type: .problemJSON, status: status)
  }

  private static let reserved: Set<String> = ["type", "title", "status", "detail", "instance"]
}
