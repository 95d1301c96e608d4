import Domain
import FoundationEssentials
import HTTP
import Processes
import Synchronization
import Testing

/// An identity provider on loopback that says whatever the test wants it to.
final class IdentityProvider: Sendable {
  let issuer: String
  private let folder: Folder
  private let server: Server
  private let state: Mutex<State>

  private struct State {
    var token = ""
    var keys = ""
    var issuer = ""
    var forms: [String] = []
    var authorizations: [String] = []
  }

  init(in folder: Folder) throws {
    self.folder = folder
    for name in ["own", "other"] {
      let made = try Shell.bash(
        "-c", "openssl genrsa -out \(folder.path(name)).pem 2048 2>/dev/null", in: folder)
      try #require(made.code == 0)
    }
    let modulus = try Shell.bash(
      "-c", "openssl rsa -in \(folder.path("own")).pem -noout -modulus", in: folder
    ).output.trimmed.dropFirst("Modulus=".count)
    var bytes: [UInt8] = []
    var rest = modulus[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    let keys: JSON = [
      "keys": [
        ["kty": "oct", "k": "c2VjcmV0", "kid": "shared"],
        [
          "kty": "RSA", "use": "sig", "kid": "own", "e": "AQAB",
          "n": .string(Self.base64URL(bytes)),
        ],
      ]
    ]
    let shared = Shared()
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.threads = 2
    server = Server(
      configuration: configuration, logger: Logger(format: .json, minimum: .error, sink: { _ in }),
      metrics: Metrics(gauges: [])
    ) { request in shared.answer?(request) ?? Response(.notFound) }
    issuer = "http://127.0.0.1:\(try server.start())"
    var first = State()
    first.keys = keys.compact
    first.issuer = issuer
    state = Mutex(first)
    shared.set { [weak self] request in self?.answer(request) ?? Response(.notFound) }
  }

  deinit { server.stop(deadline: .seconds(2)) }

  private final class Shared: Sendable {
    private let held = Mutex<(@Sendable (Request) -> Response)?>(nil)
    var answer: (@Sendable (Request) -> Response)? { held.withLock { $0 } }
    func set(_ answer: @escaping @Sendable (Request) -> Response) { held.withLock { $0 = answer } }
  }

  private func answer(_ request: Request) -> Response {
    let document: JSON
    switch request.rawPath {
    case "/.well-known/openid-configuration":
      document = [
        "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/authorize"),
        "token_endpoint": .string(issuer + "/token"), "jwks_uri": .string(issuer + "/keys"),
      ]
    case "/keys": return .json(Array(state.withLock { $0.keys }.utf8))
    case "/token":
      let token = state.withLock { state in
        state.forms.append(String(decoding: request.body, as: UTF8.self))
        state.authorizations.append(request.headers["Authorization"] ?? "")
        return state.token
      }
      document = ["access_token": "x", "token_type": "Bearer", "id_token": .string(token)]
    default: return Response(.notFound)
    }
    return .json(Array(document.compact.utf8))
  }

  /// What it hands out from now on.
  func give(_ token: String) { state.withLock { $0.token = token } }

  /// The last form that was posted for a token, and how the client proved itself.
  var lastExchange: (form: [String: String], authorization: String) {
    let (form, authorization) = state.withLock {
      ($0.forms.last ?? "", $0.authorizations.last ?? "")
    }
    var fields: [String: String] = [:]
    for pair in form.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    return (fields, authorization)
  }

  /// A signed text by one of its keys, or by something that is none.
  func sign(_ claims: JSON, by key: String = "own", header: JSON? = nil) throws -> String {
    let head: JSON = header ?? ["alg": "RS256", "kid": .string("own")]
    let text =
      Self.base64URL(Array(head.compact.utf8)) + "." + Self.base64URL(Array(claims.compact.utf8))
    let number = folder.next()
    try folder.write(text, to: "\(number).txt")
    let (input, output) = (folder.path("\(number).txt"), folder.path("\(number).sig"))
    let by = key.hasPrefix("hmac:") ? "-hmac \(key.dropFirst(5))" : "-sign \(folder.path(key)).pem"
    let signed = try Shell.bash(
      "-c", "openssl dgst -sha256 \(by) -binary -out \(output) \(input)", in: folder)
    try #require(signed.code == 0, "\(signed.output)")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: output)))
    return text + "." + Self.base64URL(bytes)
  }

  static func base64URL(_ bytes: [UInt8]) -> String {
    String(
      Data(bytes).base64EncodedString().compactMap { character in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }
}
