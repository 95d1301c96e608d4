/// A request method (RFC 9110 §9). Names are case-sensitive.
package struct Method: Hashable, Sendable, CustomStringConvertible {
  /// The name as it stands in the request line.
  package let name: String

  /// Wraps a name as it was received; it need not be one of ``known``.
  package init(_ name: String) {
    self.name = name
  }

  /// Reads a representation.
  package static let GET = Method("GET")
  /// As `GET`, without the content.
  package static let HEAD = Method("HEAD")
  /// Hands content to a resource.
  package static let POST = Method("POST")
  /// Creates or replaces a representation.
  package static let PUT = Method("PUT")
  /// Changes a representation in part (RFC 5789).
  package static let PATCH = Method("PATCH")
  /// Removes a resource.
  package static let DELETE = Method("DELETE")
  /// Asks what may be done with a resource.
  package static let OPTIONS = Method("OPTIONS")

  /// The methods this server implements, in the order `Allow` lists them. Any other gets 405.
  package static let known: [Method] = [.GET, .HEAD, .POST, .PUT, .PATCH, .DELETE, .OPTIONS]

  /// Whether the method only reads (RFC 9110 §9.2.1).
  package var isSafe: Bool {
    self == .GET || self == .HEAD || self == .OPTIONS
  }

  package var description: String { name }
}
