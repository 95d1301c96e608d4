import Domain
import FoundationEssentials
import HTTP
import Synchronization
import Testing
import UseCases
import Web

/// The whole service on a database of its own, behind a real server on a free port, with a clock
/// that the test turns. Every answer is held against the published description of the API.
final class Service: Sendable {
  let registry: Registry
  let site: Site
  let port: UInt16
  private let path: String
  private let server: Server
  private let clock: Clock
  private let lines: Lines
  private let secrets = Mutex<[String: String]>([:])

  /// 2026-06-01T00:00:00Z.
  static let start = Instant(seconds: 1_780_272_000)

  /// - Parameters:
  ///   - keepsLog: whether every line is kept; else only those of errors are
  ///   - openID: an identity provider that people may log in with
  ///   - configure: changes the server's limits
  /// - Throws: what keeps the register or the server from starting.
  init(
    keepsLog: Bool = true, openID: OpenIDProvider? = nil,
    configure: (inout ServerConfiguration) -> Void = { _ in }
  ) throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "innoreg-web-\(UUID().uuidString).db").path()
    let clock = Clock(Self.start)
    let sink = Lines()
    registry = try Registry.open(path: path, create: true, readers: 2) { clock.now }
    try registry.follow()
    let logger = Logger(
      format: .json, minimum: keepsLog ? .info : .error, sink: { sink.append($0) })
    site = Site(registry: registry, messages: try Messages(), logger: logger, openID: openID)
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.threads = 4
    configuration.largeBodies = Site.largeBodies
    configure(&configuration)
    server = Server(
      configuration: configuration, logger: logger, metrics: site.metrics,
      handler: try site.handler())
    port = try server.start()
    self.clock = clock
    lines = sink
  }

  deinit {
    server.stop(deadline: .seconds(5))
    for suffix in ["", "-wal", "-shm", ".key", ".files"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// Turns the clock.
  func turn(to time: String) throws {
    clock.set(try #require(Instant(rfc3339: time)))
  }

  /// Every line that was logged so far.
  var log: [String] { lines.all }

  var client: TestClient { TestClient(port: port) }

  /// A fresh token for a role.
  func token(_ role: Role, of organisation: String? = nil, until: Instant? = nil) throws -> String {
    try registry.createToken(
      role: role, organisation: organisation, label: nil, expiresAt: until, by: .commandLine
    ).secret
  }

  /// Has an organisation come by a token that an administrator made, from now on.
  func standIn(for organisation: String) throws {
    let made = try token(.member, of: organisation)
    secrets.withLock { $0["member " + organisation] = made }
  }

  /// A token of their own of somebody who owns the organisation; nil where nobody can be brought in,
  /// since it has an owner or is withdrawn.
  private func ownToken(for organisation: String) throws -> String? {
    let email = "chu-\(organisation)@example.vn"
    guard
      let record = try? registry.organisation(organisation, by: .commandLine),
      record.status != .withdrawn,
      try !registry.members(of: organisation, by: .commandLine).contains(where: {
        $0.membership.role == .owner
      })
    else { return nil }
    let made = try registry.createAccountByHand(
      email: email, name: "Lê Chủ", language: .vi, role: nil, by: .commandLine)
    try registry.completePasswordReset(
      ["token": .string(made.secret), "password": .string(Browser.password)],
      from: Origin(address: nil))
    _ = try registry.invite(
      to: organisation, ["email": .string(email), "role": "owner"], by: .commandLine)
    try registry.keepTime()
    var secret: String?
    while secret == nil, let job = try registry.claimMail(lease: 60) {
      secret = job.notices.first { $0.kind == .memberInvited }?.values["secret"]
      try registry.settle(job, .taken)
    }
    var owner = Actor(
      name: "account:" + made.account.id.text, role: nil, account: made.account.id)
    _ = try registry.acceptInvitation(["token": JSON(secret)], by: owner)
    owner = Actor(
      name: owner.name, role: .member, organisation: record.id, membership: .owner,
      account: made.account.id)
    let day = (registry.now + 365 * 24 * 3600).dayInVietnam
    return try registry.createOwnToken(
      ["scope": "write", "organisation": .string(record.id.text), "expires_at": .string(day)],
      by: owner
    ).secret
  }

  /// The secret with which a caller presents itself; the same one each time.
  func secret(of caller: Caller) throws -> String? {
    let (name, role, organisation): (String, Role, String?)
    switch caller {
    case .anonymous: return nil
    case .bearer(let secret): return secret
    case .dost: (name, role, organisation) = ("dost", .dost, nil)
    case .admin: (name, role, organisation) = ("admin", .admin, nil)
    case .reviewer: (name, role, organisation) = ("reviewer", .reviewer, nil)
    case .member(let id): (name, role, organisation) = ("member " + id, .member, id)
    }
    if let known = secrets.withLock({ $0[name] }) { return known }
    let made = try organisation.flatMap { try ownToken(for: $0) } ?? token(role, of: organisation)
    secrets.withLock { $0[name] = made }
    return made
  }

  /// Sends a well-formed request and holds the answer against the description of the API.
  @discardableResult
  func send(
    _ method: Method, _ target: String, as caller: Caller = .anonymous,
    headers: [(String, String)] = [], body: JSON? = nil,
    at location: SourceLocation = #_sourceLocation
  ) throws -> Reply {
    var fields = headers
    if let secret = try secret(of: caller) { fields.append(("Authorization", "Bearer " + secret)) }
    if body != nil, !fields.contains(where: { $0.0 == "Content-Type" }) {
      fields.append(
        ("Content-Type", method == .PATCH ? "application/merge-patch+json" : "application/json"))
    }
    let reply = Reply(
      try client.send(
        method, target, headers: fields, body: body.map { Array($0.compact.utf8) } ?? []))
    for fault in Contract.published.faults(of: reply, to: method, target) {
      Issue.record("\(method) \(target) → \(reply.status): \(fault)", sourceLocation: location)
    }
    if reply.status >= 400, method != .HEAD {
      for fault in reply.errorFaults {
        Issue.record("\(method) \(target) → \(reply.status): \(fault)", sourceLocation: location)
      }
    }
    return reply
  }

  @discardableResult
  func get(
    _ target: String, as caller: Caller = .anonymous, headers: [(String, String)] = [],
    at location: SourceLocation = #_sourceLocation
  ) throws -> Reply {
    try send(.GET, target, as: caller, headers: headers, at: location)
  }

  @discardableResult
  func post(
    _ target: String, _ body: JSON? = nil, as caller: Caller = .anonymous,
    headers: [(String, String)] = [], at location: SourceLocation = #_sourceLocation
  ) throws -> Reply {
    try send(.POST, target, as: caller, headers: headers, body: body, at: location)
  }

  @discardableResult
  func patch(
    _ target: String, _ body: JSON, as caller: Caller, match tag: String? = nil,
    at location: SourceLocation = #_sourceLocation
  ) throws -> Reply {
    try send(
      .PATCH, target, as: caller, headers: tag.map { [("If-Match", $0)] } ?? [], body: body,
      at: location)
  }
}

/// Who sends a request.
enum Caller: Sendable {
  case anonymous, dost, admin, reviewer
  /// A member of the organisation with that identifier.
  case member(String)
  /// Whoever holds this secret.
  case bearer(String)
}

/// What came back.
struct Reply: Sendable {
  let status: Int
  let headers: Headers
  let body: [UInt8]

  init(_ answer: TestClient.Answer) {
    status = answer.status
    headers = answer.headers
    body = answer.body
  }

  var text: String { String(decoding: body, as: UTF8.self) }
  /// The body as JSON; null where it is none.
  var json: JSON { (try? JSONParser.parse(body)) ?? .null }
  var code: String? { json["code"]?.text }
  var id: String { json["id"]?.text ?? "" }
  var tag: String { headers["ETag"] ?? "" }
  var items: [JSON] { json["items"]?.elements ?? [] }
  /// The pointers of the faults, in their order.
  var pointers: [String] { (json["errors"]?.elements ?? []).compactMap { $0["pointer"]?.text } }
  /// Pointer and code of each fault, in their order.
  var faults: [String] {
    (json["errors"]?.elements ?? []).map {
      ($0["pointer"]?.text ?? "") + " " + ($0["code"]?.text ?? "")
    }
  }

  /// What is wrong with the form of an error.
  var errorFaults: [String] {
    var faults: [String] = []
    if headers["Content-Type"] != "application/problem+json" {
      faults.append("Content-Type is \(headers["Content-Type"] ?? "none")")
    }
    for member in ["type", "title", "detail", "code", "request_id"]
    where json[member]?.text?.isEmpty ?? true {
      faults.append("\(member) is missing")
    }
    if json["status"] != JSON(status) { faults.append("status differs") }
    if json["request_id"]?.text != headers["X-Request-Id"] { faults.append("request_id differs") }
    if !["vi", "en"].contains(headers["Content-Language"]) {
      faults.append("Content-Language is missing")
    }
    if headers["Vary"]?.contains("Accept-Language") != true { faults.append("Vary is missing") }
    return faults
  }
}

/// A clock that stands still until it is set.
private final class Clock: Sendable {
  private let time: Mutex<Instant>

  init(_ start: Instant) { time = Mutex(start) }

  var now: Instant { time.withLock { $0 } }

  func set(_ instant: Instant) { time.withLock { $0 = instant } }
}

/// Keeps what is logged.
private final class Lines: Sendable {
  private let kept = Mutex<[String]>([])

  func append(_ line: String) { kept.withLock { $0.append(line) } }

  var all: [String] { kept.withLock { $0 } }
}
