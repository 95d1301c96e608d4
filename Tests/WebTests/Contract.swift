import Assets
import Domain
import HTTP

/// The published description of the API, and whether answers keep to it.
struct Contract: Sendable {
  let document: JSON

  static let published = Contract(
    document: (try? JSONParser.parse(Asset.named("Sources/Web/openapi.json").bytes)) ?? .null)

  var validator: SchemaValidator { SchemaValidator(document: document) }

  /// The described operations as `GET /path`, with what is said of each.
  var operations: [(name: String, operation: JSON)] {
    members(document["paths"]).flatMap { path, item in
      members(item).map { ("\($0.name.uppercased()) \(path)", $0.value) }
    }
  }

  /// The operation that a request reaches; the path with more literal parts wins.
  func operation(_ method: Method, _ target: String) -> JSON? {
    let path = target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    let fitting = members(document["paths"]).filter { entry in
      let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == path.count
        && zip(parts, path).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
    }
    let best = fitting.min { left, right in
      left.name.count { $0 == "{" } < right.name.count { $0 == "{" }
    }
    let name = method == .HEAD ? "get" : method.name.lowercased()
    return best?.value[name]
  }

  /// How an answer differs from what is described for the request.
  func faults(of reply: Reply, to method: Method, _ target: String) -> [String] {
    guard let operation = operation(method, target) else {
      guard reply.status >= 400, method != .HEAD else {
        return reply.body.isEmpty ? [] : ["not described"]
      }
      return validator.faults(reply.json, ["$ref": "#/components/schemas/Error"])
    }
    let responses = operation["responses"]
    guard let entry = responses?[String(reply.status)] ?? errorResponse(responses, reply.status)
    else { return ["status \(reply.status) is not described"] }
    let response = validator.resolve(entry["$ref"]) ?? entry
    var faults = members(response["headers"]).compactMap { header, _ in
      Self.optional.contains(header) || reply.headers.contains(header)
        ? nil : "header \(header) is missing"
    }
    guard let content = response["content"] else {
      return faults + (reply.body.isEmpty ? [] : ["a body is not described"])
    }
    let type = MediaType(reply.headers["Content-Type"] ?? "")?.essence ?? ""
    guard let schema = content[type]?["schema"] else { return faults + ["media type \(type)"] }
    if method == .HEAD { return faults }
    faults += validator.faults(
      type.hasSuffix("json") ? reply.json : .string(reply.text), schema)
    return faults
  }

  /// Fields that an answer has only where there is something to say.
  private static let optional: Set<String> = ["Link"]

  private func errorResponse(_ responses: JSON?, _ status: Int) -> JSON? {
    status >= 400 ? responses?["default"] : nil
  }
}

/// The members of an object; none for anything else.
func members(_ json: JSON?) -> [(name: String, value: JSON)] {
  guard case .object(let object)? = json else { return [] }
  return object.members
}
