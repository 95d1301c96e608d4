/// Answers a request that matched a route. It does not throw: whoever writes a handler turns its
/// errors into a response.
package typealias Handler = @Sendable (Request, PathParameters) -> Response

/// The decoded path segments that stood where a pattern has `{name}`.
package struct PathParameters: Sendable, Equatable {
  private let values: [String: String]

  /// Makes parameters, as the router does.
  package init(_ values: [String: String] = [:]) {
    self.values = values
  }

  /// The segment for a name; `nil` where the pattern has no such name.
  package subscript(name: String) -> String? { values[name] }
}

/// One line of the URL table: a method and a path pattern, and who answers.
package struct Route: Sendable {
  /// One part of a pattern between slashes.
  package enum Segment: Sendable, Hashable {
    /// Text that must stand there as it is.
    case literal(String)
    /// `{name}`: any one segment that is not empty.
    case parameter(String)
  }

  /// The method.
  package let method: Method
  /// The pattern as written, such as `/api/v1/items/{id}`.
  package let pattern: String
  /// The pattern in parts.
  package let segments: [Segment]
  /// Who answers.
  package let handler: Handler
  /// Whether logs and metrics must not tell that it was asked for, nor how it went, since that
  /// alone gives away what others may not know of.
  package let isConfidential: Bool

  /// Makes a route. Whether the pattern is sound is checked by ``Router/init(_:)``.
  package init(
    _ method: Method, _ pattern: String, isConfidential: Bool = false, _ handler: @escaping Handler
  ) {
    self.method = method
    self.pattern = pattern
    self.handler = handler
    self.isConfidential = isConfidential
    segments =
      pattern == "/"
      ? []
      : pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
        part.hasPrefix("{") && part.hasSuffix("}")
          ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
      }
  }

  /// Method and pattern, as messages name the route.
  package var name: String { "\(method.name) \(pattern)" }

  /// Whether the pattern begins with `/`, has only an empty last segment if any, and names each
  /// parameter once.
  var isSound: Bool {
    guard pattern.hasPrefix("/") else { return false }
    var names: Set<String> = []
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .literal(let text):
        if text.contains("{") || text.contains("}") { return false }
        if text.isEmpty && index != segments.count - 1 { return false }
      case .parameter(let name):
        if !Headers.isToken(name) || !names.insert(name).inserted { return false }
      }
    }
    return true
  }
}
