package import Domain
package import HTTP
import UseCases

/// One call of the API: the request with everything that was found out about it.
package struct Call: Sendable {
  /// The request.
  package let request: Request
  /// The parts of its path.
  package let parameters: PathParameters
  /// Who calls.
  package let actor: Actor
  /// The session by which they call; nil for a token and for the public.
  package let session: CurrentSession?
  /// In which language they are answered.
  package let language: Language

  /// Whence the call comes, for logging in.
  var origin: Origin {
    Origin(address: actor.address, userAgent: request.headers["User-Agent"])
  }

  /// A part of the path.
  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// The JSON of the body.
  /// - Throws: `.notJSON`; a body that may be left out counts as `{}`.
  func body(orEmpty: Bool = false) throws(DomainError) -> JSON {
    if request.body.isEmpty, orEmpty { return [:] }
    do { return try JSONParser.parse(request.body) } catch { throw .notJSON(error) }
  }

  /// The version that `If-Match` names; nil without the header.
  ///
  /// `*` matches any version, a tag of another form none.
  func expectedVersion(current: () throws(DomainError) -> Int) throws(DomainError) -> Int? {
    guard let header = request.headers.joined("If-Match") else { return nil }
    switch Conditional.Condition(header) {
    case .any: return try current()
    case .tags(let tags):
      let version = try current()
      let tag = EntityTag(version: Int64(version))
      return tags.contains { $0.strongly(matches: tag) } ? version : 0
    case nil: return 0
    }
  }

  /// The reason in the body of a transition, whose only member it is.
  func reason() throws(DomainError) -> String? {
    let log = FaultLog()
    var reason: String?
    if var reader = ObjectReader(try body(orEmpty: true), log: log) {
      reason = reader.text("reason", most: 5000)
      reader.finish()
    }
    try log.check()
    return reason
  }

  /// The key under which this request may be repeated.
  func idempotencyKey(_ digest: ([UInt8]) -> [UInt8]) throws(DomainError) -> IdempotencyKey? {
    guard let key = request.headers["Idempotency-Key"] else { return nil }
    guard (1...200).contains(key.utf8.count) else {
      throw .invalid([
        Fault("/Idempotency-Key", .badFormat, found: key, accepted: "1…200 ASCII")
      ])
    }
    let start = Array("\(request.method.name) \(request.rawPath)\n".utf8)
    return IdempotencyKey(
      actor: actor.name, key: key, fingerprint: digest(start + request.body))
  }

  /// Refuses such a key where the answer holds a secret: it is kept nowhere, so that a repeated
  /// request could not be answered with it again.
  func requireNoIdempotencyKey() throws(DomainError) {
    guard let key = request.headers["Idempotency-Key"] else { return }
    throw .invalid([Fault("/Idempotency-Key", .notAccepted, found: key, accepted: "–")])
  }
}

extension Site {
  /// What a call does.
  typealias Action = @Sendable (Call) throws(DomainError) -> Response

  /// Wraps an action into a handler: finds out who calls, checks the media type of the body, and
  /// turns errors into documents.
  ///
  /// With `takesFile` the body is a file of any type, which the action looks at.
  func call(takesFile: Bool = false, _ action: @escaping Action) -> Handler {
    call(.any, takesFile: takesFile, action)
  }

  /// The same for an act that asks less of whoever calls.
  func call(_ access: Access, takesFile: Bool = false, _ action: @escaping Action) -> Handler {
    { request, parameters in
      let language = Self.language(of: request)
      var response: Response
      do throws(DomainError) {
        if !takesFile, let refusal = unsupportedMedia(request, language) {
          response = refusal
        } else {
          let caller = try caller(of: request, access)
          if let barred = barred(caller, access, request) {
            response = refuse(barred, request, language, [:])
          } else {
            response = try action(
              Call(
                request: request, parameters: parameters, actor: caller.actor,
                session: caller.session, language: language))
          }
        }
      } catch {
        response = answer(error, request, language)
      }
      response.headers.setDefault("Cache-Control", "no-cache")
      response.headers.setDefault("Vary", Self.varying)
      return response
    }
  }

  /// The request's fields on which answers depend, for caches.
  static let varying = "Authorization, Cookie, Innoreg-Organisation, Accept-Language"

  /// Vietnamese unless the client prefers English.
  static func language(of request: Request) -> Language {
    AcceptLanguage.best(
      request.headers.joined("Accept-Language"), of: Language.allCases.map(\.rawValue)
    ).flatMap(Language.init(rawValue:)) ?? .vi
  }

  /// The error as a document; faults of the program are logged with their detail.
  func answer(_ error: DomainError, _ request: Request, _ language: Language) -> Response {
    if case .internalFault(let detail) = error {
      logger.log(
        .error, "internal fault",
        [("request_id", .string(request.requestID)), ("detail", .string(detail))])
    }
    return errors.response(error, language, requestID: request.requestID)
  }
}

extension Response {
  /// A JSON document.
  static func json(_ json: JSON, status: Status = .ok) -> Response {
    .json(Array(json.compact.utf8), status: status)
  }

  /// A single record with its entity tag; 304 where the client has it already.
  static func record(
    _ json: JSON, version: Int, for request: Request, status: Status = .ok
  ) -> Response {
    let tag = EntityTag(version: Int64(version))
    var response = Response.json(json, status: status)
    if request.method == .GET || request.method == .HEAD,
      Conditional.evaluate(method: request.method, headers: request.headers, current: tag)
        == .notModified
    {
      response = Response(.notModified)
    }
    response.headers["ETag"] = tag.description
    return response
  }
}

extension JSON {
  /// This object with what was understood differently, if anything was.
  func with(_ notes: [Note], _ errors: ErrorPresenter) -> JSON {
    guard case .object(var object) = self, !notes.isEmpty else { return self }
    object["notes"] = .array(
      notes.map { note in
        [
          "pointer": .string(note.path), "code": .string(note.key),
          "found": .string(note.found), "became": .string(note.became),
          "message": [
            "vi": .string(errors.text(of: note, .vi)), "en": .string(errors.text(of: note, .en)),
          ],
        ]
      })
    return .object(object)
  }
}

extension JSONValue {
  /// The same value for a problem document.
  init(_ json: JSON) {
    self =
      switch json {
      case .null: .null
      case .bool(let value): .bool(value)
      case .integer(let value): .int(value)
      case .number(let value): .number(value)
      case .string(let value): .string(value)
      case .array(let values): .array(values.map(JSONValue.init))
      case .object(let object): .object(object.members.map { ($0.name, JSONValue($0.value)) })
      }
  }
}
