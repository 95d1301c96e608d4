import Domain
import HTTP
import UseCases

/// `/accounts`, `/password-resets`, `/me` and `/tokens`.
extension Site {
  func register(_ call: Call) throws(DomainError) -> Response {
    try registry.register(try call.body(), from: call.origin)
    return .accepted
  }

  func confirmAccount(_ call: Call) throws(DomainError) -> Response {
    let account = try registry.confirm(try call.body(), from: call.origin)
    return .private(account.json)
  }

  func requestPasswordReset(_ call: Call) throws(DomainError) -> Response {
    try registry.requestPasswordReset(try call.body(), from: call.origin)
    return .accepted
  }

  func completePasswordReset(_ call: Call) throws(DomainError) -> Response {
    try registry.completePasswordReset(try call.body(), from: call.origin)
    return Response(.noContent)
  }

  func listAccounts(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    var filter = AccountFilter()
    filter.roles = query.codes("role", Role.self)
    filter.statuses = query.codes("status", Account.Status.self)
    let limit = query.limit()
    let cursor = query.text("cursor", most: 2000)
    try query.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, "accounts", .time) } else { nil }
    let page = try registry.accounts(
      filter, page: PageRequest(limit: limit, after: after), by: call.actor)
    return call.list(page.json("accounts", \.json))
  }

  func showAccount(_ call: Call) throws(DomainError) -> Response {
    .view(try registry.account(try call.accountID(), by: call.actor))
  }

  func changeAccount(_ call: Call) throws(DomainError) -> Response {
    let name = try call.accountID()
    let change = try Account.Change(try call.body())
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.account(name, by: call.actor).account.version
    }
    return .view(
      try registry.changeAccount(name, change, expecting: version, by: call.actor))
  }

  func showMe(_ call: Call) throws(DomainError) -> Response {
    .view(try registry.me(by: call.actor), csrf: call.session?.csrfToken, actor: call.actor)
  }

  func updateMe(_ call: Call) throws(DomainError) -> Response {
    let patch = try call.body()
    let version = try call.expectedVersion { () throws(DomainError) in
      try registry.me(by: call.actor).account.version
    }
    let view = try registry.updateMe(
      patch, expecting: version, keeping: call.session?.id, by: call.actor)
    return .view(view, csrf: call.session?.csrfToken, actor: call.actor)
  }

  func enrolSecondFactor(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoIdempotencyKey()
    let offer = try registry.enrolSecondFactor(try call.body(), by: call.actor)
    return .private(
      ["secret": .string(offer.secret), "otpauth_url": .string(offer.url)], status: .created)
  }

  func confirmSecondFactor(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoIdempotencyKey()
    let codes = try registry.confirmSecondFactor(
      try call.body(), keeping: call.session?.id, by: call.actor)
    return .private(["recovery_codes": .array(codes.map(JSON.string))])
  }

  func removeSecondFactor(_ call: Call) throws(DomainError) -> Response {
    try registry.removeSecondFactor(try call.body(), by: call.actor)
    return Response(.noContent)
  }

  func listTokens(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let tokens = try registry.tokens(by: call.actor)
    return .private(["items": .array(tokens.map(\.json)), "total": JSON(tokens.count)])
  }

  func createToken(_ call: Call) throws(DomainError) -> Response {
    try call.requireNoIdempotencyKey()
    let made = try registry.createOwnToken(try call.body(), by: call.actor)
    return .private(made.token.json.merging(["secret": .string(made.secret)]), status: .created)
  }

  func revokeToken(_ call: Call) throws(DomainError) -> Response {
    try registry.revokeToken(call.parameter("id"), by: call.actor)
    return Response(.noContent)
  }
}

extension Call {
  /// The identifier of an account in the path; an address there would end up in log lines.
  func accountID() throws(DomainError) -> String {
    let id = parameter("id")
    guard !id.contains("@") else { throw .notFound(aggregate: "account", id: "@") }
    return id
  }
}

extension Response {
  /// A document that no cache may keep.
  static func `private`(_ json: JSON, status: Status = .ok) -> Response {
    var response = Response.json(json, status: status)
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  /// Taken, with the same answer for everybody.
  fileprivate static var accepted: Response { .private(["status": "accepted"], status: .accepted) }

  /// An account with what belongs to it, and its entity tag. What belongs to it has no version of
  /// its own, so the tag serves `If-Match` alone.
  fileprivate static func view(
    _ view: AccountView, csrf: String? = nil, actor: Actor? = nil
  ) -> Response {
    var json = view.account.json.merging([
      "second_factor": .bool(view.hasSecondFactor),
      "memberships": .array(view.memberships.map(\.json)),
    ])
    if let actor {
      json = json.merging(
        [
          "recovery_codes_left": JSON(view.recoveryCodes),
          "acting_as": [
            "role": JSON(actor.role?.rawValue), "organisation": JSON(actor.organisation?.text),
          ],
        ], keepingNull: true)
    }
    if let csrf { json = json.merging(["csrf_token": .string(csrf)]) }
    var response = Response.private(json)
    response.headers["ETag"] = EntityTag(version: Int64(view.account.version)).description
    return response
  }
}
