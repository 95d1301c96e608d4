import Domain
import HTTP
import Synchronization
import UseCases

/// Lets those who send one form several times at once take turns, so that the second finds what the
/// first has done.
final class FormTurns: Sendable {
  private final class Place: Sendable {
    let lock = Mutex(())
  }

  /// Forms that share a place wait for one another without need, which is rare and short.
  private let places = (0..<64).map { _ in Place() }

  /// Does something while nobody else does anything by the same key.
  func take(
    _ key: String, _ body: () throws(DomainError) -> Response
  ) throws(DomainError) -> Response {
    let place = places[Int(UInt(bitPattern: key.hashValue) % UInt(places.count))]
    return try place.lock.withLock { _ throws(DomainError) in try body() }
  }
}

extension Visit {
  /// Carries a form out. Where it cannot be, since it was before, in the very same words, the
  /// visitor is led where that led: an edit whose version is over by its own first sending, a step
  /// that was taken by it, a record that it has removed.
  func once(_ action: () throws(DomainError) -> Response) throws(DomainError) -> Response {
    guard actor.isKnown, let form = landingKey else { return try action() }
    return try site.formTurns.take(form.key) { () throws(DomainError) in
      let response: Response
      do throws(DomainError) { response = try action() } catch {
        if let earlier = try landed() { return earlier }
        throw error
      }
      if response.status.code >= 400 { return try landed() ?? response }
      // What sets a cookie does it each time.
      if response.status == .seeOther, response.headers["Set-Cookie"] == nil,
        let path = response.headers["Location"]
      {
        lands(at: path)
      }
      return response
    }
  }

  /// Where the same form led before; nil where it was not carried out yet.
  func landed() throws(DomainError) -> Response? {
    guard actor.isKnown, let form = landingKey,
      let path = try site.registry.landing(of: form).flatMap(LocalPath.init)
    else { return nil }
    return .redirect(to: path)
  }

  /// Notes where this form led. What it did is done in any case: without the note it is told as an
  /// error when it is sent again.
  func lands(at path: String) {
    guard actor.isKnown, let form = landingKey else { return }
    try? site.registry.note(form, ledTo: path)
  }
}
