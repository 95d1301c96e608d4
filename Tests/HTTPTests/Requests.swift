import FoundationEssentials
import HTTP

/// A request as the server would make it.
func request(
  _ method: Method = .GET, _ target: String = "/", headers: [(String, String)] = [],
  body: [UInt8] = [], id: String = "id-1", scheme: String = "http"
) throws -> Request {
  Request(
    method: method, target: try RequestTarget(Array(target.utf8), method: method),
    headers: Headers(headers), body: body, requestID: id,
    receivedAt: Date(timeIntervalSince1970: 1_800_000_000), scheme: scheme)
}
