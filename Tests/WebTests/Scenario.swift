import Domain
import HTTP
import Testing

/// One row of a table: a request and what must and must not come back.
struct Scenario: Sendable, CustomTestStringConvertible {
  enum Role: String, Sendable { case anonymous, dost, admin, reviewer, firm, other, hidden }

  let method: Method
  let path: String
  let role: Role
  let body: JSON?
  let headers: [(String, String)]
  let status: Int
  /// What the body's members must be.
  let expected: [(String, JSON)]
  /// Members that must not be there.
  let absent: [String]
  /// Pointer and code of every fault, in any order.
  let faults: [String]?

  init(
    _ status: Int, _ method: Method, _ path: String, as role: Role = .anonymous,
    _ body: JSON? = nil, headers: [(String, String)] = [],
    expecting expected: [(String, JSON)] = [], absent: [String] = [], faults: [String]? = nil
  ) {
    self.method = method
    self.path = path
    self.role = role
    self.body = body
    self.headers = headers
    self.status = status
    self.expected = expected
    self.absent = absent
    self.faults = faults
  }

  var testDescription: String {
    "\(method) \(path.prefix(80)) \(role.rawValue) \(body?.compact.prefix(60) ?? "") → \(status)"
  }

  /// Sends the request and compares.
  func run(on scene: Scene, at location: SourceLocation = #_sourceLocation) throws {
    let filled = try body.map { try JSONParser.parse(scene.path($0.compact)) }
    let reply = try scene.service.send(
      method, scene.path(path), as: scene.caller(role), headers: headers, body: filled,
      at: location)
    #expect(reply.status == status, "\(reply.text.prefix(600))", sourceLocation: location)
    for (name, value) in expected {
      #expect(reply.json[name] == value, "\(name)", sourceLocation: location)
    }
    for name in absent {
      #expect(reply.json[name] == nil, "\(name)", sourceLocation: location)
    }
    if let faults {
      #expect(Set(reply.faults) == Set(faults), sourceLocation: location)
    }
  }
}
