import Domain
import HTTP
import UseCases

/// Probes for whoever watches over the service.
extension Site {
  /// The process answers.
  func live(_ request: Request, _ parameters: PathParameters) -> Response {
    uncached(.json(["status": "ok"]))
  }

  /// The database answers too.
  func ready(_ request: Request, _ parameters: PathParameters) -> Response {
    do throws(DomainError) {
      try registry.ready()
      let indexed = registry.indexed
      return uncached(
        .json([
          "status": "ready", "indexed_organisations": JSON(indexed.organisations),
          "indexed_problems": JSON(indexed.problems),
        ]))
    } catch {
      return uncached(answer(error, request, Self.language(of: request)))
    }
  }

  private func uncached(_ response: Response) -> Response {
    var response = response
    response.headers["Cache-Control"] = "no-store"
    return response
  }
}
