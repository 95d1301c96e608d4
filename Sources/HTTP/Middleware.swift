/// Wraps every request: it may look, change the request on the way in and the response on the way
/// out, or answer by itself.
package typealias Middleware = @Sendable (Request, (Request) -> Response) -> Response

/// Puts middleware around a handler. The first in the list is the outermost: it sees the request
/// first and the response last.
package func compose(
  _ middleware: [Middleware], around handler: @escaping @Sendable (Request) -> Response
) -> @Sendable (Request) -> Response {
  middleware.reversed().reduce(handler) { inner, outer in
    { @Sendable request in outer(request, inner) }
  }
}
