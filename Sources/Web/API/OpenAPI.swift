private import Assets
import HTTP
import UseCases

/// The description of the API for programs (OpenAPI 3.1), byte for byte as it is in the sources.
package enum OpenAPI {
  /// The document.
  package static let bytes = Asset.named("Sources/Web/openapi.json").bytes

  private static let tag = EntityTag(
    Credentials.digest(bytes).prefix(12).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined())

  /// Answers with the document, or with 304 where the client has it already.
  static func show(_ request: Request, _ parameters: PathParameters) -> Response {
    let isHeld =
      Conditional.evaluate(method: request.method, headers: request.headers, current: tag)
      == .notModified
    var response = isHeld ? Response(.notModified) : .json(bytes)
    response.headers["ETag"] = tag?.description
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
  }
}
