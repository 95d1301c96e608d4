import Domain
import HTTP
import UseCases

/// What an action asks of whoever calls.
enum Access: Sendable {
  /// Whatever the act itself asks.
  case any
  /// It reads, though its method could change something; a token for reading will do.
  case reads
  /// It asks nobody who they are: logging in, and what comes before it.
  case open
}

/// Who calls, and by which session.
struct Caller: Sendable {
  let actor: Actor
  let session: CurrentSession?
}

extension Site {
  /// Finds out who calls: a bearer token, else the session in the cookie, else anybody. A session
  /// that has ended is nobody's, so that its old cookie does not bar what is public.
  func caller(of request: Request, _ access: Access) throws(DomainError) -> Caller {
    let address = clientAddress(of: request)
    func located(_ actor: Actor) -> Actor {
      var actor = actor
      actor.address = address
      return actor
    }
    if access == .open { return Caller(actor: located(.anonymous), session: nil) }
    let organisation = request.headers[Self.organisationHeader]
    if let header = request.headers["Authorization"] {
      let parts = header.split(separator: " ", omittingEmptySubsequences: true)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .unauthenticated }
      let actor = try registry.actor(secret: String(parts[1]))
      // A token acts for the one organisation that it was made for.
      if let organisation, organisation != actor.organisation?.text {
        throw .forbidden(action: "organisation.act", needs: ["member"])
      }
      return Caller(actor: located(actor), session: nil)
    }
    if let secret = request.cookies[Self.sessionCookie],
      let found = try registry.caller(session: secret, organisation: organisation)
    {
      return Caller(
        actor: located(found.actor),
        session: CurrentSession(id: found.session.id, secret: secret))
    }
    return Caller(actor: located(.anonymous), session: nil)
  }

  /// Why a caller may not do anything with this method; nil where they may.
  func barred(_ caller: Caller, _ access: Access, _ request: Request) -> RequestRefusal? {
    guard !request.method.isSafe, access != .open else { return nil }
    if caller.actor.mayOnlyRead, access != .reads { return .readOnlyToken }
    guard let session = caller.session else { return nil }
    let shown = request.headers[Self.csrfHeader] ?? ""
    return Credentials.equal(shown, session.csrfToken) ? nil : .csrfToken
  }

  /// The client's numeric address: of what proxies say, only what trusted ones have added counts.
  func clientAddress(of request: Request) -> String {
    var address = request.remoteAddress
    guard trustedProxies.contains(address) else { return address }
    let named = (request.headers.joined("X-Forwarded-For") ?? "").split(separator: ",")
      .map(\.trimmed)
    for hop in named.reversed() {
      guard (2...45).contains(hop.utf8.count),
        hop.allSatisfy({ $0.isHexDigit || $0 == "." || $0 == ":" })
      else { return address }
      address = hop
      if !trustedProxies.contains(hop) { return address }
    }
    return address
  }
}
