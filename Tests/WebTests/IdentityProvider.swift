import Domain
import FoundationEssentials
import Synchronization
import Testing
import UseCases

/// An identity provider in this process, whose tokens are signed by another program.
final class IdentityProvider: Sendable {
  static let issuer = "https://dinh-danh.example"
  private let folder: URL
  private let keys: String
  private let token = Mutex("")

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-identity-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appending(path: "key.pem").path()
    _ = try Shell.bytes("openssl genrsa -out \(key) 2048 2>/dev/null")
    let printed = String(
      decoding: try Shell.bytes("openssl rsa -in \(key) -noout -modulus"), as: UTF8.self)
    let modulus = try #require(Hexadecimal.bytes(printed.trimmed.replacing("Modulus=", with: "")))
    let document: JSON = [
      "keys": [
        [
          "kty": "RSA", "use": "sig", "kid": "own", "e": "AQAB",
          "n": .string(Self.base64URL(modulus)),
        ]
      ]
    ]
    keys = document.compact
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// As the service knows it.
  var provider: OpenIDProvider {
    OpenIDProvider(
      OpenIDProvider.Configuration(
        issuer: Self.issuer, clientID: "innoreg", clientSecret: nil,
        redirectURI: "https://dmst.example.vn/login/oidc/callback")
    ) { [self] request in
      let issuer = JSON.string(Self.issuer)
      let document: JSON? =
        switch request.url.dropFirst(Self.issuer.utf8.count) {
        case "/.well-known/openid-configuration":
          [
            "issuer": issuer, "authorization_endpoint": .string(Self.issuer + "/authorize"),
            "token_endpoint": .string(Self.issuer + "/token"),
            "jwks_uri": .string(Self.issuer + "/keys"),
          ]
        case "/keys": try? JSONParser.parse(keys)
        case "/token":
          [
            "access_token": "x", "token_type": "Bearer",
            "id_token": .string(token.withLock { $0 }),
          ]
        default: nil
        }
      return document.map { Array($0.compact.utf8) }
    }
  }

  /// Lets somebody in who is sent back from the page at which they have logged in.
  func letIn(_ email: String, nonce: String, at now: Instant) throws {
    let claims: JSON = [
      "iss": .string(Self.issuer), "sub": .string("nguoi-" + email), "aud": "innoreg",
      "exp": .integer(now.seconds + 300), "iat": .integer(now.seconds), "nonce": .string(nonce),
      "email": .string(email), "email_verified": true, "name": "Lê An",
    ]
    let head: JSON = ["alg": "RS256", "kid": "own"]
    let text =
      Self.base64URL(Array(head.compact.utf8)) + "." + Self.base64URL(Array(claims.compact.utf8))
    let key = folder.appending(path: "key.pem").path()
    let signature = try Shell.bytes(
      "printf %s \(text) | openssl dgst -sha256 -sign \(key) -binary")
    token.withLock { $0 = text + "." + Self.base64URL(signature) }
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
