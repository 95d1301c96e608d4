import Assets
import Domain
import HTTP
import UseCases

/// A file that pages need beside themselves. Its address holds a digest of its content, so that
/// browsers may keep it for a year and still get the next version at once.
struct StaticFile: Sendable {
  private let name: String
  private let type: MediaType
  private let bytes: [UInt8]
  private let digest: String

  private init(_ name: String, _ type: MediaType) {
    self.name = name
    self.type = type
    bytes = Asset.named("Sources/Web/Static/" + name).bytes
    digest = Hexadecimal.text(Array(Credentials.digest(bytes).prefix(8)))
  }

  /// Where it is.
  var path: String { "/static/\(name)?v=\(digest)" }

  /// The style sheet.
  static let style = StaticFile("style.css", .css)
  /// What makes the pages pleasanter; they work without it.
  static let script = StaticFile("app.js", .javascript)
  /// The sign in the title bar.
  static let icon = StaticFile("icon.svg", .svg)

  private static let all = [style, script, icon]

  /// The file that `/static/{name}` asks for; nil where there is none.
  static func asked(for name: String) -> StaticFile? { all.first { $0.name == name } }

  /// The file, or that the client has it already.
  func response(to request: Request) -> Response {
    let tag = EntityTag(digest)
    let isHeld =
      Conditional.evaluate(method: request.method, headers: request.headers, current: tag)
      == .notModified
    var response = isHeld ? Response(.notModified) : .bytes(bytes, type: type)
    response.headers["ETag"] = tag?.description
    response.headers["Cache-Control"] =
      request.query["v"] == digest ? "public, max-age=31536000, immutable" : "no-cache"
    return response
  }
}
