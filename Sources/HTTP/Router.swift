/// Finds the route for a request. All routes are data, read once at start.
///
/// A literal segment wins over a parameter, also where that is seen only further down the path.
/// `HEAD` is answered by the `GET` route; the server keeps the body back and sends its length.
/// `OPTIONS` is answered with `Allow`, an unknown path with 404, and a known path under another
/// method, also one that nobody knows, with 405.
package struct Router: Sendable {
  /// Why a table of routes cannot be used.
  package enum Failure: Error, Equatable, Sendable {
    /// The pattern does not begin with `/`, has an empty segment or names a parameter twice.
    case badPattern(String)
    /// The same method and pattern (but for parameter names) stand twice.
    case duplicate(String)
  }

  private struct Node {
    var literals: [String: Node] = [:]
    var parameter: [Node] = []
    var routes: [Method: Int] = [:]

    mutating func insert(_ index: Int, of route: Route, at depth: Int) -> Bool {
      guard depth < route.segments.count else {
        guard routes[route.method] == nil else { return false }
        routes[route.method] = index
        return true
      }
      switch route.segments[depth] {
      case .literal(let text):
        return literals[text, default: Node()].insert(index, of: route, at: depth + 1)
      case .parameter:
        if parameter.isEmpty { parameter.append(Node()) }
        return parameter[0].insert(index, of: route, at: depth + 1)
      }
    }

    func collect(_ path: ArraySlice<String>, into found: inout [[Method: Int]]) {
      guard let segment = path.first else {
        if !routes.isEmpty { found.append(routes) }
        return
      }
      literals[segment]?.collect(path.dropFirst(), into: &found)
      if !segment.isEmpty { parameter.first?.collect(path.dropFirst(), into: &found) }
    }
  }

  /// The whole table, in the order it was given.
  package let routes: [Route]
  private let root: Node

  /// Reads a table.
  ///
  /// - Throws: ``Failure`` for a pattern or a pair of routes that cannot be meant.
  package init(_ routes: [Route]) throws(Failure) {
    var root = Node()
    for (index, route) in routes.enumerated() {
      guard route.isSound else { throw .badPattern(route.name) }
      guard root.insert(index, of: route, at: 0) else { throw .duplicate(route.name) }
    }
    self.routes = routes
    self.root = root
  }

  /// Answers a request.
  package func respond(to request: Request) -> Response {
    if request.rawPath == "*" {
      return Self.options(Set(routes.map(\.method)))
    }
    var found: [[Method: Int]] = []
    root.collect(request.path[...], into: &found)
    guard !found.isEmpty else {
      return ProblemDetails(status: .notFound, detail: "There is nothing at \(request.rawPath).")
        .response
    }
    for wanted in [request.method] + (request.method == .HEAD ? [.GET] : []) {
      for candidate in found {
        guard let index = candidate[wanted] else { continue }
        return answer(request, with: routes[index])
      }
    }
    let methods = Set(found.flatMap(\.keys))
    guard request.method != .OPTIONS else { return Self.options(methods) }
    var response = ProblemDetails(
      status: .methodNotAllowed,
      detail: "\(request.rawPath) takes \(Self.allow(methods)), not \(request.method)."
    ).response
    response.headers["Allow"] = Self.allow(methods)
    return response
  }

  /// Whether a route takes that method at a path, given segment by segment.
  package func answers(_ method: Method, at path: ArraySlice<String>) -> Bool {
    var found: [[Method: Int]] = []
    root.collect(path, into: &found)
    return found.contains { $0[method] != nil }
  }

  private func answer(_ request: Request, with route: Route) -> Response {
    var values: [String: String] = [:]
    for (segment, text) in zip(route.segments, request.path) {
      if case .parameter(let name) = segment { values[name] = text }
    }
    var response = route.handler(request, PathParameters(values))
    response.route = route.pattern
    response.isConfidential = route.isConfidential
    return response
  }

  private static func options(_ methods: Set<Method>) -> Response {
    var response = Response(.noContent)
    response.headers["Allow"] = allow(methods)
    return response
  }

  private static func allow(_ methods: Set<Method>) -> String {
    let allowed = methods.union(methods.contains(.GET) ? [.HEAD] : []).union([.OPTIONS])
    return Method.known.filter(allowed.contains).map(\.name).joined(separator: ", ")
  }
}
